// Questions about people that many requests ask at once leave together: while a statement is under way the next ones
// gather. Whoever asks alone waits for nobody; the busier the moment, the more each statement answers.
import { loadFactsOfMany } from './access-many.ts'
import type { AsOf } from '../core/as-of.ts'
import type { PersonFacts } from '../core/facts.ts'
import type { FactsAsk } from './access-many.ts'
import type { Database, Reader } from './database.ts'

type Waiting = { ask: FactsAsk; resolve: (facts: PersonFacts | null) => void; reject: (fault: unknown) => void }
type Line = { asOf: AsOf; waiting: Waiting[]; underWay: number; called: boolean }

// Two keep the database busy while the program works on the answers of one.
const MOST_UNDER_WAY = 2
// A statement of as many takes the database some milliseconds, and others wait behind it.
const MOST_IN_ONE = 32

/** Answers `loadFactsOfMany` one question at a time to its callers. */
export class FactsQueue {
  readonly #database: { read: Reader; quick: { read: Reader } }
  readonly #lines = new Map<string, Line>()

  constructor(database: { read: Database['read']; quick: Pick<Database['quick'], 'read'> }) {
    this.#database = database
  }

  /** The facts of whom the question names, null when it is nobody. */
  load(ask: FactsAsk, asOf: AsOf): Promise<PersonFacts | null> {
    const key = asOf.known === 'now' ? asOf.day : `${asOf.day} then`
    let line = this.#lines.get(key)
    if (line === undefined) {
      line = { asOf, waiting: [], underWay: 0, called: false }
      this.#lines.set(key, line)
    }
    const queue = line
    return new Promise((resolve, reject) => {
      queue.waiting.push({ ask, resolve, reject })
      this.#call(key, queue)
    })
  }

  /** Goes on at the end of this turn, when everybody who asks in it has asked. */
  #call(key: string, line: Line): void {
    if (line.called || line.underWay >= MOST_UNDER_WAY) return
    line.called = true
    setImmediate(() => {
      line.called = false
      void this.#next(key, line)
    })
  }

  async #next(key: string, line: Line): Promise<void> {
    const some = line.waiting.splice(0, MOST_IN_ONE)
    if (some.length === 0) return
    line.underWay += 1
    if (line.waiting.length > 0) this.#call(key, line)
    // What was known on a past day is looked up among all versions, which may take longer than the shared connections bear.
    const db = line.asOf.known === 'now' ? this.#database.quick.read : this.#database.read
    try {
      const facts = await loadFactsOfMany(db, some.map(({ ask }) => ask), line.asOf)
      for (const [at, { resolve }] of some.entries()) resolve(facts[at] ?? null)
    } catch (fault) {
      for (const { reject } of some) reject(fault)
    }
    line.underWay -= 1
    if (line.waiting.length > 0) this.#call(key, line)
    else if (line.underWay === 0 && !line.called) this.#lines.delete(key)
  }
}
