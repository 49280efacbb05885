/**
 * A text as it is compared in a search: full-width letters as half-width ones, small letters, and 臺 as 台, which people
 * write for one another. The database says the same with `translate(lower(normalize(x, NFKC)), '臺', '台')`.
 */
export function foldedText(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replaceAll('臺', '台')
}
