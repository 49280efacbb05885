import type { PersonRef } from '../nation/decisions.ts'
import type { FixedLabel } from '../nation/fixed-people.ts'

/**
 * The numbers that people and their posts got: one number for each generated person, whatever else there is of them.
 */
export class Directory {
  readonly #firstPerson: number
  readonly #firstPosts: Float64Array
  readonly #fixed = new Map<FixedLabel, { person: number; firstPost: number }>()

  /** The generated people are numbered from `firstPerson` on, in their order. */
  constructor(firstPerson: number, people: number) {
    this.#firstPerson = firstPerson
    this.#firstPosts = new Float64Array(people)
  }

  /** Posts of one person are numbered one after the other. */
  add(ref: PersonRef, person: number, firstPost: number): void {
    if (typeof ref === 'number') this.#firstPosts[ref] = firstPost
    else this.#fixed.set(ref, { person, firstPost })
  }

  personOf(ref: PersonRef): number {
    return typeof ref === 'number' ? this.#firstPerson + ref : this.#known(ref).person
  }

  postOf(ref: PersonRef, index: number): number {
    return (typeof ref === 'number' ? this.#firstPosts[ref]! : this.#known(ref).firstPost) + index
  }

  #known(label: FixedLabel): { person: number; firstPost: number } {
    const known = this.#fixed.get(label)
    if (known === undefined) throw new Error(`${label} was not loaded`)
    return known
  }
}
