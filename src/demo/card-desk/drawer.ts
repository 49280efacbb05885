// The drawer: which cards are in readers, how often their PINs were wrong, and what the component is to fail with. Kept in a file, so
// that a card that was locked stays so over a restart.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../../core/thrown.ts'
import { cardsFolder } from '../cards/card-file.ts'
import { writeWhole } from '../cards/write-whole.ts'
import type { VirtualCard } from '../cards/card-file.ts'

/** Three wrong tries lock the card (4.7). */
export const MOST_TRIES = 3

/** What the component is made to fail with; `none`: as it is. */
export const FAULTS = ['none', 'noReader', 'cancelled', 'domain', 'site', 'noCertificate', 'notYetValid', 'expired'] as const
export type DeskFault = (typeof FAULTS)[number]

export type DrawerCard = { card: VirtualCard; inserted: boolean; triesLeft: number }

const stateShape = z.object({
  inserted: z.array(z.string()), wrong: z.record(z.string(), z.number().int().min(0).max(MOST_TRIES)), fault: z.enum(FAULTS),
})
type State = z.output<typeof stateShape>

function readState(file: string): State {
  try {
    return stateShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { inserted: [], wrong: {}, fault: 'none' }
    throw error
  }
}

/** The drawer of a data folder. `read`: the cards that lie there. */
export class Drawer {
  readonly #file: string
  readonly #read: () => Promise<VirtualCard[]>
  readonly #state: State
  #cards: VirtualCard[] = []
  #written: Promise<void> = Promise.resolve()

  constructor(dataDir: string, read: () => Promise<VirtualCard[]>) {
    this.#file = join(cardsFolder(dataDir), '..', 'card-desk.json')
    this.#read = read
    this.#state = readState(this.#file)
  }

  /** All cards; none before they were issued. */
  async cards(): Promise<DrawerCard[]> {
    if (this.#cards.length === 0) this.#cards = await this.#read()
    return this.#cards.map((card) => ({
      card, inserted: this.#state.inserted.includes(card.id), triesLeft: MOST_TRIES - (this.#state.wrong[card.id] ?? 0),
    }))
  }

  get fault(): DeskFault {
    return this.#state.fault
  }

  /** Does it; false: there is no such card. */
  async act(act: 'insert' | 'remove' | 'unlock', id: string): Promise<boolean> {
    if (!(await this.cards()).some(({ card }) => card.id === id)) return false
    if (act === 'unlock') delete this.#state.wrong[id]
    else {
      const others = this.#state.inserted.filter((one) => one !== id)
      this.#state.inserted = act === 'insert' ? [...others, id] : others
    }
    await this.#keep()
    return true
  }

  /** Makes the component fail with that from now on. */
  async failWith(fault: DeskFault): Promise<void> {
    this.#state.fault = fault
    await this.#keep()
  }

  /** Counts a try with the PIN; answers whether it was right, and how many are left. A card that is locked looks at none. */
  async tryPin({ card: { id, pin } }: DrawerCard, typed: string): Promise<{ right: boolean; left: number }> {
    const wrong = this.#state.wrong[id] ?? 0
    if (wrong >= MOST_TRIES) return { right: false, left: 0 }
    if (typed === pin) delete this.#state.wrong[id]
    else this.#state.wrong[id] = wrong + 1
    await this.#keep()
    return { right: typed === pin, left: MOST_TRIES - (this.#state.wrong[id] ?? 0) }
  }

  /** One write after another: the last state is what is kept. */
  #keep(): Promise<void> {
    this.#written = this.#written.then(() => writeWhole(this.#file, `${JSON.stringify(this.#state)}\n`))
    return this.#written
  }
}
