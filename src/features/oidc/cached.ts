// What changes seldom and is needed at every request (clients, keys): kept for seconds, in each process for itself.

const STALE_MILLISECONDS = 4_000
// R-JML-1 asks for 60 seconds; whoever takes a redirect address away should not wait that long.
const TOO_OLD_MILLISECONDS = 10_000

/**
 * Loads at first use, again in the background when older than 4 s, and never answers with what is older than 10 s.
 * When loading fails the caller gets the error as soon as what is kept has become too old, and not before.
 */
export class Cached<T> {
  readonly #load: () => Promise<T>
  #value: T | undefined
  #loadedAt = -Infinity
  #loading: Promise<T> | null = null

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** The kept value, at most 10 s old. */
  async get(): Promise<T> {
    const age = performance.now() - this.#loadedAt
    if (this.#value === undefined || age > TOO_OLD_MILLISECONDS) return this.reload()
    if (age > STALE_MILLISECONDS) this.reload().catch(() => {})
    return this.#value
  }

  /** Loads now; several callers at once share one loading. */
  reload(): Promise<T> {
    this.#loading ??= this.#fetch().finally(() => { this.#loading = null })
    return this.#loading
  }

  async #fetch(): Promise<T> {
    const begun = performance.now()
    this.#value = await this.#load()
    this.#loadedAt = begun
    return this.#value
  }
}
