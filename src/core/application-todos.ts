// What an application may ask of one of its people on 「待辦事項」: pure, the facts are arguments.
import { addDays } from './days.ts'
import { maskNationalIdsIn } from './national-id.ts'
import type { Day } from './days.ts'

/** An item as an application sends it. `link`: the page of the application where it is done. */
export type TodoAsked = { title: string; titleEn: string | null; link: string; deadline: Day | null }

export const MOST_TITLE = { zh: 100, en: 200 } as const
/** How many items of one application may wait for one person. */
export const MOST_OPEN = 20
const FARTHEST_DEADLINE_DAYS = 730

export type TodoRefusal = 'text' | 'nationalId' | 'link' | 'foreignLink' | 'past' | 'far'
/** What is wrong, and in which field. */
export type RefusedTodo = { refused: TodoRefusal; field: keyof TodoAsked }

/** Why this cannot be an item, or null. `addresses`: all that are registered of the application. */
export function refusedTodo(asked: TodoAsked, { addresses, today }: { addresses: readonly string[]; today: Day }): RefusedTodo | null {
  const { title, titleEn, link, deadline } = asked
  for (const [field, text] of [['title', title], ['titleEn', titleEn], ['link', link]] as const) {
    if (text === null) continue
    if (!isPlain(text)) return { refused: 'text', field }
    if (holdsNationalId(text)) return { refused: 'nationalId', field }
  }
  const url = exactUrl(link)
  if (url === null) return { refused: 'link', field: 'link' }
  if (!addresses.some((one) => URL.parse(one)?.origin === url.origin)) return { refused: 'foreignLink', field: 'link' }
  if (deadline === null) return null
  if (deadline < today) return { refused: 'past', field: 'deadline' }
  return deadline > addDays(today, FARTHEST_DEADLINE_DAYS) ? { refused: 'far', field: 'deadline' } : null
}

/** Whether a national ID stands in it, also as part of an address that hides it in escapes. */
export const holdsNationalId = (text: string): boolean =>
  [text, unescaped(text)].some((one) => maskNationalIdsIn(one) !== one)

const unescaped = (text: string): string => text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

// Nothing that cannot be seen, for it could turn the sense of what is read around (U+202E).
const isPlain = (text: string): boolean => text.trim() === text && text !== '' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)

// As registered addresses: what `URL` would mend is not what was meant.
function exactUrl(text: string): URL | null {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || /[\s\\]|[^\x21-\x7e]/.test(text)) return null
  if (url.username !== '' || url.password !== '') return null
  return url.href === text || url.href === `${text}/` ? url : null
}
