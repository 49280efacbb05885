// Looking at a password takes a core for 12 ms on purpose. As many as there are cores are looked at at a time, the others wait in
// turn, address by address; and when more wait than the program gets through in the time that somebody waits, the address that
// sends most is turned away first. So a flood of sign-ins takes neither the rest of the program nor everybody else's turn.
import { availableParallelism } from 'node:os'

// The database works on one while a core is at another.
const AT_ONCE = availableParallelism() * 2

type Waiting = { go: (may: boolean) => void }

/** More than can be looked at want their turn: nothing was looked at, and nothing counted. */
export type Busy = { refused: 'busy' }

export class HashingTurns {
  readonly #most: number
  readonly #atOnce: number
  readonly #onBusy: () => void
  /** In the order of whose turn it is next. */
  readonly #lines = new Map<string, Waiting[]>()
  #underWay = 0
  #waiting = 0

  /** `most`: how many may wait in all (ECPA_SIGNIN_QUEUE); `onBusy` hears of each who is turned away. */
  constructor(most: number, { atOnce = AT_ONCE, onBusy = () => {} }: { atOnce?: number; onBusy?: () => void } = {}) {
    this.#most = most
    this.#atOnce = atOnce
    this.#onBusy = onBusy
  }

  /** Does the work, which hashes, in its turn; or not at all where too many wait already, and none of them is rather to go. */
  async during<T>(address: string | null, work: () => Promise<T>): Promise<T | Busy> {
    if (!await this.#take(address ?? '')) {
      this.#onBusy()
      return { refused: 'busy' }
    }
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #take(address: string): Promise<boolean> {
    if (this.#underWay < this.#atOnce) {
      this.#underWay += 1
      return true
    }
    if (this.#waiting >= this.#most && !this.#makeRoom(address)) return false
    this.#waiting += 1
    return new Promise((resolve) => {
      const line = this.#lines.get(address)
      if (line === undefined) this.#lines.set(address, [{ go: resolve }])
      else line.push({ go: resolve })
    })
  }

  /** The address that has waited longest for a turn takes it over. */
  #leave(): void {
    const [next] = this.#lines
    if (next === undefined) return void (this.#underWay -= 1)
    const [address, line] = next
    const one = line.shift()!
    this.#waiting -= 1
    this.#lines.delete(address)
    if (line.length > 0) this.#lines.set(address, line)
    one.go(true)
  }

  /** Turns away whoever came last of the address that has most waiting, unless that is the one who asks. */
  #makeRoom(address: string): boolean {
    if (this.#lines.size === 0) return false
    const own = this.#lines.get(address)?.length ?? 0
    const [longest, line] = [...this.#lines].reduce((one, other) => (other[1].length > one[1].length ? other : one))
    if (longest === address || line.length <= own + 1) return false
    this.#waiting -= 1
    line.pop()!.go(false)
    return true
  }
}
