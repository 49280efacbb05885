// An Attribute (X.501): a type with its values, as certificates have them of a subject and messages of a signature.
import { Elements, oidOf, TAG } from './der.ts'
import type { Element } from './der.ts'

/** The values as they stand; how many there have to be is for whoever asks. */
export type Attribute = { type: string; values: Element[] }

/** Reads one, of `most` values. */
export function attributeOf(element: Element, most: number, where: string): Attribute {
  const parts = new Elements(element, where)
  const type = oidOf(parts.next(TAG.oid, 'type'), where)
  const set = parts.open(TAG.set, 'values')
  const values: Element[] = []
  while (!set.isDone && values.length < most) values.push(set.any('value'))
  set.done()
  parts.done()
  return { type, values }
}
