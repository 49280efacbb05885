// How much one program may ask, or one person change, within a minute. Counted in each process for itself: it is there so that one's
// mistake does not take the service from the others, not to bill anybody.

const WINDOW_SECONDS = 60

/** What is left of the window after a request; without a limit `limit` is 0 and everything is allowed. */
export type Standing = { allowed: boolean; limit: number; remaining: number; resetSeconds: number }

type Window = { begun: number; used: number }

/** A budget for each key (a client id, a person) in each window of a minute. */
export class RateLimit {
  readonly #limit: number
  readonly #windows = new Map<string, Window>()
  #swept = 0

  /** `limit`: how much a minute; 0 for any amount. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many keys it remembers. */
  get keys(): number {
    return this.#windows.size
  }

  /** Forgets the windows that are over, once a minute: otherwise it would remember everybody who ever came. */
  #sweep(now: number): void {
    if (now - this.#swept < WINDOW_SECONDS * 1000) return
    this.#swept = now
    for (const [key, { begun }] of this.#windows) if (now - begun >= WINDOW_SECONDS * 1000) this.#windows.delete(key)
  }

  /** Takes `cost` from the key's budget if that much is left. `now` is in milliseconds of a clock that only goes forward. */
  take(key: string, cost: number, now: number): Standing {
    const limit = this.#limit
    if (limit === 0) return { allowed: true, limit, remaining: 0, resetSeconds: 0 }
    this.#sweep(now)
    let window = this.#windows.get(key)
    if (window === undefined || now - window.begun >= WINDOW_SECONDS * 1000) {
      window = { begun: now, used: 0 }
      this.#windows.set(key, window)
    }
    const allowed = window.used + cost <= limit
    if (allowed) window.used += cost
    const resetSeconds = Math.max(1, Math.ceil(WINDOW_SECONDS - (now - window.begun) / 1000))
    return { allowed, limit, remaining: limit - window.used, resetSeconds }
  }
}

/** The headers that tell a program where it stands (draft-ietf-httpapi-ratelimit-headers). */
export function rateLimitHeaders({ allowed, limit, remaining, resetSeconds }: Standing): Record<string, string> {
  if (limit === 0) return {}
  return {
    'ratelimit-policy': `"program";q=${limit};w=${WINDOW_SECONDS}`,
    'ratelimit': `"program";r=${remaining};t=${resetSeconds}`,
    ...(allowed ? {} : { 'retry-after': String(resetSeconds) }),
  }
}
