/** The one of the names that somebody most likely meant by this one; null where none is near. Of equals, the first. */
export function nearestName(written: string, names: readonly string[]): string | null {
  // A name a third of which would have to change is not what somebody meant.
  let best: { name: string | null, far: number } = { name: null, far: written.length / 3 }
  for (const name of names) {
    const far = distance(written, name)
    if (far < best.far) best = { name, far }
  }
  return best.name
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
