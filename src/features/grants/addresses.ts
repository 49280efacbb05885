// What the addresses and forms of 「應用系統授權設定」 may hold.
import { UUID } from '../../core/uuid.ts'
import { z } from 'zod'
import { readAskedDay, typedDay } from '../../web/asked-day.ts'
import { SHOWN, SORTED } from './list-grants.ts'

export const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/)
export const applicationCode = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/)
export const categoryCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
export const groupCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
export const uuid = z.string().regex(UUID)
export const standing = z.enum(['employee', 'hr', 'hrSupervisor'])
const empty = z.literal('').transform(() => undefined)

const DONE = ['given', 'proposed', 'changed', 'ended', 'confirmed', 'agreed', 'declined'] as const

/** The list's own address. */
export const listQuery = {
  agency: agencyCode.optional(),
  application: applicationCode.or(empty).optional(),
  category: categoryCode.or(empty).optional(),
  state: z.enum(SHOWN).default('current'),
  sort: z.enum(SORTED).default('category'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  // Read as the date fields are, because people write addresses too; what is none is an address that is none.
  asOf: typedDay.transform((text, context) => {
    const read = readAskedDay(text)
    if ('asked' in read) return read.asked
    if ('canonical' in read) return read.canonical
    context.addIssue({ code: 'custom', message: 'not a day' })
    return z.NEVER
  }),
  query: uuid.or(empty).optional(),
  after: uuid.or(z.literal('')).default(''),
  done: z.enum(DONE).optional(),
}
export type ListQuery = z.output<z.ZodObject<typeof listQuery>>

/** To whom: exactly one of the three, or none while nobody is chosen. */
export const receiverFields = {
  person: uuid.or(empty).optional(),
  group: groupCode.or(empty).optional(),
  standing: standing.or(empty).optional(),
}
