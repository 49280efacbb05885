// Small governments for the property tests of the law: every odd thing that the tables can hold, in a few rows each, with
// several recorded versions. Rows are those of the tables, column for column, so that the oracle reads the same.
import fc from 'fast-check'
import { sql } from 'kysely'
import { addDays, startOfDayInTaipei } from '../../src/core/days.ts'
import type { Kysely } from 'kysely'
import type { Day } from '../../src/core/days.ts'
import type { Tables } from '../../src/store/tables.ts'

export type Row = Record<string, string | number | boolean | null>
export type Government = Record<TableName, Row[]>
export const TODAY: Day = '2026-03-06'
/** The days that are asked about: past ones, today, and days to come. */
export const ASKED: Day[] = ['2026-03-02', '2026-03-04', '2026-03-05', TODAY, '2026-03-07', '2026-03-09']

/** The tables that the law reads. */
export const TABLES = [
  'agency', 'agency_version', 'personnel_office', 'person', 'post', 'post_version', 'account', 'account_state_version',
  'central_role', 'application', 'application_version', 'category', 'category_version', 'permission_group',
  'group_member', 'permission_grant', 'concurrent_duty', 'delegation',
] as const
type TableName = (typeof TABLES)[number]

export type Draw = {
  one<T>(values: readonly T[]): T
  odds(outOf10: number): boolean
  upTo(most: number): number
}

const NOBODY_EVENT = 1

/** Days as the range type writes them, half open; null is unbounded. */
const range = (from: Day | null, to: Day | null): string => `[${from ?? ''},${to === null ? '' : addDays(to, 1)})`
const uuid = (kind: number, n: number): string =>
  `00000000-0000-4000-${String(8000 + kind)}-${String(n).padStart(12, '0')}`
const agencyCode = (n: number): string => `A0000000${String(n).padStart(2, '0')}`

// Without bias towards small numbers, which here mean nothing small.
const anyUpTo = (most: number): fc.Arbitrary<number> => fc.noBias(fc.nat({ max: most }))

export function drawer(g: fc.GeneratorValue): Draw {
  const number = (most: number): number => g(anyUpTo, most)
  return { upTo: number, one: (values) => values[number(values.length - 1)]!, odds: (outOf10) => number(9) < outOf10 }
}

/** A period somewhere around the asked days: most are in force today, some over, some to come, some a single day. */
export function period(draw: Draw): { from: Day; to: Day | null } {
  const from = addDays('2026-03-01', draw.odds(7) ? 0 : draw.upTo(8))
  return { from, to: draw.odds(6) ? null : addDays(from, draw.upTo(7)) }
}

/** The instants at which versions were recorded: within a day, and to the millisecond around its end in Taipei. */
function instants(draw: Draw, count: number): string[] {
  const moments = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].flatMap((day) => {
    const start = startOfDayInTaipei(day).getTime()
    return [start - 1, start, start + 43_200_000]
  })
  const chosen = new Set<number>([draw.odds(8) ? startOfDayInTaipei('2026-02-01').getTime() : draw.one(moments)])
  for (let n = 1; n < count; n += 1) chosen.add(draw.one(moments))
  return [...chosen].toSorted((a, b) => a - b).map((at) => new Date(at).toISOString())
}

/** Versions of one thing, each closed by the next; the last one sometimes closed too. `say` gives a version's columns. */
function versions(draw: Draw, most: number, say: (version: number) => Row): Row[] {
  const times = instants(draw, 1 + draw.upTo(most - 1))
  const end = times.length > 1 && draw.odds(1) ? times.pop()! : ''
  return times.map((time, n) => ({ ...say(n + 1), version: n + 1, recorded: `[${time},${times[n + 1] ?? end})` }))
}

function agencies(draw: Draw): Pick<Government, 'agency' | 'agency_version' | 'personnel_office'> {
  const codes = Array.from({ length: 6 }, (_, n) => agencyCode(n))
  const superior = (n: number): Row => {
    const kind = n === 0 ? 0 : draw.upTo(9)
    if (kind === 0) return { superior_code: null, superior_missing: null }
    if (kind === 1) return { superior_code: null, superior_missing: 'A99999999A' }
    return { superior_code: codes[draw.upTo(n - 1)]!, superior_missing: null }
  }
  let id = 0
  const described = codes.flatMap((code, n): Row[] => {
    const move = draw.odds(2) ? addDays('2026-03-02', draw.upTo(7)) : null
    const end = draw.odds(1) ? addDays('2026-03-03', draw.upTo(6)) : null
    const lives = move !== null && (end === null || move <= end)
      ? [range(null, addDays(move, -1)), range(move, end)] : [range(null, end)]
    return lives.flatMap((valid) => versions(draw, 2, () => ({ ...superior(n), agency_code: code, valid }))
      .map(({ version: _, ...row }) => ({ ...row, id: id += 1, name: `機關${n}` })))
  })
  const offices = Array.from({ length: 3 }, (_, n) => {
    const [office, agency] = [draw.one(codes), draw.one(codes)]
    if (office === agency) return []
    return versions(draw, 2, () => ({
      id: uuid(1, n), office_code: office, agency_code: agency, valid: rangeOf(period(draw)), state: stateOf(draw),
    }))
  }).flat()
  return {
    agency: codes.map((code) => ({ code })), agency_version: described,
    personnel_office: once(offices, ['office_code', 'agency_code']),
  }
}

