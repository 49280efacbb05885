// Whom a page of 「員工管理」 is about: anybody for the centre; for a manager somebody with a current post in their scope.
import { sql } from 'kysely'
import { maskNationalId } from '../../core/national-id.ts'
import { PERSON_KEY, pickedPerson } from '../../store/people.ts'
import { isCentral } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Seal } from '../../store/seal.ts'
import type { Managing, PeopleSlice } from './slice.ts'

/**
 * `lastSignIn` is null where there never was one. `posts`: those held today; for a manager those in their scope alone, and
 * never none.
 */
export type Subject = PickedPerson & { lastSignIn: Date | null }

type Row = Omit<Subject, 'nationalIdMasked'> & { sealed: Buffer; index: Buffer }

/** The people of these ids, in that order, with all the posts that they hold today: for the centre. */
export async function describePeople(
  db: Reader, seal: Pick<Seal, 'openNationalId'>, ids: readonly string[], today: Day,
): Promise<Subject[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`
    select i.id::text, i.key, n.name, i.national_id_sealed as sealed, i.national_id_index as index, a.name as "accountName",
      coalesce(a.state, 'pending') as "accountState", a.last_sign_in_at as "lastSignIn", coalesce((
        select json_agg(json_build_object('id', p.id::text, 'agency', p.agency_code, 'agencyName', coalesce(g.name, p.agency_code),
          'agencyNameEn', g.name_en, 'kind', p.kind, 'unit', p.unit, 'title', p.title, 'from', lower(v.valid),
          'to', upper(v.valid) - 1) order by p.kind, p.starts, p.id)
        from post p
        join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${today}::date
        left join agency_version g on g.agency_code = p.agency_code and upper_inf(g.recorded) and g.valid @> ${today}::date
        where p.person_id = i.id), '[]') as posts
    from unnest(${[...ids]}::bigint[]) with ordinality w (id, at)
    join person i on i.id = w.id
    join person_version n on n.person_id = i.id and upper_inf(n.recorded)
    left join account a on a.person_id = i.id
    order by w.at`.execute(db)
  return rows.map(({ sealed, index, ...person }) =>
    ({ ...person, nationalIdMasked: maskNationalId(seal.openNationalId({ sealed, index })) }))
}

/** Whom an act aims at, whether or not within anybody's reach: the law decides on it, and the log tells of it. */
export async function personOfKey(db: Reader, key: string): Promise<string | null> {
  if (!PERSON_KEY.test(key)) return null
  const { rows } = await sql<{ id: string }>`select id::text from person where key = ${key}::uuid`.execute(db)
  return rows[0]?.id ?? null
}

async function inScope({ database: { read }, seal }: PeopleSlice, { actor, today }: Managing, key: string): Promise<Subject | null> {
  const found = await pickedPerson(read, seal, key, actor.authority, { day: today, known: 'now' })
  if (found === null) return null
  const account = await read.selectFrom('account').select('last_sign_in_at').where('person_id', '=', found.id).executeTakeFirst()
  return { ...found, lastSignIn: account?.last_sign_in_at ?? null }
}

/** The person of that key; null when there is none, or none whom the actor may ask about: one answer for both. */
export async function findSubject(slice: PeopleSlice, request: Managing, key: string): Promise<Subject | null> {
  if (!isCentral(request.actor)) return PERSON_KEY.test(key) ? inScope(slice, request, key) : null
  const { read } = slice.database
  const id = await personOfKey(read, key)
  if (id === null) return null
  const [person] = await describePeople(read, slice.seal, [id], request.today)
  return person ?? null
}
