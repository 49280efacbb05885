// What a mail server says no with.
import { wordsOf } from '../../core/thrown.ts'

const LONGEST = 500

/** The server's words on one line, without the addresses that it quotes: they stand where operators read. */
export function failureWords(error: unknown): string {
  const words = wordsOf(error).replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+/g, '(address)').trim()
  return words === '' ? 'It gave no reason.' : words.slice(0, LONGEST)
}

/** Whether the server said 5xx to this very letter or its recipient (RFC 5321, 4.2.1): asking again changes nothing. */
export function isRefusedForEver(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && typeof responseCode === 'number' && responseCode >= 500
}
