/** What the pages of the catalogue show, beside its rows. */
import { sql } from 'kysely'
import { foldedText } from '../../core/search-text.ts'
import type { Day } from '../../core/days.ts'
import type { Standing } from '../../core/standing.ts'
import { loadOutages } from '../../store/outages.ts'
import type { Outage } from '../../store/outages.ts'
import type { Database, Reader } from '../../store/database.ts'
import { readRegistrations } from '../oidc/clients.ts'
import type { Registration } from '../oidc/registration.ts'
import { loadState } from './catalogue-change.ts'
import { loadCatalogue } from './catalogue-rows.ts'
import type { ApplicationFields, CategoryFields } from './catalogue-rows.ts'

export type ListFilter = 'all' | 'out' | 'notGrantable' | 'certificate' | 'test'

/** One line of the list. `groups`: who has a category of it by birth, the widest first. */
export type ListedApplication = {
  code: string; fields: ApplicationFields; position: number; groups: Standing[]; categories: number; outage: Outage | null
}

const FILTERS: Record<ListFilter, (fields: ApplicationFields) => boolean> = {
  all: () => true,
  out: ({ inService }) => !inService,
  notGrantable: ({ grantable }) => !grantable,
  certificate: ({ requiresCertificate }) => requiresCertificate,
  test: ({ test }) => test,
}
const ORDER: readonly Standing[] = ['employee', 'hr', 'hrSupervisor']

export type ListSort = 'position' | 'code' | 'name' | 'heading'
const SORTS: Record<ListSort, (one: ListedApplication) => string> = {
  position: ({ position, code }) => `${String(position).padStart(6, '0')} ${code}`,
  code: ({ code }) => code.toLowerCase(),
  name: ({ fields }) => fields.name,
  heading: ({ fields }) => fields.category,
}

/** The applications that fit, and how many there are in all and out of service. The catalogue is small: some forty rows. */
export async function listApplications(
  db: Reader, today: Day, { search, filter, sort }: { search: string; filter: ListFilter; sort: ListSort },
): Promise<{ applications: ListedApplication[]; total: number; outOfService: number }> {
  const { applications, categories } = await loadCatalogue(db)
  const outages = new Map((await loadOutages(db, today)).map((one) => [one.application, one]))
  const byApplication = Map.groupBy(categories, ([key]) => key.slice(0, key.indexOf(' ')))
  const all = [...applications].map(([code, { fields, position }]): ListedApplication => {
    const own = (byApplication.get(code) ?? []).map(([, { fields: { derivedGroup } }]) => derivedGroup)
    return {
      code, fields, position, groups: ORDER.filter((group) => own.includes(group)), categories: own.length,
      outage: outages.get(code) ?? null,
    }
  })
  const text = foldedText(search)
  const found = all.filter(({ code, fields }) => FILTERS[filter](fields)
    && foldedText(`${code} ${fields.name}\n${fields.category}`).includes(text))
  const key = SORTS[sort]
  return {
    applications: found.toSorted((a, b) => key(a).localeCompare(key(b), 'zh-Hant-TW')),
    total: all.length,
    outOfService: all.filter(({ fields }) => !fields.inService).length,
  }
}

export type ShownCategory = { code: string; version: number; fields: CategoryFields; grants: number }

/** One application with all that its page tells; `agencyRootName` is the name of the agency today. */
export type ShownApplication = {
  code: string; version: number; position: number; fields: ApplicationFields; agencyRootName: string | null
  categories: ShownCategory[]; duties: number; outages: Outage[]; clients: Registration[]
}

/** The application of that code, or null. */
export async function showApplication(
  { read }: Pick<Database, 'read'>, code: string, today: Day,
): Promise<ShownApplication | null> {
  const { application, categories } = await loadState(read, code)
  if (application === null) return null
  const [grants, duties, outages, clients, rootName] = await Promise.all([
    countGrants(read, code, today), countDuties(read, code, today),
    loadOutages(read, today, { application: code, coming: true }), readRegistrations({ read }),
    agencyName(read, application.fields.agencyRoot, today),
  ])
  return {
    code, ...application, agencyRootName: rootName,
    categories: [...categories].map(([own, { version, fields }]) => ({ code: own, version, fields, grants: grants.get(own) ?? 0 })),
    duties, outages, clients: clients.filter((client) => client.application === code),
  }
}

async function countGrants(db: Reader, code: string, today: Day): Promise<Map<string, number>> {
  const { rows } = await sql<{ category: string; count: number }>`
    select category_code as category, count(*)::int as count from permission_grant
    where application_code = ${code} and upper_inf(recorded) and state = 'active' and valid @> ${today}::date
    group by 1`.execute(db)
  return new Map(rows.map(({ category, count }) => [category, count]))
}

async function countDuties(db: Reader, code: string, today: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from concurrent_duty
    where application_code = ${code} and upper_inf(recorded) and state = 'active' and valid @> ${today}::date`.execute(db)
  return rows[0]!.count
}

/** What the agency is called today, or null. */
export async function agencyName(db: Reader, code: string | null, today: Day): Promise<string | null> {
  if (code === null) return null
  const { rows } = await sql<{ name: string }>`select name from agency_version
    where agency_code = ${code} and upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  return rows[0]?.name ?? null
}
