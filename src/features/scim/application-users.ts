// The users of an application: whoever has at least one right to it today, each once, at the first of the agencies for which
// they have it. Nobody else is found, counted or told of.
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import { forEntries } from '../../core/claim.ts'
import { standingsOn } from '../../core/standing.ts'
import { countAccessPeople, everyAccess, listAccess } from '../../store/access-list.ts'
import { agencyNames } from '../../store/agency-list.ts'
import { groupId, groupName, groupOf, rightsTo } from './application.ts'
import { ScimFault } from './dialect.ts'
import { mustHave, timesOf } from './filter.ts'
import { about, scimMessages as says } from './messages.ts'
import { MOST_SCANNED } from './list.ts'
import { categoryNames } from './category-names.ts'
import { ECPA, ENTERPRISE, USER } from './schemas.ts'
import { asOf } from '../../core/as-of.ts'
import type { ForEntry } from '../../core/claim.ts'
import type { Reason } from '../../core/reasons.ts'
import type { PersonFacts } from '../../core/facts.ts'
import type { AccessRow } from '../../store/access-list.ts'
import type { Application } from './application.ts'
import type { Resource } from './filter.ts'
import type { Found, Source } from './list.ts'

/** Somebody at the agency where the list has them. */
type Place = { agency: string; person: string }
type Held = { person: string; facts: PersonFacts; reasons: Reason[] }

const MOST_ROUNDS = 5
// After all applications, categories and reasons: these begin with letters.
const AFTER_ALL = '~'

export function applicationUsers(application: Application): Source {
  const { database: { read }, code } = application
  return {
    kind: 'User', name: `users of ${code}`, onRequest: [],
    one: async (id) => (await byId(application, id))[0] ?? null,
    page: (after, size) => page(application, after === null ? null : { agency: after[0]!, person: after[1]! }, size),
    count: () => countAccessPeople(read, rightsTo(application)),
    narrowed: async (filter) => {
      if (timesOf(filter, 'nationalId') > 0) throw new ScimFault('badRequest', about(says.filterAttribute, 'nationalId'), 'invalidFilter')
      const must = mustHave(filter)
      const [id, userName, group, agency] = ['id', 'userName', 'groups.value', `${ECPA}:for.agency`].map((name) => must.get(name))
      // Nobody has what is not kept.
      if (must.has('externalId')) return []
      if (id !== undefined) return byId(application, id)
      if (userName !== undefined) return application.tells.has('profile') ? byAccount(application, userName) : byId(application, userName)
      const at = group === undefined ? agency : groupOf(group)?.agency ?? ''
      if (at === undefined) return null
      const rows = await everyAccess(read, { ...rightsTo(application), agencies: { codes: [at] } })
      const persons = [...new Set(rows.map(({ person }) => person))]
      if (persons.length > MOST_SCANNED) throw new ScimFault('badRequest', says.tooMany, 'tooMany')
      return resourcesOf(application, await heldBy(application, persons))
    },
  }
}

async function byId(application: Application, id: string): Promise<Resource[]> {
  const key = await application.personKeyOf(id, application.code)
  if (key === null) return []
  return byPerson(application, await application.database.read.selectFrom('person').select('id').where('key', '=', key).execute())
}

const byAccount = async (application: Application, name: string): Promise<Resource[]> => byPerson(application,
  await application.database.read.selectFrom('account').select('person_id as id').where('name', '=', name.toLowerCase()).execute())

const byPerson = async (application: Application, found: { id: string }[]): Promise<Resource[]> =>
  resourcesOf(application, await heldBy(application, found.map(({ id }) => id)))

/** What these people have of the application; whoever has nothing, or no active account, is none of its users. */
async function heldBy({ facts, code, today }: Application, persons: readonly string[]): Promise<Held[]> {
  const held = await Promise.all(persons.map(async (person): Promise<Held | null> => {
    const known = await facts.load({ who: { id: person }, application: code, agencies: null }, asOf(today, today))
    const reasons = known === null ? [] : decide(known, { application: code }).flatMap((one) => one.reasons)
    return known === null || reasons.length === 0 ? null : { person, facts: known, reasons }
  }))
  return held.filter((one) => one !== null)
}

const homeOf = ({ reasons }: Held): string => reasons.map(({ agency }) => agency).toSorted()[0]!

