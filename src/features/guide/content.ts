import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'

/**
 * A sentence in both languages, side by side. Whatever stands in 「」, in English in “”, is a label as the screens have it, letter
 * by letter: a test looks each of them up on the screens of its task.
 */
export type Both = Readonly<Record<Language, string>>

export const both = (zh: string, en: string): Both => ({ 'zh-TW': zh, en })

/** A picture of a screen, drawn by `test/guide-pictures.ts` from the state of that name in the gallery. */
export type Picture = {
  /** `name-state` of the gallery, e.g. `home-signed-out`. */
  screen: string
  /** What somebody who does not see it should know of it. */
  alt: Both
  /** Which part of the page, as a selector; all of its content unless told. */
  part?: string
}

/** What can go wrong, and what to do then. */
export type Trouble = { when: Both; so: Both }

/** One thing that somebody comes to do: a page of 「使用手冊」. */
export type Task = {
  /** Its part of the address, small letters and hyphens. */
  slug: string
  /** Where it is done, the nearest first: leads there, and from there back by 「說明」. With a `:part` in it, back from there alone. */
  at: readonly LocalPath[]
  /** The states of the gallery that show what the steps speak of. */
  screens: readonly string[]
  picture?: Picture
  title: Both
  /** What people call it who do not know its name here, with 「、」 or commas between: searched, never shown. */
  called?: Both
  lead: Both
  steps: readonly Both[]
  troubles?: readonly Trouble[]
}

/** What belongs to people of one standing. */
export type Chapter = {
  slug: string
  title: Both
  lead: Both
  tasks: readonly Task[]
  /** Tasks of other chapters that they do as well. */
  also?: readonly Task[]
}
