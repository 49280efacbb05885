// The groups of an application: a category for an agency, where somebody has it today.
import { countAccessCategories, everyAccess, listAccessCategories } from '../../store/access-list.ts'
import { agencyNames } from '../../store/agency-list.ts'
import { groupId, groupName, groupOf, rightsTo } from './application.ts'
import { mustHave } from './filter.ts'
import { categoryNames } from './category-names.ts'
import { GROUP } from './schemas.ts'
import { sql } from 'kysely'
import type { AccessCategory } from '../../store/access-list.ts'
import type { Application } from './application.ts'
import type { Filter, Resource } from './filter.ts'
import type { Source } from './list.ts'

export function applicationGroups(application: Application, withMembers: boolean): Source {
  const { database: { read }, code } = application
  return {
    kind: 'Group', name: `groups of ${code}`, onRequest: ['members'],
    one: async (id) => {
      const group = groupOf(id)
      if (group === null) return null
      const members = await membersOf(application, group)
      return members.length === 0 ? null : (await named(application, [{ ...group, members }]))[0]!
    },
    page: async (after, size) => {
      const groups = await listAccessCategories(read, rightsTo(application), {
        after: after === null ? null : { agency: after[0]!, category: after[1]! }, size: size + 1,
      })
      const some = groups.slice(0, size)
      const resources = await resourcesOf(application, some, withMembers)
      const found = some.map(({ agency, category }, at) => ({ resource: resources[at]!, at: [agency, category] }))
      return { found, more: groups.length > size, end: found.at(-1)?.at ?? after }
    },
    count: () => countAccessCategories(read, rightsTo(application)),
    narrowed: (filter) => narrowed(application, filter),
  }
}

/** By its id, or whose groups: nobody's list of members has to be made for it. */
async function narrowed(application: Application, filter: Filter): Promise<Resource[] | null> {
  const must = mustHave(filter)
  const id = must.get('id')
  if (id === undefined) return null
  const group = groupOf(id)
  const members = group === null ? [] : await membersOf(application, group)
  return members.length === 0 ? [] : named(application, [{ ...group!, members }])
}

async function resourcesOf(application: Application, groups: readonly AccessCategory[], withMembers: boolean): Promise<Resource[]> {
  if (!withMembers) return named(application, groups)
  const all = []
  for (const group of groups) all.push({ ...group, members: await membersOf(application, group) })
  return named(application, all)
}

type Member = { value: string; display?: string }

async function named(application: Application, groups: readonly (AccessCategory & { members?: Member[] })[]): Promise<Resource[]> {
  const { database: { read }, code, today } = application
  const [agencies, categories] = await Promise.all([
    agencyNames(read, groups.map(({ agency }) => agency), today), categoryNames(read, code),
  ])
  return groups.map(({ agency, category, members }) => ({
    schemas: [GROUP], id: groupId(category, agency),
    displayName: groupName(categories.get(category) ?? category, agencies.get(agency) ?? agency), ...(members === undefined ? {} : { members }),
  }))
}

async function membersOf(application: Application, { agency, category }: AccessCategory): Promise<Member[]> {
  const { database: { read }, subOf, code, tells } = application
  const rows = await everyAccess(read, { ...rightsTo(application), category, agencies: { codes: [agency] } })
  const persons = [...new Set(rows.map(({ person }) => person))]
  if (persons.length === 0) return []
  const { rows: people } = await sql<{ key: string; name: string | null }>`
    select p.key, v.name from person p left join person_version v on v.person_id = p.id and upper_inf(v.recorded)
    where p.id = any(${persons}::bigint[]) order by p.id`.execute(read)
  return Promise.all(people.map(async ({ key, name }) =>
    ({ value: await subOf(key, code), ...(tells.has('profile') && name !== null ? { display: name } : {}) })))
}
