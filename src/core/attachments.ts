// The files that may be attached to an announcement: a closed list, each known by its name and by the marks of its kind in it: how it
// begins and ends, or which parts a document has. What is called one thing and bears the marks of another is refused, and so is a document
// with parts named as macros or programs are. Nothing is unpacked, and scripts in a PDF are not looked for: no file is proved harmless by
// this. It is handed out as one to keep, never shown in a page.

/** The kinds by what the database calls them: how such a file's name ends, and as what it is handed out. */
export const FILE_KINDS = {
  pdf: { endings: ['pdf'], type: 'application/pdf' },
  odt: { endings: ['odt'], type: 'application/vnd.oasis.opendocument.text' },
  ods: { endings: ['ods'], type: 'application/vnd.oasis.opendocument.spreadsheet' },
  odp: { endings: ['odp'], type: 'application/vnd.oasis.opendocument.presentation' },
  docx: { endings: ['docx'], type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  xlsx: { endings: ['xlsx'], type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  pptx: { endings: ['pptx'], type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
  png: { endings: ['png'], type: 'image/png' },
  jpeg: { endings: ['jpg', 'jpeg'], type: 'image/jpeg' },
  csv: { endings: ['csv'], type: 'text/csv; charset=utf-8' },
  txt: { endings: ['txt'], type: 'text/plain; charset=utf-8' },
} as const
export type FileKind = keyof typeof FILE_KINDS

/** Why a file is not taken: none of the kinds by its name; not what its name says; a document with parts named as macros are; text in another encoding. */
export type FileFault = 'empty' | 'unknownKind' | 'otherContent' | 'macros' | 'notUtf8'

/** What a browser's file field offers. */
export const ACCEPTED = Object.values(FILE_KINDS).flatMap(({ endings }) => endings.map((ending) => `.${ending}`)).join(',')

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
const beginsWith = (bytes: Uint8Array, signs: readonly number[]): boolean => signs.every((sign, at) => bytes[at] === sign)

// ISO 32000: the header at the very beginning, the mark of the end within the last 1024 bytes.
const isPdf = (bytes: Uint8Array): boolean =>
  /^%PDF-[12]\.\d/.test(ascii(bytes, 0, 8)) && ascii(bytes, Math.max(0, bytes.length - 1024), bytes.length).includes('%%EOF')
// PNG (ISO 15948) begins with its signature and the chunk IHDR of 13 bytes; JPEG with SOI and a marker, and ends with EOI.
const isPng = (bytes: Uint8Array): boolean =>
  beginsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]) && ascii(bytes, 12, 16) === 'IHDR'
const isJpeg = (bytes: Uint8Array): boolean => beginsWith(bytes, [0xff, 0xd8, 0xff]) && bytes.length > 20

// Text without what no text has. A byte order mark may stand first.
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const NO_TEXT = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffe\uffff]/
function textFault(bytes: Uint8Array): FileFault | null {
  try {
    return NO_TEXT.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) ? 'otherContent' : null
  } catch {
    return 'notUtf8'
  }
}

// Documents are ZIP files (PKWARE APPNOTE 4.3): a directory at the end names what is in them.
const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const LONGEST_COMMENT = 65_535
// A presentation of a thousand slides with their pictures has some thousands.
const MOST_ENTRIES = 20_000
const LONGEST_NAME = 1000

type Entry = { name: string; method: number; size: number; at: number }

/** What is in the ZIP file, or null where it is none that can be relied on. */
function entriesOf(bytes: Uint8Array): Entry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && end >= bytes.length - 22 - LONGEST_COMMENT && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY || view.getUint32(0, true) !== LOCAL_ENTRY) return null
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries: Entry[] = []
  if (count > MOST_ENTRIES) return null
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null
    const length = view.getUint16(at + 28, true)
    if (length > LONGEST_NAME || at + 46 + length > end) return null
    entries.push({
      name: ascii(bytes, at + 46, at + 46 + length), method: view.getUint16(at + 10, true), size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** The content of the first entry, where it is kept as it is: an OpenDocument file says there what it is (ODF 1.3 part 2, 3.3). */
function storedFirst(bytes: Uint8Array, entries: readonly Entry[]): string | null {
  const first = entries.find(({ at }) => at === 0)
  if (first === undefined || first.name !== 'mimetype' || first.method !== 0 || first.size > 200) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const from = 30 + view.getUint16(26, true) + view.getUint16(28, true)
  return ascii(bytes, from, from + first.size)
}

const MAIN_PART = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml', pptx: 'ppt/presentation.xml' } as const
// As Office and OpenDocument name the parts that hold macros and controls, and as programs of Windows are named.
const RUNS = /(^|\/)(vbaProject|vbaData|activeX\d*)\.(bin|xml)$|^(Basic|Scripts)\/|\.(exe|dll|js|jse|vbs|wsf|hta|jar|lnk|ps1|bat|cmd|scr|com)$/i

function documentFault(kind: 'odt' | 'ods' | 'odp' | 'docx' | 'xlsx' | 'pptx', bytes: Uint8Array): FileFault | null {
  const entries = bytes.length < 22 ? null : entriesOf(bytes)
  if (entries === null) return 'otherContent'
  const has = (name: string): boolean => entries.some((entry) => entry.name === name)
  const isIt = kind === 'docx' || kind === 'xlsx' || kind === 'pptx'
    ? has('[Content_Types].xml') && has(MAIN_PART[kind])
    : storedFirst(bytes, entries) === FILE_KINDS[kind].type && has('content.xml')
  if (!isIt) return 'otherContent'
  return entries.some(({ name }) => RUNS.test(name)) ? 'macros' : null
}

function contentFault(kind: FileKind, bytes: Uint8Array): FileFault | null {
  switch (kind) {
    case 'pdf': return isPdf(bytes) ? null : 'otherContent'
    case 'png': return isPng(bytes) ? null : 'otherContent'
    case 'jpeg': return isJpeg(bytes) ? null : 'otherContent'
    case 'csv':
    case 'txt': return textFault(bytes)
    default: return documentFault(kind, bytes)
  }
}

/** The kind that the name says, whatever is in it; null: none of the list. */
export function namedKind(name: string): FileKind | null {
  const ending = /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase()
  const found = Object.entries(FILE_KINDS).find(([, { endings }]) => (endings as readonly string[]).includes(ending ?? ''))
  return found === undefined ? null : found[0] as FileKind
}

/** Which kind of file it is, by its name and by what is in it; or why it is not taken. */
export function judgeFile(name: string, bytes: Uint8Array): { kind: FileKind } | { refused: FileFault } {
  const kind = namedKind(name)
  if (kind === null) return { refused: 'unknownKind' }
  if (bytes.length === 0) return { refused: 'empty' }
  const fault = contentFault(kind, bytes)
  return fault === null ? { kind } : { refused: fault }
}
