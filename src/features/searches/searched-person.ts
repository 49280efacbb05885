// Whom a search may be about: somebody with a current post within what one manages today, or with a post then, on the day
// that is asked about.
import { sql } from 'kysely'
import { maskNationalId } from '../../core/national-id.ts'
import { accountState } from '../../store/access.ts'
import { momentOf } from '../../store/as-of.ts'
import { PERSON_KEY, pickedPerson } from '../../store/people.ts'
import { reachedAgencies } from '../../store/scope.ts'
import type { AccountState } from '../../core/facts.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Asking } from './list-search.ts'
import type { SearchSlice } from './slice.ts'

type ThenRow = {
  id: string; key: string; name: string | null; sealed: Buffer; index: Buffer; accountState: AccountState | null
  posts: PickedPerson['posts']
}

/** The person by the posts of the asked day; of the account only what was recorded then. */
async function personThen({ database, seal }: SearchSlice, key: string, asking: Asking): Promise<PickedPerson | null> {
  const { authority, asOf, today } = asking
  const { day, known } = momentOf(asOf)
  const { rows: [row] } = await sql<ThenRow>`
    select i.id::text, i.key, i.national_id_sealed as sealed, i.national_id_index as index, o.posts,
      (select n.name from person_version n where n.person_id = i.id
        order by (n.recorded @> ${known}) desc, n.version limit 1) as name,
      (${accountState(sql`i.id`, asOf)}) as "accountState"
    from person i cross join lateral (
      select json_agg(json_build_object('id', p.id::text, 'agency', p.agency_code, 'agencyName', g.name,
        'agencyNameEn', g.name_en, 'kind', p.kind, 'unit', p.unit, 'title', p.title, 'from', lower(v.valid),
        'to', upper(v.valid) - 1) order by p.kind, p.starts, p.id) as posts
      from post p
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.valid @> ${day} and v.recorded @> ${known}
      join agency_version g on g.agency_code = p.agency_code and g.valid @> ${day} and g.recorded @> ${known}
      where p.person_id = i.id and p.agency_code in (${reachedAgencies(authority, asOf, today)})
    ) o
    where i.key = ${key}::uuid and o.posts is not null`.execute(database.read)
  if (row === undefined) return null
  const { sealed, index, name, accountState: state, ...person } = row
  return {
    ...person, name: name ?? '', accountName: null, accountState: state ?? 'pending',
    nationalIdMasked: maskNationalId(seal.openNationalId({ sealed, index })),
  }
}

/** The person of that key, or null: there is none, or none whom this authority may ask about. One answer for both. */
export async function searchedPerson(slice: SearchSlice, key: string, asking: Asking): Promise<PickedPerson | null> {
  if (!PERSON_KEY.test(key)) return null
  const { authority, today, asOf } = asking
  const now = await pickedPerson(slice.database.read, slice.seal, key, authority, { day: today, known: 'now' })
  return now !== null || asOf.day === today ? now : personThen(slice, key, asking)
}