async function page(application: Application, after: Place | null, size: number): Promise<{ found: Found[]; more: boolean; end: string[] | null }> {
  const found: Found[] = []
  let [last, more] = [after, size > 0]
  for (let round = 0; more && found.length < size && round < MOST_ROUNDS; round += 1) {
    const wanted = size - found.length
    const places = await nextPlaces(application, last, wanted)
    more = places.length > wanted
    const some = places.slice(0, wanted)
    last = some.at(-1) ?? last
    const held = new Map((await heldBy(application, [...new Set(some.map(({ person }) => person))])).map((one) => [one.person, one]))
    const first = some.filter(({ agency, person }) => held.has(person) && homeOf(held.get(person)!) === agency)
    const resources = await resourcesOf(application, first.map(({ person }) => held.get(person)!))
    found.push(...first.map(({ agency, person }, at) => ({ resource: resources[at]!, at: [agency, person] })))
  }
  return { found, more, end: last === null ? null : [last.agency, last.person] }
}

/** The people after that one in the list, one more than wanted where there are as many. */
async function nextPlaces(application: Application, after: Place | null, wanted: number): Promise<Place[]> {
  const { database: { read } } = application
  const places: Place[] = []
  const beyond = ({ agency, person }: Place) =>
    ({ agency, person, application: AFTER_ALL, category: AFTER_ALL, reason: AFTER_ALL, ordered: '' })
  let cursor = after === null ? undefined : beyond(after)
  const size = wanted + 1
  for (;;) {
    const rows: AccessRow[] = await listAccess(read, rightsTo(application), { size, ...(cursor && { after: cursor }) })
    for (const { agency, person } of rows) {
      const before = places.at(-1)
      if (before?.agency !== agency || before.person !== person) places.push({ agency, person })
    }
    const end = places.at(-1)
    if (rows.length < size || places.length > wanted || end === undefined) return places
    cursor = beyond(end)
  }
}

type Told = { id: string; key: string; account: string | null; name: string | null; email: string | null }

async function resourcesOf(application: Application, held: readonly Held[]): Promise<Resource[]> {
  if (held.length === 0) return []
  const { database: { read }, code, today } = application
  const { rows } = await sql<Told>`
    select p.id, p.key, a.name as account, v.name, case when a.email_confirmed_at is not null then a.email end as email
    from person p join account a on a.person_id = p.id left join person_version v on v.person_id = p.id and upper_inf(v.recorded)
    where p.id = any(${held.map(({ person }) => person)}::bigint[])`.execute(read)
  const told = new Map(rows.map((row) => [row.id, row]))
  const entries = held.map(({ reasons }) => forEntries(reasons))
  const codes = entries.flat().map(({ agency }) => agency)
  const posts = held.map(({ facts }) => mainPost(facts, today))
  const [agencies, categories] = await Promise.all([
    agencyNames(read, [...codes, ...posts.flatMap((post) => post?.agency ?? [])], today), categoryNames(read, code),
  ])
  return Promise.all(held.map((one, at) =>
    resourceOf(application, { one, entries: entries[at]!, post: posts[at] ?? null, told: told.get(one.person)!, agencies, categories })))
}

type MainPost = { agency: string; unit: string; standing: string }

/** Of their posts, that of the standing which is used unless another is chosen. */
function mainPost({ posts }: PersonFacts, today: string): MainPost | null {
  const [first] = standingsOn(posts, today)
  if (first === undefined) return null
  const own = posts.find((post) => post.agency === first.agency)
  return { agency: first.agency, standing: first.standing, unit: own?.unit ?? '' }
}

type Parts = {
  one: Held; entries: ForEntry[]; post: MainPost | null; told: Told; agencies: ReadonlyMap<string, string>; categories: ReadonlyMap<string, string>
}

async function resourceOf({ tells, subOf, code }: Application, { entries, post, told, agencies, categories }: Parts): Promise<Resource> {
  const id = await subOf(told.key, code)
  const profile = tells.has('profile') && told.name !== null ? { name: { formatted: told.name }, displayName: told.name } : {}
  const groups = entries.flatMap(({ agency, categories: own }) => own.map((category) => ({ agency, category })))
  const ids = new Map(groups.map(({ agency, category }) =>
    [groupId(category, agency), groupName(categories.get(category) ?? category, agencies.get(agency) ?? agency)]))
  return {
    schemas: tells.has('ecpa') ? [USER, ENTERPRISE, ECPA] : [USER], id, userName: tells.has('profile') ? told.account ?? id : id, ...profile, active: true,
    ...(tells.has('email') && told.email !== null ? { emails: [{ value: told.email, type: 'work', primary: true }] } : {}),
    groups: [...ids].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([value, display]) => ({ value, display })),
    ...(tells.has('ecpa') ? {
      ...(post === null ? {} : { [ENTERPRISE]: { organization: agencies.get(post.agency) ?? post.agency, ...(post.unit === '' ? {} : { department: post.unit }) } }),
      [ECPA]: { ...(post === null ? {} : { agency: post.agency, standing: post.standing }), for: entries },
    } : {}),
  }
}
