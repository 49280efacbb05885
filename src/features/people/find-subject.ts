// Whom a page of 「員工管理」 is about: anybody for the centre; for a manager somebody with a current post in their scope.
import { sql } from 'kysely'
import { maskNationalId } from '../../core/national-id.ts'
import { PERSON_KEY, pickedPerson } from '../../store/people.ts'
import type { AccountState } from '../../core/facts.ts'
import { isCentral } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { PickedPost } from '../../store/people.ts'
import type { Managing, PeopleSlice } from './slice.ts'

/** `id` stays inside the program, `key` may stand in an address. An account that is missing reads as 未啟用. */
export type Subject = {
  id: string
  key: string
  name: string
  nationalIdMasked: string
  accountName: string | null
  accountState: AccountState
  /** Current posts; for a manager those in their scope alone, and never none. */
  posts: PickedPost[]
}

type Row = Omit<Subject, 'nationalIdMasked'> & { sealed: Buffer; index: Buffer }

async function anybody({ database: { read }, seal }: PeopleSlice, key: string, today: string): Promise<Subject | null> {
  const { rows: [row] } = await sql<Row>`
    select i.id::text, i.key, n.name, i.national_id_sealed as sealed, i.national_id_index as index, a.name as "accountName",
      coalesce(a.state, 'pending') as "accountState",
      coalesce((
        select json_agg(json_build_object('id', p.id::text, 'agency', p.agency_code, 'agencyName', coalesce(g.name, p.agency_code),
          'agencyNameEn', g.name_en, 'kind', p.kind, 'unit', p.unit, 'title', p.title, 'from', lower(v.valid),
          'to', upper(v.valid) - 1) order by p.kind, p.starts, p.id)
        from post p
        join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and v.valid @> ${today}::date
        left join agency_version g on g.agency_code = p.agency_code and upper_inf(g.recorded) and g.valid @> ${today}::date
        where p.person_id = i.id), '[]') as posts
    from person i
    join person_version n on n.person_id = i.id and upper_inf(n.recorded)
    left join account a on a.person_id = i.id
    where i.key = ${key}::uuid`.execute(read)
  if (row === undefined) return null
  const { sealed, index, ...person } = row
  return { ...person, nationalIdMasked: maskNationalId(seal.openNationalId({ sealed, index })) }
}

/** Whom an act aims at, whether or not within anybody's reach: the law decides on it, and the log tells of it. */
export async function personOfKey(db: Reader, key: string): Promise<string | null> {
  if (!PERSON_KEY.test(key)) return null
  const { rows } = await sql<{ id: string }>`select id::text from person where key = ${key}::uuid`.execute(db)
  return rows[0]?.id ?? null
}

/** The person of that key; null when there is none, or none whom the actor may ask about: one answer for both. */
export async function findSubject(slice: PeopleSlice, { actor, today }: Managing, key: string): Promise<Subject | null> {
  if (!PERSON_KEY.test(key)) return null
  if (isCentral(actor)) return anybody(slice, key, today)
  return pickedPerson(slice.database.read, slice.seal, key, actor.authority, { day: today, known: 'now' })
}
