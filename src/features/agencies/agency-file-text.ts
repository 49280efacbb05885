import type { AgencyFileRefusal } from './agency-file.ts'

// Twenty times the file of today (3 MB), and still little beside what one program may use.
const LARGEST_FILE = 64 * 1024 * 1024

/**
 * The text of the file, without its byte order mark. UTF-8 is tried first: Chinese text in cp950 is never valid UTF-8
 * by chance, while nearly any bytes could be read as cp950. Node's `big5` reads cp950 as Windows does, save for
 * kana, Cyrillic and user-defined characters (0xC6A1 to 0xC8FE), which come as private-use ones for the reader to tell.
 */
export function decodeAgencyFile(bytes: Uint8Array): string | AgencyFileRefusal {
  if (bytes.length > LARGEST_FILE) return { refused: 'tooLarge' }
  if (bytes.length === 0) return { refused: 'empty' }
  // A byte order mark of UTF-16, which cp950 could be made of
  const mark = `${bytes[0]},${bytes[1]}`
  if (mark === '255,254' || mark === '254,255') return { refused: 'encoding' }
  for (const encoding of ['utf-8', 'big5']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      // No text holds NUL; UTF-16 and programs do.
      if (!text.includes('\0')) return text
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return { refused: 'encoding' }
}