export const rangeOf = ({ from, to }: { from: Day; to: Day | null }): string => range(from, to)
const stateOf = (draw: Draw): string => (draw.odds(8) ? 'active' : draw.one(['suspended', 'ended']))

/** Drops what says the same of the same parties a second time: the database forbids it to overlap. */
function once(rows: Row[], parties: string[]): Row[] {
  const owner = new Map<string, unknown>()
  return rows.filter((row) => {
    const key = parties.map((column) => row[column]).join(' ')
    if (!owner.has(key)) owner.set(key, row.id)
    return owner.get(key) === row.id
  })
}

function people(draw: Draw, codes: string[]) {
  const ids = Array.from({ length: 6 }, (_, n) => n + 1)
  const posts = ids.flatMap((person) => Array.from({ length: 1 + draw.upTo(2) }, (_, n): Row => ({
    id: person * 10 + n, person_id: person, agency_code: draw.one(codes),
    kind: draw.one(['appointment', 'appointment', 'concurrent']), unit: draw.one(['秘書室', '人事室', '']),
    title: `科員${n}`, starts: '2020-01-01',
  })))
  const said = posts.flatMap((post) => versions(draw, 3, () => ({
    person_id: post.person_id!, post_id: post.id!, staff_category: draw.one(['08', '01', '']),
    supervisor_level: draw.one(['', '', '\u3000', '3']), nature: draw.one(['5', '5', '1', '']),
    valid: rangeOf(period(draw)),
  })))
  const states = ids.flatMap((person) => (draw.odds(1) ? [] : versions(draw, 2, () => ({
    person_id: person, state: draw.odds(8) ? 'active' : draw.one(['pending', 'disabled']),
  }))).map(({ version: _, ...row }) => row))
  const open = states.filter((row) => String(row.recorded).endsWith(',)'))
  const roles = ids.filter(() => draw.odds(2)).flatMap((person) => versions(draw, 2, () => ({
    id: uuid(2, person), person_id: person, role: draw.one(['central', 'central', 'auditor']),
    valid: rangeOf(period(draw)), state: stateOf(draw),
  })))
  return {
    person: ids.map((id) => ({ id })), post: posts, post_version: said, central_role: roles,
    account: open.map((row) => ({ person_id: row.person_id!, state: row.state! })),
    // An account never ceases to be: what was closed last stays open.
    account_state_version: states.filter((row) => open.some((one) => one.person_id === row.person_id)),
  }
}

function catalogue(draw: Draw, codes: string[]) {
  const applications = ['A4', 'A7', 'E1']
  const categories = applications.flatMap((application) =>
    ['backoffice', 'use'].slice(draw.upTo(1)).map((code): Row => ({ application_code: application, code })))
  return {
    application: applications.map((code) => ({ code })),
    application_version: applications.flatMap((code) => versions(draw, 2, () => ({
      application_code: code, grantable: draw.odds(8), duty_allowed: draw.odds(9), in_service: draw.odds(9),
      agency_root: draw.odds(2) ? draw.one(codes) : null, open_to_agency_card: draw.odds(5),
    }))),
    category: categories,
    category_version: categories.flatMap(({ application_code, code }) => versions(draw, 2, () => ({
      application_code: application_code!, category_code: code!,
      derived_group: draw.one([null, null, 'employee', 'hr', 'hrSupervisor']),
      hand_out: draw.one(['manager', 'manager', 'central', 'nobody']),
    }))),
  }
}

function decisions(draw: Draw, codes: string[], posts: Row[], categories: Row[]) {
  const groups = ['g1', 'g2']
  const dated = () => ({ valid: rangeOf(period(draw)), state: stateOf(draw) })
  const received = posts.length === 0 ? [] : Array.from({ length: 5 }, (_, n) => {
    const post = draw.one(posts)
    return versions(draw, 2, () => ({
      id: uuid(3, n), group_code: groups[n % 2]!, person_id: post.person_id!, post_id: post.id!, ...dated(),
    }))
  }).flat()
  const granted = Array.from({ length: 24 }, (_, n) => {
    const category = draw.one(categories)
    const near = posts.length > 0 ? draw.one(posts) : null
    const post = draw.odds(5) ? near : null
    const group = post === null && draw.odds(5) ? draw.one(groups) : null
    const derived = post === null && group === null ? draw.one(['employee', 'hr', 'hrSupervisor']) : null
    const parties = {
      application_code: category.application_code!, category_code: category.code!,
      agency_code: near !== null && draw.odds(6) ? near.agency_code! : draw.one(codes),
      person_id: post?.person_id ?? null, post_id: post?.id ?? null, group_code: group, derived_group: derived,
    }
    const grantedState = (version: number) => (version === 1 && draw.odds(2) ? { state: 'proposed' } : {})
    return versions(draw, 2, (version) => ({ id: uuid(4, n), ...parties, ...dated(), ...grantedState(version) }))
  }).flat()
  const served = Array.from({ length: 12 }, (_, n) => {
    const acting = posts.length > 0 ? draw.one(posts).agency_code! : codes[0]!
    const [other, application] = [draw.one(codes), draw.one(categories).application_code!]
    if (acting === other) return []
    return versions(draw, 2, () => ({
      id: uuid(5, n), application_code: application, acting_code: acting, served_code: other, ...dated(),
    }))
  }).flat()
  return {
    permission_group: groups.map((code) => ({ code, name: `群組${code}`, agency_code: codes[0]! })),
    group_member: once(received, ['person_id', 'group_code']),
    permission_grant: once(granted, [
      'application_code', 'category_code', 'agency_code', 'person_id', 'group_code', 'derived_group']),
    concurrent_duty: once(served, ['application_code', 'acting_code', 'served_code']),
    delegation: once(delegations(draw, codes, posts, dated), ['person_id', 'agency_code']),
  }
}

