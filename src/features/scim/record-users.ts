// What the personnel system reads: everybody of the record, with the posts that are not over. A national ID or a birth date is
// taken from it and never given.
import { sql } from 'kysely'
import { agencyNames } from '../../store/agency-list.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { UUID } from '../../core/uuid.ts'
import { ScimFault } from './dialect.ts'
import { mustHave, timesOf } from './filter.ts'
import { scimMessages as says } from './messages.ts'
import { ECPA, ENTERPRISE, USER } from './schemas.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Resource } from './filter.ts'
import type { Source } from './list.ts'
import type { RawBuilder } from 'kysely'

/** A post as the personnel feed has it, by the names that SCIM has for its columns. */
export type RecordPost = {
  agency: string; unit: string; title: string; kind: string; staffCategory: string; supervisorLevel: string; rank: string; jobSeries: string
  nature: string; section: string; from: Day; to: Day | null
}
export type RecordPerson = { id: string; key: string; name: string; birthDate: Day; email: string | null; posts: RecordPost[] }

export type PersonnelRecord = { read: Reader; seal: Pick<Seal, 'indexNationalId'>; today: Day }

export function recordUsers(record: PersonnelRecord): Source {
  const { read, seal } = record
  const byKey = (key: string) => UUID.test(key) ? people(record, sql`p.key = ${key}`) : Promise.resolve([])
  return {
    kind: 'User', name: 'the record', onRequest: [],
    one: async (id) => (await resourcesOf(record, await byKey(id)))[0] ?? null,
    page: async (after, size) => {
      const found = await people(record, sql`p.id > ${after?.[0] ?? '0'}`, size + 1)
      const some = found.slice(0, size)
      const resources = await resourcesOf(record, some)
      return { found: some.map(({ id }, at) => ({ resource: resources[at]!, at: [id] })), more: found.length > size, end: some.length === 0 ? after : [some.at(-1)!.id] }
    },
    count: async () => Number((await read.selectFrom('person').select(({ fn }) => fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n),
    narrowed: async (filter) => {
      const must = mustHave(filter)
      const [id, nationalId] = [must.get('id') ?? must.get('userName'), must.get(`${ECPA}:nationalId`)]
      if (timesOf(filter, 'nationalId') > (nationalId === undefined ? 0 : 1)) throw new ScimFault('badRequest', says.filter, 'invalidFilter')
      if (must.has('externalId')) return []
      if (nationalId !== undefined) {
        return checkNationalId(nationalId).ok ? resourcesOf(record, await people(record, sql`p.national_id_index = ${seal.indexNationalId(nationalId)}`)) : []
      }
      return id === undefined ? null : resourcesOf(record, await byKey(id))
    },
  }
}

/** Those of the record, in the order of their numbers. */
export async function people({ read, today }: PersonnelRecord, which: RawBuilder<unknown>, most = 1): Promise<RecordPerson[]> {
  const { rows } = await sql<RecordPerson>`
    select p.id, p.key, n.name, n.birth_date as "birthDate", n.email, coalesce((
      select jsonb_agg(jsonb_build_object('agency', o.agency_code, 'unit', o.unit, 'title', o.title, 'kind', o.kind,
        'staffCategory', v.staff_category, 'supervisorLevel', v.supervisor_level, 'rank', v.rank, 'jobSeries', v.job_series,
        'nature', v.nature, 'section', v.section, 'from', o.starts, 'to', upper(v.valid) - 1)
        order by o.kind, o.starts, o.agency_code, o.unit, o.title)
      from post o join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded)
      where o.person_id = p.id and (upper_inf(v.valid) or upper(v.valid) > ${today}::date)), '[]') as posts
    from person p join person_version n on n.person_id = p.id and upper_inf(n.recorded)
    where ${which} order by p.id limit ${sql.lit(most)}`.execute(read)
  return rows
}

/** As resources, without what is blank. */
export async function resourcesOf({ read, today }: PersonnelRecord, persons: readonly RecordPerson[]): Promise<Resource[]> {
  const names = await agencyNames(read, persons.flatMap(({ posts }) => posts.map(({ agency }) => agency)), today)
  return persons.map(({ key, name, email, posts }) => {
    const main = posts.find(({ kind }) => kind === 'appointment') ?? posts[0]
    return {
      schemas: [USER, ENTERPRISE, ECPA], id: key, userName: key, name: { formatted: name }, displayName: name, active: posts.length > 0,
      ...(email === null ? {} : { emails: [{ value: email, type: 'work', primary: true }] }),
      ...(main === undefined ? {} : {
        [ENTERPRISE]: { organization: names.get(main.agency) ?? main.agency, ...(main.unit === '' ? {} : { department: main.unit }) },
      }),
      [ECPA]: { posts: posts.map((post) => Object.fromEntries(Object.entries(post).filter(([, value]) => value !== '' && value !== null))) },
    }
  })
}
