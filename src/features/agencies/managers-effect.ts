/** Who comes to manage agencies, and who no longer does, when the tree or its personnel offices become others (R-SCP-1, 2). */
import { sql } from 'kysely'
import { managersOf, mayManage } from '../../core/scope.ts'
import type { AgencyTree } from '../../core/agency-tree.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { AgencyCode } from '../../core/standing.ts'
import { momentOf } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { standingOfPost } from '../../store/standing.ts'

/** `agencies`: how many are concerned. `gaining` and `losing`: the agencies whose managers do, and how many people those are. */
export type ManagersEffect = {
  agencies: number
  gaining: { agencies: AgencyCode[]; people: number }
  losing: { agencies: AgencyCode[]; people: number }
}

/** Those who manage something for one of these agencies on the day: as its 人事主管, or by its delegation. */
export async function managersAt(db: Reader, agencies: readonly AgencyCode[], asOf: AsOf): Promise<string[]> {
  const { day, known } = momentOf(asOf)
  const codes = sql`any(${[...agencies]}::text[])`
  const { rows } = await sql<{ person: string }>`
    select p.person_id as person from post p
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.valid @> ${day} and v.recorded @> ${known}
    where p.agency_code = ${codes} and ${standingOfPost('p', 'v')} = 'hrSupervisor'
    union
    select d.person_id from delegation d
    where d.agency_code = ${codes} and d.state = 'active' and d.valid @> ${day} and d.recorded @> ${known}
    order by 1`.execute(db)
  return rows.map(({ person }) => person)
}

/** Holds one tree against the other, for these agencies. Both have to hold the lines and offices of all of them. */
export async function managersEffect(
  db: Reader, codes: readonly AgencyCode[], { before, after }: { before: AgencyTree; after: AgencyTree }, asOf: AsOf,
): Promise<ManagersEffect> {
  const [gaining, losing] = [new Set<AgencyCode>(), new Set<AgencyCode>()]
  for (const code of codes) {
    const [had, has] = [new Set(managersOf(code, before)), new Set(managersOf(code, after))]
    for (const manager of has.difference(had)) gaining.add(manager)
    for (const manager of had.difference(has)) losing.add(manager)
  }
  const people = { gaining: 0, losing: 0 }
  for (const person of await managersAt(db, [...gaining, ...losing], asOf)) {
    const authority = await loadAuthority(db, person, asOf)
    const changes = codes.map((code) => [mayManage(authority, code, before), mayManage(authority, code, after)])
    if (changes.some(([had, has]) => !had && has)) people.gaining += 1
    if (changes.some(([had, has]) => had && !has)) people.losing += 1
  }
  return {
    agencies: codes.length,
    gaining: { agencies: [...gaining].toSorted(), people: people.gaining },
    losing: { agencies: [...losing].toSorted(), people: people.losing },
  }
}
