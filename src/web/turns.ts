// Whoever asks for much at once waits for their own turn: one person, however many requests they send in however many sessions, does not
// keep the database from all others. Counted in each process for itself.

// Fewer than the database has connections, and as many as somebody with several windows needs.
const MOST_AT_ONCE = 4
// A browser that opens all its windows again has as many; more is a script.
const MOST_WAITING = 16

type Line = { underWay: number; waiting: (() => void)[] }

/** Who may go on, and who waits. */
export class Turns {
  readonly #lines = new Map<string, Line>()

  /** Waits until it is the key's turn, which `leave` ends, and says whether it had to; null when too many wait already. */
  async take(key: string): Promise<'atOnce' | 'waited' | null> {
    const line = this.#lines.get(key) ?? { underWay: 0, waiting: [] }
    this.#lines.set(key, line)
    if (line.underWay < MOST_AT_ONCE) {
      line.underWay += 1
      return 'atOnce'
    }
    if (line.waiting.length >= MOST_WAITING) return null
    await new Promise<void>((resolve) => void line.waiting.push(resolve))
    return 'waited'
  }

  /** Ends one turn of the key; whoever has waited longest takes it over. */
  leave(key: string): void {
    const line = this.#lines.get(key)
    const next = line?.waiting.shift()
    if (next !== undefined) return next()
    if (line !== undefined && --line.underWay === 0) this.#lines.delete(key)
  }
}
