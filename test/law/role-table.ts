// The rules of roles at the centre case by case. `src/core/central-roles.test.ts` holds the law to it, and
// docs/generated/law.md is printed from it.
import {
  decideAgreeing, decideAgreeingToEnd, decideDeclining, decideEnding, decideKeeping, decideProposing,
} from '../../src/core/central-roles.ts'
import { DAY, lineOf } from './granting-table.ts'
import type { RoleFacts, StandingRole } from '../../src/core/central-roles.ts'
import type { ManagementWay } from '../../src/core/scope.ts'
import type { Post } from '../../src/core/standing.ts'

export type RoleCase = { rule: string; act: string; when: string; does: string; answer: string }

const post: Post = {
  id: '1', agency: 'centre', kind: 'appointment', unit: '綜合規劃處', title: '專員', staffCategory: '', supervisorLevel: '', nature: '',
  from: '2020-01-01', to: null,
}
const centre: ManagementWay = { way: 'central', role: 'r', until: null }

type Over = { person?: string | null; ways?: ManagementWay[]; candidate?: Partial<RoleFacts['candidate']>; others?: number }

/** Administrator 2 acts on a role of person 1, who has a post and an active account. */
function facts({ person = '2', ways = [centre], candidate = {}, others = 1 }: Over): RoleFacts {
  return {
    today: DAY, actor: { person, authority: { ways } }, otherAdministrators: others,
    candidate: { person: '1', account: 'active', posts: [post], ...candidate },
  }
}

const role = (over: Partial<StandingRole> = {}): StandingRole => ({
  id: 'r', role: 'central', person: '1', reason: '派任', givenBy: '3', endingBy: null, since: '2026-11-20', from: '2026-11-20', to: null,
  state: 'proposed', ...over,
})
const active = (over: Partial<StandingRole> = {}) => role({ state: 'active', ...over })
const ending = (over: Partial<StandingRole> = {}) => active({ endingBy: '3', ...over })

const case_ = (act: string, decide: (given: RoleFacts, role: StandingRole) => object) =>
  (rule: string, when: string, over: Over, standing: StandingRole, answer: string): RoleCase =>
    ({ rule, act, when, does: lineOf(decide(facts(over), standing)), answer })
const proposes = (rule: string, when: string, over: Over, answer: string, wish: object = {}): RoleCase => ({
  rule, act: 'propose', when, answer, does: lineOf(decideProposing(facts(over), { from: DAY, to: null, reason: '派任', ...wish })),
})
const agrees = case_('agree', decideAgreeing)
const declines = case_('decline', decideDeclining)
const ends = case_('end', decideEnding)
const agreesToEnd = case_('agree to the end', decideAgreeingToEnd)
const keeps = case_('keep', decideKeeping)

export const roleTable: RoleCase[] = [
  proposes('R-CEN-1', 'a central administrator, for somebody with a post and an active account', {}, 'proposed true'),
  proposes('R-CEN-1', 'a manager', { ways: [{ way: 'agencyCard', agency: 'office' }] }, 'refused notCentral'),
  proposes('R-GRT-3', 'for oneself', { candidate: { person: '2' } }, 'refused toSelf'),
  proposes('R-CEN-1', 'for somebody whose post begins tomorrow', { candidate: { posts: [{ ...post, from: '2026-11-24' }] } },
    'refused withoutPost'),
  proposes('R-ACC-1', 'for somebody whose account is disabled', { candidate: { account: 'disabled' } }, 'refused notActive'),
  proposes('R-DAY-3', 'from yesterday', {}, 'refused startsInPast', { from: '2026-11-22' }),
  agrees('R-CEN-1', 'another administrator', {}, role(), `from ${DAY}, to –`),
  agrees('R-CEN-1', 'before its first day', {}, role({ from: '2026-12-01', to: '2027-11-30' }), 'from 2026-12-01, to 2027-11-30'),
  agrees('R-CEN-1', 'whoever proposed it', {}, role({ givenBy: '2' }), 'refused sameAdministrator'),
  agrees('R-GRT-3', 'who shall have it', { person: '1' }, role(), 'refused toSelf'),
  agrees('R-JML-2', 'after two weeks', {}, role({ since: '2026-11-08' }), 'refused lapsed'),
  agrees('R-CEN-1', 'to a role that is in force', {}, active(), 'refused notProposed'),
  agrees('R-CEN-1', 'when the candidate has left', { candidate: { posts: [] } }, role(), 'refused withoutPost'),
  agrees('R-CEN-1', 'an auditor', { ways: [] }, role(), 'refused notCentral'),
  declines('R-CEN-1', 'another administrator', {}, role(), 'withdrawn false'),
  declines('R-CEN-1', 'whoever proposed it', {}, role({ givenBy: '2' }), 'withdrawn true'),
  ends('R-CEN-1', 'another’s role', {}, active(), 'ends false'),
  ends('R-CEN-1', 'an auditor’s role', { others: 0 }, active({ role: 'auditor' }), 'ends false'),
  ends('R-CEN-1', 'one’s own role', { person: '1' }, active(), 'ends true'),
  ends('R-CEN-1', 'one’s own role, being the last', { person: '1', others: 0 }, active(), 'refused lastAdministrator'),
  ends('R-CEN-1', 'what is only proposed', {}, role(), 'refused notInForce'),
  ends('R-CEN-1', 'what is proposed to end already', {}, ending(), 'refused endingAlready'),
  ends('R-JML-2', 'what was proposed to end two weeks ago and left undecided', {}, ending({ since: '2026-11-08' }), 'ends false'),
  agreesToEnd('R-CEN-1', 'another administrator', {}, ending(), 'ends true'),
  agreesToEnd('R-CEN-1', 'who has the role', { person: '1' }, ending(), 'ends true'),
  agreesToEnd('R-CEN-1', 'whoever proposed it', {}, ending({ endingBy: '2' }), 'refused sameAdministrator'),
  agreesToEnd('R-CEN-1', 'nobody proposed it', {}, active(), 'refused notEnding'),
  agreesToEnd('R-CEN-1', 'of the last administrator who can act', { others: 0 }, ending(), 'refused lastAdministrator'),
  keeps('R-CEN-1', 'another administrator', {}, ending(), 'withdrawn false'),
  keeps('R-CEN-1', 'whoever proposed the end', {}, ending({ endingBy: '2' }), 'withdrawn true'),
  keeps('R-GRT-3', 'who has the role', { person: '1' }, ending(), 'refused toSelf'),
]
