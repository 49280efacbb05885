// A small government with decisions that were known long ago, and what tests of searches ask of it.
import assert from 'node:assert/strict'
import { readCsv, readXlsx } from './spreadsheet.ts'
import { AGENCIES, personOf, postOf, startWorld } from './world.ts'
import { addDays, dayInTaipei } from '../src/core/days.ts'
import type { Visitor } from './http.ts'
import type { Who, World } from './world.ts'

export const TODAY = dayInTaipei(new Date())
export const LAST_WEEK = addDays(TODAY, -7)
export const EVENT = '(select max(id) from audit_event)'
export const GRANT = `insert into permission_grant
  (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)`
const { personnelOffice, secretariat, education, taipeiSecretariat, taipeiPersonnelOffice } = AGENCIES

const VERSIONED = [
  'agency_version', 'personnel_office', 'person_version', 'post_version', 'application_version', 'category_version',
  'permission_grant', 'concurrent_duty', 'delegation', 'group_member', 'account_state_version', 'central_role',
]

/** As if all of it had been recorded a month ago: a past day knows what was recorded before its end. */
export const KNOWN_LONG = `set session_replication_role = replica;
  ${VERSIONED.map((table) => `update ${table} set recorded = tstzrange(now() - interval '30 days', upper(recorded));`).join('\n')}
  set session_replication_role = origin;`

const grant = (application: string, agency: string, who: Who) => `${GRANT} values ('${application}', 'use', '${agency}',
  ${personOf(who)}, ${postOf(who)}, '[2020-01-01,)', '業務需要', ${EVENT});`
const duty = (n: number, acting: string, served: string) => `
  insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id) values
    ('00000000-0000-4000-a000-00000000000${n}', 'A4', '${acting}', '${served}', '[2020-01-01,2099-12-31]', '兼辦', ${EVENT});`

const DECISIONS = [
  grant('A5', secretariat, 'wu.employee'), grant('A5', secretariat, 'sun.employee'), grant('A5', taipeiSecretariat, 'lo.taipei'),
  // One of Kaohsiung's whom the centre gave something in Taipei's line.
  grant('A6', taipeiSecretariat, 'wu.employee'),
  duty(1, personnelOffice, education), duty(2, personnelOffice, taipeiSecretariat),
  duty(3, taipeiPersonnelOffice, taipeiSecretariat),
].join('\n')

/** The small government with two cities' grants and duties in it. */
export async function startSearchWorld(): Promise<World> {
  const world = await startWorld()
  await world.arrange(DECISIONS)
  await world.sql(KNOWN_LONG)
  return world
}

/** The words of the page's own part. */
export const textOf = (html: string): string =>
  html.slice(html.indexOf('<main'), html.indexOf('</main')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

export const query = (path: string, values: Record<string, string>): string => `${path}?${new URLSearchParams(values)}`

export const status = async (visitor: Visitor, path: string): Promise<number> => (await visitor.ask(path)).status

/** The bytes of a file. */
export async function bytesOf(visitor: Visitor, path: string): Promise<Buffer> {
  const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
  const answer = await fetch(visitor.address + path, { headers: { cookie } })
  assert.equal(answer.status, 200, path)
  return Buffer.from(await answer.arrayBuffer())
}

/** The lines of an export as records; and that both formats say the same. */
export async function exported(
  visitor: Visitor, search: string, asked: Record<string, string>,
): Promise<Record<string, string>[]> {
  const [csv, xlsx] = await Promise.all(['csv', 'xlsx'].map((format) =>
    bytesOf(visitor, query(`/search/${search}.${format}`, asked))))
  const [head, ...lines] = readCsv(csv!)
  assert.deepEqual(readXlsx(xlsx!), [[head, ...lines]])
  return lines.map((line) => Object.fromEntries(line.map((cell, at) => [head![at]!, cell])))
}

export const namesOf = (rows: Record<string, string>[]): string[] => rows.map(({ name }) => name!).toSorted()
