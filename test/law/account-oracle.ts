// R-ACC-4 said naively, sentence by sentence, over the rows of a government, beside oracle.ts and like it sharing nothing with
// the program.
import {
  delegationsOf, isCentral, liesUnder, managesByOffice, mayAtAll, mayManage, officesOf, periodOf, postsOn, postsToCome, scopeHolds, wouldManage,
} from './oracle.ts'
import type { World } from './oracle.ts'

/** What an act needs of the account's state. */
const STATE = { printResetSlip: 'active', correctEmail: 'active', printActivationSlip: 'pending' } as const
export type OracleAct = keyof typeof STATE

/** The corrector who rests opens no way to a new password for 72 hours. */
export type Rest = 'none' | 'waiting' | 'recent' | 'over'

const atTheCentre = (person: number, world: World): boolean => world.rows.central_role.some((role) =>
  role.person_id === person && role.state !== 'ended' && periodOf(role).to >= world.day)

/** Own agencies: those by which the person manages anything at all. */
const ownAgencies = (person: number, world: World): unknown[] =>
  [...officesOf(person, world), ...delegationsOf(person, world).map(({ agency_code: code }) => code)]

/** Whether the actor may do it to the account of the target. */
export function mayOpenWay(actor: number, target: number, act: OracleAct, rest: Rest, world: World): boolean {
  const state = world.rows.account_state_version.find((row) => row.person_id === target)?.state
  const rests = act === 'printResetSlip' && (rest === 'waiting' || rest === 'recent')
  if (!mayAtAll(actor, world) || actor === target || atTheCentre(target, world) || state !== STATE[act] || rests) return false
  if (isCentral(actor, world)) return true
  // Nobody whom one does not manage today, and nobody with a post elsewhere, today or later.
  const theirs = postsToCome(world).filter((post) => post.person === target)
  if (!postsOn(world).some((post) => post.person === target && mayManage(actor, post.agency, world))) return false
  if (!theirs.every((post) => mayManage(actor, post.agency, world))) return false
  // Nobody who manages what one does not.
  const codes = world.rows.agency.map(({ code }) => String(code))
  if (codes.some((code) => wouldManage(target, code, world) && !mayManage(actor, code, world))) return false
  // No 人事主管 of the own agency or above it, and by delegation none at all.
  return theirs.filter((post) => post.standing === 'hrSupervisor').every(({ agency }) => managesByOffice(actor, agency, world)
    && !ownAgencies(actor, world).some((own) => liesUnder(own, agency, world) || scopeHolds(agency, own, world)))
}
