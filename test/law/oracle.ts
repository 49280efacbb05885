// The rules of access and scope said naively, straight from their text, over the rows of a whole government: one `some` for
// each "there is", nothing shared with the program. Slow and obvious on purpose.
import type { Day } from '../../src/core/days.ts'
import type { Government, Row } from './government.ts'
import { TODAY } from './government.ts'

export type World = { day: Day; rows: Government }
type Period = { from: Day; to: Day }

const OPEN = '9999-12-31'
const POWER: Record<string, number> = { employee: 1, hr: 2, hrSupervisor: 3 }

const day = (text: string): Day => text
const dayBefore = (d: Day): Day => new Date(Date.parse(`${d}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

function bounds(text: unknown): [string, string] {
  const [lower, upper] = String(text).slice(1, -1).split(',')
  return [lower!, upper!]
}

export function periodOf(row: Row): Period {
  const [lower, upper] = bounds(row.valid)
  return { from: lower === '' ? '0001-01-01' : day(lower), to: upper === '' ? OPEN : dayBefore(upper) }
}

/** R-DAY-2: of today and later what is not superseded; of a past day what was recorded before its end and closed after. */
function wasKnown(row: Row, asked: Day, today: Day): boolean {
  if (row.recorded === undefined) return true
  const [from, to] = bounds(row.recorded)
  if (asked >= today) return to === ''
  const end = new Date(`${asked}T24:00:00+08:00`).getTime()
  return new Date(from).getTime() < end && (to === '' || new Date(to).getTime() >= end)
}

/** The government as it was known at the end of the asked day, or now where that is today or later. */
export function worldOn(government: Government, asked: Day, today: Day = TODAY): World {
  const known = Object.entries(government).map(([table, rows]) => [table, rows.filter((row) => wasKnown(row, asked, today))])
  return { day: asked, rows: Object.fromEntries(known) as Government }
}

const holds = (row: Row, world: World): boolean => {
  const { from, to } = periodOf(row)
  return from <= world.day && world.day <= to
}
export const inForce = (row: Row, world: World): boolean => row.state === 'active' && holds(row, world)

function agencyOn(code: unknown, world: World): Row | undefined {
  return world.rows.agency_version.find((row) => row.agency_code === code && holds(row, world))
}

/** Whether the agency lives on the world's day. */
export const isLive = (code: unknown, world: World): boolean => agencyOn(code, world) !== undefined

/** Whether `low` is `top` or has it above, every agency on the way being live. */
export function liesUnder(low: unknown, top: unknown, world: World): boolean {
  const agency = agencyOn(low, world)
  if (agency === undefined) return false
  return low === top || (agency.superior_code !== null && liesUnder(agency.superior_code, top, world))
}

export type HeldPost = { post: string; person: number; agency: string; standing: string | null; period: Period }

/** R-STD-1, 2, 3 for every post held on the day. */
export const postsOn = (world: World): HeldPost[] => postsWhere(world, (said) => holds(said, world))

/** The same for every post that is not over by the day: held, or to come. */
export const postsToCome = (world: World): HeldPost[] => postsWhere(world, (said) => periodOf(said).to >= world.day)

function postsWhere(world: World, counts: (said: Row) => boolean): HeldPost[] {
  return world.rows.post_version.filter(counts).map((said) => {
    const post = world.rows.post.find((row) => row.id === said.post_id)!
    const appointment = post.kind === 'appointment'
    const personnel = (appointment && said.staff_category === '08')
      || (appointment && String(post.unit).includes('人事'))
      || (!appointment && said.nature === '5')
    const supervises = ['', ' ', '\u3000'].every((blank) => said.supervisor_level !== blank)
    const standing = personnel ? (supervises ? 'hrSupervisor' : 'hr') : appointment ? 'employee' : null
    return {
      post: String(post.id), person: Number(post.person_id), agency: String(post.agency_code), standing,
      period: periodOf(said),
    }
  })
}

const has = (post: HeldPost, needed: unknown): boolean =>
  post.standing !== null && POWER[post.standing]! >= POWER[String(needed)]!

type Found = { person: number; agency: string; id: string; periods: Period[] }

/** Everyone who has the category at some agency by birth or by grant, before it is asked whether they may at all. */
function byBirthOrGrant(application: Row, category: Row, world: World): Found[] {
  const posts = postsOn(world)
  const birth = posts.filter((post) => category.derived_group !== null && has(post, category.derived_group))
    .map((post) => ({ person: post.person, agency: post.agency, id: `birthright:${post.post}`, periods: [post.period] }))
  const grants = world.rows.permission_grant.filter((grant) => application.grantable === true && inForce(grant, world)
    && grant.application_code === application.application_code && grant.category_code === category.category_code)
  const granted = grants.flatMap((grant): Found[] => {
    const agency = String(grant.agency_code)
    const period = periodOf(grant)
    const toPerson = posts.filter((post) => post.post === String(grant.post_id))
      .map((post) => ({ person: post.person, agency, id: `grant:${grant.id}:${post.post}`, periods: [period, post.period] }))
    const toStanding = posts.filter((post) => grant.derived_group !== null && post.agency === agency
      && has(post, grant.derived_group))
      .map((post) => ({ person: post.person, agency, id: `grant:${grant.id}:${post.post}`, periods: [period, post.period] }))
    const toGroup = world.rows.group_member
      .filter((member) => member.group_code === grant.group_code && inForce(member, world))
      .flatMap((member) => posts.filter((post) => post.post === String(member.post_id)).map((post) => ({
        person: post.person, agency, id: `grant:${grant.id}:member:${member.id}`,
        periods: [period, periodOf(member), post.period] })))
    return [...toPerson, ...toStanding, ...toGroup]
  })
  return [...birth, ...granted].filter(({ agency }) => existsAt(application, agency, world))
}

/** The application is there for that agency: it is live, and where the application has a root, not outside it. */
function existsAt(application: Row, agency: string, world: World): boolean {
  if (agencyOn(agency, world) === undefined) return false
  return application.agency_root === null || liesUnder(agency, application.agency_root, world)
}

/** R-USE-3. */
function byDuty(application: Row, category: Row, world: World): Found[] {
  if (application.duty_allowed !== true || category.derived_group === 'employee') return []
  return world.rows.concurrent_duty.filter((duty) => inForce(duty, world)
    && duty.application_code === application.application_code && existsAt(application, String(duty.served_code), world))
    .flatMap((duty) => byBirthOrGrant(application, category, world).flatMap((found) => {
      const offices = postsOn(world).filter((post) => post.person === found.person && post.agency === duty.acting_code
        && has(post, 'hr')).toSorted((a, b) => b.period.to.localeCompare(a.period.to)
        || POWER[b.standing!]! - POWER[a.standing!]! || Number(a.post) - Number(b.post))
      if (found.agency !== duty.acting_code || offices.length === 0) return []
      return [{
        person: found.person, agency: String(duty.served_code), id: `duty:${duty.id}:${found.id}`,
        periods: [periodOf(duty), offices[0]!.period, ...found.periods],
      }]
    }))
}

/** One line for each reason: person, application, category, agency, reason, from, until. */
export function allReasons(world: World): string[] {
  const lines = world.rows.application_version.filter((application) => application.in_service === true)
    .flatMap((application) => world.rows.category_version
      .filter((category) => category.application_code === application.application_code)
      .flatMap((category) => [...byBirthOrGrant(application, category, world), ...byDuty(application, category, world)]
        .filter(({ person }) => mayAtAll(person, world))
        .map(({ person, agency, id, periods }) => [
          person, application.application_code, category.category_code, agency, id,
          periods.map(({ from }) => from).toSorted().at(-1), periods.map(({ to }) => to).toSorted()[0],
        ].join(' '))))
  return lines.toSorted()
}

/** The account is active, and there is a post on that day. */
export function mayAtAll(person: number, world: World): boolean {
  const states = world.rows.account_state_version
  return states.some((state) => state.person_id === person && state.state === 'active')
    && postsOn(world).some((post) => post.person === person)
}

/** The ancestor-or-self right below a root; a root leads itself (R-DUTY-3). */
export function leadOf(code: string, world: World): unknown {
  const superior = agencyOn(code, world)?.superior_code ?? null
  if (superior === null) return code
  return agencyOn(superior, world)?.superior_code == null ? code : leadOf(String(superior), world)
}

/** R-SCP-1: whether the scope of `agency` holds `target`. */
export function scopeHolds(agency: unknown, target: unknown, world: World): boolean {
  const manager = agencyOn(agency, world)
  if (manager === undefined || agencyOn(target, world) === undefined) return false
  const isRoot = manager.superior_code === null && manager.superior_missing === null
  return agency === target || (!isRoot && liesUnder(target, agency, world))
    || world.rows.personnel_office.some((office) => office.office_code === agency && inForce(office, world)
      && liesUnder(target, office.agency_code, world))
}

/** R-SCP-2, R-SCP-3: whether the person may manage the agency. */
export const mayManage = (person: number, target: string, world: World): boolean =>
  mayAtAll(person, world) && wouldManage(person, target, world)

/** The same of somebody whose account were active. */
export function wouldManage(person: number, target: string, world: World): boolean {
  if (agencyOn(target, world) === undefined || !postsOn(world).some((post) => post.person === person)) return false
  return isCentral(person, world) || managesByOffice(person, target, world)
    || delegationsOf(person, world).some((delegation) => scopeHolds(delegation.agency_code, target, world)
      && (delegation.scope_code === null || liesUnder(target, delegation.scope_code, world)))
}

const supervisesOn = (world: World, who: unknown, agency: unknown): boolean => postsOn(world).some((post) =>
  post.person === who && post.agency === agency && post.standing === 'hrSupervisor')

/** Central administrator, whatever else. */
export const isCentral = (person: number, world: World): boolean => world.rows.central_role.some((role) =>
  role.person_id === person && role.role === 'central' && inForce(role, world))

/** By being 人事主管 somewhere, and not by a delegation. */
export const managesByOffice = (person: number, target: string, world: World): boolean =>
  world.rows.agency.some(({ code }) => supervisesOn(world, person, code) && scopeHolds(code, target, world))

/** The agencies at which the person is 人事主管. */
export const officesOf = (person: number, world: World): unknown[] =>
  world.rows.agency.map(({ code }) => code).filter((code) => supervisesOn(world, person, code))

/** The delegations that give the person something (R-SCP-3). */
export function delegationsOf(person: number, world: World): Row[] {
  return world.rows.delegation.filter((delegation) => {
    const giverAgency = world.rows.post.find((post) => post.id === delegation.giver_post)?.agency_code
    return delegation.person_id === person && inForce(delegation, world)
      && postsOn(world).some((post) => post.post === String(delegation.post_id))
      && (delegation.giver_post === null || supervisesOn(world, delegation.given_by, giverAgency))
  })
}
