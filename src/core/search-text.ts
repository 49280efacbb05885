/**
 * A text as it is compared in a search: full-width letters as half-width ones, small letters, and 臺 as 台, which people
 * write for one another. The database says the same by `foldedColumn` of src/store/search-text.ts.
 */
export function foldedText(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replaceAll('臺', '台')
}

// Words of a search beyond these are passed over: each is one more comparison with everything that is searched.
const MOST_WORDS = 5

/** The words of a search, folded: each has to be part of what is found. */
export function searchWords(search: string): string[] {
  return foldedText(search).split(/\s+/).filter((word) => word !== '').slice(0, MOST_WORDS)
}
