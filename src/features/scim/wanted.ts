// What a resource that the personnel system writes says of a person, and the rows of a feed that say the same (4.5).
import { z } from 'zod'
import { dayBefore, isDay } from '../../core/days.ts'
import { cellsOf } from '../../core/feed-columns.ts'
import { checkRow, named } from '../../core/feed-checks.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import { ECPA } from './schemas.ts'
import type { Day } from '../../core/days.ts'
import type { CheckContext } from '../../core/feed-checks.ts'
import type { FeedRow, PostKind } from '../../core/feed-columns.ts'
import type { RowFault } from '../../core/feed-faults.ts'
import type { JsonObject } from '../../web/strict-json.ts'
import type { RecordPerson, RecordPost } from './record-users.ts'

const MOST_POSTS = 20
const text = z.string().max(254)
const blank = text.default('')
const day = z.string().refine((value) => isDay(value))
const post = z.strictObject({
  agency: text, unit: blank, title: text, kind: text.default('appointment'), staffCategory: blank, supervisorLevel: blank, rank: blank,
  jobSeries: blank, nature: blank, section: blank, from: day, to: day.nullable().default(null),
})
const wantedSchema = z.looseObject({
  displayName: text.nullish(), name: z.looseObject({ formatted: text.nullish() }).nullish(),
  active: z.union([z.boolean(), z.enum(['True', 'False', 'true', 'false']).transform((said) => said.toLowerCase() === 'true')]).nullish(),
  emails: z.array(z.looseObject({ value: text.nullish(), primary: z.unknown().optional() })).max(10).nullish(),
  [ECPA]: z.looseObject({ nationalId: text.nullish(), birthDate: day.nullish(), posts: z.array(post).max(MOST_POSTS).nullish() }).nullish(),
})

/** `nationalId`: null where the resource has none, as after a reading. `active`: null where it does not say. */
export type Wanted = {
  nationalId: string | null; birthDate: Day | null; name: string; email: string | null; active: boolean | null; posts: RecordPost[]
}

/**
 * Reads what a resource says. Throws a ScimFault for what is not as it has to be. `known`: the name of the record, where there is
 * one: `displayName` and `name` say the same, and whichever says something else was changed.
 */
export function readWanted(resource: JsonObject, known: string | null = null): Wanted {
  const read = wantedSchema.safeParse(resource)
  if (!read.success) throw new ScimFault('badRequest', about(says.body, read.error.issues[0]!.path.join('.')), 'invalidValue')
  const { displayName, name, active = null, emails, [ECPA]: more } = read.data as z.output<typeof wantedSchema> & {
    [ECPA]?: { nationalId?: string | null; birthDate?: Day | null; posts?: RecordPost[] | null } | null
  }
  const names = [name?.formatted, displayName].map((one) => (one ?? '').trim()).filter((one) => one !== '')
  const called = names.find((one) => one !== known) ?? names[0]
  if (called === undefined) throw new ScimFault('badRequest', says.name, 'invalidValue')
  const { nationalId = null, birthDate = null, posts } = more ?? {}
  const email = (emails ?? []).find(({ primary }) => primary === true) ?? emails?.[0]
  return { nationalId, birthDate, name: called, email: email?.value ?? null, active, posts: posts ?? [] }
}

/** The person's own ID and birth date, as the record has them or as they are told for the first time. */
export type Identity = { nationalId: string; birthDate: Day }

/** Of somebody who is new. */
export function newIdentity({ nationalId, birthDate }: Wanted): Identity {
  const checked = checkNationalId(nationalId ?? '')
  if (!checked.ok) throw new ScimFault('badRequest', says.nationalId, 'invalidValue')
  if (birthDate === null) throw new ScimFault('badRequest', says.birthDate, 'invalidValue')
  return { nationalId: checked.id, birthDate }
}

const identityOf = ({ agency, kind, unit, title, from }: RecordPost): string => JSON.stringify([agency, kind, unit, title, from])

/**
 * The rows: every post that is wanted, and those that are known and not wanted with yesterday as their last day, or today where they
 * began today. None where nobody would be other than they are.
 */
export function rowsOf(wanted: Wanted, { nationalId, birthDate }: Identity, known: RecordPerson | null, today: Day): FeedRow[] {
  const posts = wanted.active === false ? [] : wanted.posts
  if (wanted.active === true && posts.length === 0) throw new ScimFault('badRequest', says.active, 'invalidValue')
  if (known === null && posts.length === 0) throw new ScimFault('badRequest', says.posts, 'invalidValue')
  const kept = new Set(posts.map(identityOf))
  const gone = (known?.posts ?? []).filter((one) => !kept.has(identityOf(one)))
  if (gone.some(({ from }) => from > today)) throw new ScimFault('badRequest', says.futurePost, 'mutability')
  const { name, email } = wanted
  const isAsKnown = known !== null && gone.length === 0 && known.name === name && known.email === email && known.birthDate === birthDate
    && posts.length === known.posts.length && posts.every((one) => known.posts.some((other) => isSame(one, other)))
  if (isAsKnown) return []
  return [...posts, ...gone.map((one) => ({ ...one, to: one.from === today ? today : dayBefore(today) }))].map((one): FeedRow => ({
    nationalId, name, birthDate, email, agencyCode: one.agency, unit: one.unit, title: one.title, staffCategory: one.staffCategory,
    supervisorLevel: one.supervisorLevel, rank: one.rank, jobSeries: one.jobSeries, postKind: one.kind as PostKind, nature: one.nature,
    section: one.section, from: one.from, to: one.to,
  }))
}

const isSame = (one: RecordPost, other: RecordPost): boolean =>
  (Object.keys(one) as (keyof RecordPost)[]).every((name) => one[name] === other[name])

/** The first thing that the feed would refuse, before anything of it is brought; null: nothing. */
export function faultOf(rows: readonly FeedRow[], context: CheckContext): RowFault | null {
  for (const row of rows) {
    const checked = checkRow(named(cellsOf(row)), context)
    if ('faults' in checked) return checked.faults[0]!
  }
  return null
}