function delegations(draw: Draw, codes: string[], posts: Row[], dated: () => Row): Row[] {
  if (posts.length === 0) return []
  return Array.from({ length: 6 }, (_, n) => {
    const [post, giver] = [draw.one(posts), draw.one(posts)]
    const byCard = giver.person_id === post.person_id || draw.odds(3)
    const parties = {
      agency_code: draw.one(codes), scope_code: draw.odds(4) ? draw.one(codes) : null, person_id: post.person_id!,
      given_by: byCard ? null : giver.person_id!, giver_post: byCard ? null : giver.id!, by_card: byCard,
    }
    return versions(draw, 2, () => ({ id: uuid(6, n), ...parties, post_id: post.id!, ...dated() }))
  }).flat()
}

/** An arbitrary government. */
export const government: fc.Arbitrary<Government> = fc.gen().map((g): Government => {
  const draw = drawer(g)
  const tree = agencies(draw)
  const codes = tree.agency.map((row) => String(row.code))
  const nation = people(draw, codes)
  const offered = catalogue(draw, codes)
  return { ...tree, ...nation, ...offered, ...decisions(draw, codes, nation.post, offered.category) }
})

/** Tables whose rows name no event. */
const NAMELESS: ReadonlySet<TableName> = new Set(['agency', 'person', 'post', 'account', 'application', 'category', 'permission_group'])

/** Columns that the law does not read and the tables demand. */
const FILLING: Partial<Record<TableName, (row: Row) => Row>> = {
  person: ({ id }) => ({
    key: uuid(7, Number(id)), national_id_sealed: '\\x00', national_id_index: `\\x${String(id).padStart(64, '0')}` }),
  account: ({ person_id, state }) => ({ name: state === 'pending' ? null : `p${String(person_id).padStart(6, '0')}` }),
  post_version: () => ({ rank: '', job_series: '', section: '' }),
  central_role: () => ({ reason: '測試' }),
  application_version: ({ application_code }) => ({
    name: application_code!, heading: 'A.', description: '', requires_certificate: false, passkey_allowed: false,
    second_manager: false, test: false, position: 0, remark: '' }),
  category_version: () => ({ name: '使用', name_en: 'Use' }),
  // Whoever proposes a grant stands with it, and is not its receiver.
  permission_grant: ({ state, person_id }) =>
    ({ reason: '測試', given_by: state !== 'proposed' ? null : person_id === 1 ? 2 : 1 }),
  concurrent_duty: () => ({ reason: '測試' }),
  delegation: () => ({ reason: '測試' }),
  group_member: () => ({ reason: '測試' }),
}

/**
 * Writes the government's rows within a transaction of the owner's, who is the program's role afterwards. Without triggers,
 * for only so can `recorded` lie in the past.
 */
export async function writeGovernment(tx: Kysely<Tables>, rows: Government): Promise<void> {
  await sql`set local role none`.execute(tx)
  await sql`set local session_replication_role = replica`.execute(tx)
  for (const table of TABLES) {
    const filled = rows[table].map((row) => ({ ...(NAMELESS.has(table) ? {} : { event_id: NOBODY_EVENT }), ...FILLING[table]?.(row), ...row }))
    if (filled.length === 0) continue
    // What the government does not speak of is as the table has it by itself.
    const columns = sql.join([...new Set(filled.flatMap((row) => Object.keys(row)))].map((column) => sql.ref(column)))
    await sql`insert into ${sql.table(table)} (${columns}) overriding system value
      select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(filled)}::jsonb)`.execute(tx)
  }
  await sql`set local session_replication_role = origin`.execute(tx)
  await sql`set local role ecpa_program`.execute(tx)
}

/** Runs `ask` against a database that holds the government, as the program's role, and leaves nothing behind. */
export async function withGovernment(
  db: Kysely<Tables>, rows: Government, ask: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  const over = new Error('over')
  await db.transaction().execute(async (tx) => {
    await writeGovernment(tx, rows)
    await ask(tx)
    throw over
  }).catch((fault: unknown) => {
    if (fault !== over) throw fault
  })
}
