// What turns rows of the list (access-list.ts) into something people can read: who it is, and the reason with its names.
import { sql } from 'kysely'
import { standingOfPost } from '../core/standing.ts'
import { momentOf } from './as-of.ts'
import type { Naming, ToldGround } from '../core/access-messages.ts'
import type { AgencyNode } from '../core/agency-tree.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Application } from '../core/catalogue.ts'
import type { Receiver } from '../core/facts.ts'
import type { Ground } from '../core/reasons.ts'
import type { Post } from '../core/standing.ts'
import type { AccessRow } from './access-list.ts'
import type { Reader } from './database.ts'
import type { SealedId } from './seal.ts'

/** A person of a list: the opaque key, the name as it was known, the national ID still sealed. */
export type Listed = { key: string; name: string; nationalId: SealedId }

/** A row with the person and the ground of its reason; `naming` of the whole page says the names in it. */
export type ToldRow = { row: AccessRow; person: Listed; ground: ToldGround }

type NamesRow = {
  people: { id: string; key: string; name: string | null; sealed: string; index: string }[]
  posts: (Post & { person: string })[]
  grants: { id: string; person: boolean; standing: Extract<Receiver, { to: 'standing' }>['standing'] | null
    group: string | null; name: string | null }[]
  agencies: AgencyNode[]
}

const present = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value) => value !== null))]

/** What a row names: a person with one of their posts, the agency it is about, and perhaps a duty's and a grant. */
type NamedRow = Pick<AccessRow, 'agency' | 'person' | 'post' | 'acting' | 'grant'>

async function loadNames(db: Reader, rows: readonly NamedRow[], asOf: AsOf): Promise<NamesRow> {
  const { day, known } = momentOf(asOf)
  const posts = [...new Map(rows.map(({ person, post }) => [post, { person, post }])).values()]
  const codes = present(rows.flatMap(({ agency, acting }) => [agency, acting]))
  const answer = await sql<NamesRow>`
    with held as materialized (
      select p.id, p.person_id, p.agency_code, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature, v.valid
      from unnest(${posts.map(({ person }) => person)}::bigint[], ${posts.map(({ post }) => post)}::bigint[]) a (person, post)
      join post p on p.person_id = a.person and p.id = a.post
      join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.recorded @> ${known}
    )
    select
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'key', p.key, 'name', n.name,
          'sealed', encode(p.national_id_sealed, 'hex'), 'index', encode(p.national_id_index, 'hex'))), '[]')
        from person p left join lateral (
          select v.name from person_version v where v.person_id = p.id order by (v.recorded @> ${known}) desc, v.version limit 1
        ) n on true
        where p.id = any(${present(rows.map(({ person }) => person))}::bigint[])) as people,
      (select coalesce(json_agg(json_build_object('id', id::text, 'person', person_id::text, 'agency', agency_code,
          'kind', kind, 'unit', unit, 'title', title, 'staffCategory', staff_category,
          'supervisorLevel', supervisor_level, 'nature', nature, 'from', lower(valid), 'to', upper(valid) - 1)), '[]')
        from held) as posts,
      -- The parties of a grant never change, so its first version tells them.
      (select coalesce(json_agg(json_build_object('id', g.id, 'person', g.person_id is not null,
          'standing', g.derived_group, 'group', g.group_code, 'name', o.name)), '[]')
        from permission_grant g left join permission_group o on o.code = g.group_code
        where g.id = any(${present(rows.map(({ grant }) => grant))}::uuid[]) and g.version = 1) as grants,
      (select coalesce(json_agg(json_build_object('code', a.code, 'name', v.name, 'nameEn', v.name_en, 'superior', null,
          'superiorMissing', false, 'live', true)), '[]')
        from (select unnest(${codes}::text[]) as code union select agency_code from held) a cross join lateral (
          select v.name, v.name_en from agency_version v
          where v.agency_code = a.code and v.recorded @> ${known} order by (v.valid @> ${day}) desc, v.valid desc limit 1
        ) v) as agencies`.execute(db)
  return answer.rows[0]!
}

const peopleOf = ({ people }: NamesRow): Map<string, Listed> => new Map(people.map(({ id, key, name, sealed, index }) =>
  [id, { key, name: name ?? '', nationalId: { sealed: Buffer.from(sealed, 'hex'), index: Buffer.from(index, 'hex') } }]))

const namingOf = ({ agencies }: NamesRow, catalogue: readonly Application[]): Naming =>
  ({ tree: { agencies: new Map(agencies.map((one) => [one.code, one])), offices: [] }, catalogue })

function groundOf(row: AccessRow, post: Post, names: NamesRow, catalogue: readonly Application[]): Ground {
  const held = standingOfPost(post)
  if (row.grant === null) {
    const category = catalogue.find(({ code }) => code === row.application)?.categories.find(({ code }) => code === row.category)
    if (held === null) throw new TypeError('what comes by birth comes from a standing')
    return { by: 'birthright', needed: category?.derivedGroup ?? held.standing, held }
  }
  const grant = names.grants.find(({ id }) => id === row.grant)
  if (grant === undefined) throw new TypeError('a grant without its first version')
  const by = { by: 'grant' as const, grant: row.grant }
  if (grant.standing !== null) {
    if (held === null) throw new TypeError('what a standing is granted comes from a standing')
    return { ...by, receiver: { to: 'standing', standing: grant.standing }, held }
  }
  if (grant.group === null) return { ...by, receiver: { to: 'person', post: post.id }, post }
  const receiver = { to: 'group' as const, group: grant.group, name: grant.name ?? grant.group }
  return { ...by, receiver, membership: row.membership ?? '', post }
}

/**
 * The rows of a page (or of a batch of an export) with their people and the grounds of their reasons, by one further
 * statement; and the names that sentences about them need. `catalogue`: as it was known (`loadCatalogue`).
 */
export async function tellRows(
  db: Reader, rows: readonly AccessRow[], asOf: AsOf, catalogue: readonly Application[],
): Promise<{ told: ToldRow[]; naming: Naming }> {
  if (rows.length === 0) return { told: [], naming: { tree: { agencies: new Map(), offices: [] }, catalogue } }
  const names = await loadNames(db, rows, asOf)
  const people = peopleOf(names)
  const posts = new Map(names.posts.map((post) => [post.id, post]))
  const told = rows.map((row): ToldRow => {
    const own = groundOf(row, posts.get(row.post)!, names, catalogue)
    const ground: ToldGround = row.duty === null || row.acting === null
      ? own : { by: 'duty', duty: row.duty, acting: row.acting, underlying: own }
    return { row, person: people.get(row.person)!, ground }
  })
  return { told, naming: namingOf(names, catalogue) }
}

/** The same for people listed with a post of theirs: members of a group. */
export async function tellPosts<R extends Pick<AccessRow, 'agency' | 'person' | 'post'>>(
  db: Reader, rows: readonly R[], asOf: AsOf,
): Promise<{ told: { row: R; person: Listed; post: Post }[]; naming: Naming }> {
  const names = await loadNames(db, rows.map((row) => ({ ...row, acting: null, grant: null })), asOf)
  const [people, posts] = [peopleOf(names), new Map(names.posts.map((post) => [post.id, post]))]
  return {
    told: rows.map((row) => ({ row, person: people.get(row.person)!, post: posts.get(row.post)! })),
    naming: namingOf(names, []),
  }
}
