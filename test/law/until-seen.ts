// A property over which nothing happened proves nothing, and what comes by is chance.
import assert from 'node:assert/strict'
import fc from 'fast-check'

/** So much longer than asked may be drawn: what has not come by then does not come by. */
const MOST_ROUNDS = 10

/**
 * Asserts a property as fast-check does, and goes on drawing until enough of what it is about has come by.
 * @param unseen what has not been seen often enough yet, for a person to read; asked after each `numRuns` runs
 * @throws where the property does not hold, or where something was not seen in ten times as many runs
 */
export async function assertUntilSeen<Drawn>(
  property: fc.IAsyncProperty<Drawn>, parameters: fc.Parameters<Drawn> & { numRuns: number }, unseen: () => readonly string[],
): Promise<void> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    // The same seed again would draw the same again.
    const { seed } = parameters
    await fc.assert(property, seed === undefined ? parameters : { ...parameters, seed: seed + round - 1 })
    if (unseen().length === 0) return
  }
  assert.fail(`${parameters.numRuns * MOST_ROUNDS} cases in which this was not seen prove nothing of it: ${unseen().join(', ')}`)
}

/** Of what was counted, that which was not seen more often than `least`. */
export const seenTooRarely = (counts: Readonly<Record<string, number>>, least = 0): string[] =>
  Object.keys(counts).filter((what) => counts[what]! <= least)
