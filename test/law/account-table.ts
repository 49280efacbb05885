// The rules of acts on accounts case by case. `src/core/account-acts.test.ts` holds the law to it, and docs/generated/law.md
// is printed from it.
import { decideAccountAct } from '../../src/core/account-acts.ts'
import { DAY, lineOf, TREE } from './granting-table.ts'
import type { AccountAct, AccountActFacts, AccountTarget } from '../../src/core/account-acts.ts'
import type { ManagementWay } from '../../src/core/scope.ts'
import type { Post } from '../../src/core/standing.ts'

export type AccountCase = { rule: string; act: AccountAct; when: string; does: string; answer: string }

const post = (over: Partial<Post> = {}): Post => ({
  id: '1', agency: 'school', kind: 'appointment', unit: '教務處', title: '組員', staffCategory: '01', supervisorLevel: '',
  nature: '', from: '2020-01-01', to: null, ...over,
})
const chiefAt = (agency: string, over: Partial<Post> = {}) => post({ agency, staffCategory: '08', supervisorLevel: '3', ...over })
const officeOf = (agency: string): ManagementWay =>
  ({ way: 'hrSupervisor', agency, held: { agency, standing: 'hrSupervisor', marks: ['staffCategory'], post: chiefAt(agency) } })
const delegate: ManagementWay = { way: 'delegation', agency: 'office', scope: null, delegation: 'd', until: null }
const narrow: ManagementWay = { ...delegate, scope: 'school' }
const centre: ManagementWay = { way: 'central', role: 'r', until: null }
const card: ManagementWay = { way: 'agencyCard', agency: 'office' }

type Over = { target?: Partial<AccountTarget>; ways?: ManagementWay[]; person?: string | null; others?: number; rests?: Date | 'confirmed' }

/** The supervisor of `office`, who is person 2, and person 1 with an active account and one post at `school`. */
export function accountFacts({ target = {}, ways = [officeOf('office')], person = '2', others = 1, rests }: Over = {}): AccountActFacts {
  return {
    today: DAY, tree: TREE, actor: { person, authority: { ways }, rests: rests ?? null }, otherAdministrators: others,
    target: { person: '1', account: 'active', disabledBy: null, hasAddress: true, hasSecondFactor: true, posts: [post()], roles: [], managesBeyond: false, ...target },
  }
}

const one = (act: AccountAct) => (rule: string, when: string, over: Over, answer: string): AccountCase =>
  ({ rule, act, when, does: lineOf(decideAccountAct(accountFacts(over), act)), answer })
const disables = one('disable')
const resets = one('printResetSlip')
const sends = one('sendResetLink')
const corrects = one('correctEmail')
const activates = (rule: string, when: string, { target = {}, ...over }: Over, answer: string): AccountCase =>
  one('printActivationSlip')(rule, when, { ...over, target: { account: 'pending', hasAddress: false, ...target } }, answer)
const removesFactor = one('removeSecondFactor')
const endsSessions = one('endSessions')
const enables = (rule: string, when: string, { target = {}, ...over }: Over, answer: string): AccountCase =>
  one('enable')(rule, when, { ...over, target: { account: 'disabled', disabledBy: 'manager', ...target } }, answer)

const MAY = 'way hrSupervisor office'

const within: AccountCase[] = [
  disables('R-ACC-7', 'a manager, of somebody with one post below', {}, MAY),
  disables('R-ACC-7', 'the centre, of anybody', { ways: [centre] }, 'way central'),
  disables('R-ACC-7', 'the centre, of somebody without a post', { ways: [centre], target: { posts: [] } }, 'way central'),
  disables('R-ACC-4', 'a delegate, of an employee', { ways: [delegate] }, 'way delegation office'),
  disables('R-SCP-2', 'the supervisor of an agency beside', { ways: [officeOf('museum')] }, 'refused notFound'),
  disables('R-SCP-2', 'nobody who manages anything', { ways: [] }, 'refused notFound'),
  disables('R-SCP-2', 'a delegate narrowed to another part', { ways: [narrow], target: { posts: [post({ agency: 'office' })] } },
    'refused notFound'),
  disables('R-SCP-2', 'of somebody who comes to the school next month',
    { target: { posts: [post({ from: '2026-12-01' })] } }, 'refused notFound'),
  disables('R-CRT-5', 'a session of an agency’s card', { ways: [card], person: null }, 'refused noHolder'),
  disables('R-GRT-3', 'one’s own', { target: { person: '2', posts: [chiefAt('office')] } }, 'refused toSelf'),
  disables('R-GRT-3', 'one’s own, at the centre', { ways: [centre], target: { person: '2', roles: ['central'] } }, 'refused toSelf'),
]

const limits: AccountCase[] = [
  resets('R-ACC-4', 'all posts in the scope', { target: { posts: [post(), post({ id: '2', agency: 'office' })] } }, MAY),
  resets('R-ACC-4', 'a second post elsewhere', { target: { posts: [post(), post({ id: '2', agency: 'museum' })] } },
    'refused postsOutside'),
  resets('R-ACC-4', 'a post elsewhere from next month',
    { target: { posts: [post(), post({ id: '2', agency: 'museum', from: '2026-12-01' })] } }, 'refused postsOutside'),
  resets('R-ACC-4', 'a central administrator', { target: { roles: ['central'] } }, 'refused atTheCentre'),
  resets('R-ACC-4', 'an auditor', { target: { roles: ['auditor'] } }, 'refused atTheCentre'),
  resets('R-ACC-4', 'somebody who manages elsewhere by delegation', { target: { managesBeyond: true } }, 'refused managesBeyond'),
  resets('R-ACC-4', 'the supervisor of an agency below', { target: { posts: [chiefAt('school')] } }, MAY),
  resets('R-ACC-4', 'the other supervisor of one’s own agency', { target: { posts: [chiefAt('office')] } }, 'refused supervisorAbove'),
  resets('R-ACC-4', 'the supervisor of the agency above, whose personnel office one is',
    { target: { posts: [chiefAt('ministry')] } }, 'refused supervisorAbove'),
  resets('R-ACC-4', 'somebody who becomes supervisor above next month',
    { target: { posts: [post(), chiefAt('ministry', { id: '2', from: '2026-12-01' })] } }, 'refused supervisorAbove'),
  resets('R-ACC-4', 'an officer of one’s own agency who is no supervisor',
    { target: { posts: [post({ agency: 'office', staffCategory: '08' })] } }, MAY),
  resets('R-ACC-4', 'a delegate, of a supervisor below', { ways: [delegate], target: { posts: [chiefAt('school')] } },
    'refused supervisorByDelegate'),
  resets('R-ACC-4', 'a delegate who is supervisor elsewhere, of a supervisor below',
    { ways: [officeOf('museum'), delegate], target: { posts: [chiefAt('school')] } }, 'refused supervisorByDelegate'),
  endsSessions('R-ACC-5', 'a manager', {}, 'refused centreAlone'),
  endsSessions('R-ACC-5', 'the centre, of an auditor', { ways: [centre], target: { roles: ['auditor'] } }, 'way central'),
  sends('R-ACC-4', 'all posts in the scope', {}, MAY),
  sends('R-ACC-4', 'a second post elsewhere', { target: { posts: [post(), post({ id: '2', agency: 'museum' })] } },
    'refused postsOutside'),
  sends('R-ACC-4', 'the centre, of another central administrator', { ways: [centre], target: { roles: ['central'] } },
    'refused atTheCentre'),
  sends('R-ACC-3', 'an account without a confirmed address', { target: { hasAddress: false } }, 'refused noAddress'),
  sends('R-ACC-4', 'whose address the actor corrected, which nobody has confirmed yet', { rests: 'confirmed' },
    'refused correctedLately'),
  resets('R-ACC-3', 'an account without a confirmed address', { target: { hasAddress: false } }, MAY),
  resets('R-ACC-4', 'within 72 hours of the actor’s correction of the address', { rests: new Date('2026-11-24T00:00:00Z') },
    'refused correctedLately'),
  resets('R-ACC-4', 'the same, at the centre', { ways: [centre], rests: new Date('2026-11-24T00:00:00Z') },
    'refused correctedLately'),
  corrects('R-ACC-4', 'once more within those 72 hours', { rests: new Date('2026-11-24T00:00:00Z') }, MAY),
  activates('R-ACC-1', 'a manager, of somebody with one post below', {}, MAY),
  activates('R-ACC-4', 'a second post elsewhere', { target: { posts: [post(), post({ id: '2', agency: 'museum' })] } },
    'refused postsOutside'),
  activates('R-ACC-4', 'the other supervisor of one’s own agency', { target: { posts: [chiefAt('office')] } },
    'refused supervisorAbove'),
  activates('R-CRT-5', 'a session of an agency’s card', { ways: [card], person: null }, 'refused noHolder'),
  corrects('R-ACC-4', 'a second post elsewhere', { target: { posts: [post(), post({ id: '2', agency: 'museum' })] } },
    'refused postsOutside'),
  corrects('R-ACC-4', 'the centre, of an employee', { ways: [centre] }, 'way central'),
  corrects('R-ACC-4', 'the centre, of an auditor', { ways: [centre], target: { roles: ['auditor'] } }, 'refused atTheCentre'),
  removesFactor('R-ACC-8', 'a manager, of somebody with one post below', {}, MAY),
  removesFactor('R-ACC-4', 'a second post elsewhere', { target: { posts: [post(), post({ id: '2', agency: 'museum' })] } },
    'refused postsOutside'),
  removesFactor('R-ACC-4', 'the other supervisor of one’s own agency', { target: { posts: [chiefAt('office')] } },
    'refused supervisorAbove'),
  removesFactor('R-ACC-4', 'the centre, of another central administrator', { ways: [centre], target: { roles: ['central'] } },
    'refused atTheCentre'),
  removesFactor('R-ACC-4', 'within 72 hours of the actor’s correction of the address', { rests: new Date('2026-11-24T00:00:00Z') },
    'refused correctedLately'),
  disables('R-ACC-7', 'the centre, of an auditor', { ways: [centre], target: { roles: ['auditor'] } }, 'way central'),
  disables('R-ACC-7', 'the centre, of another central administrator', { ways: [centre], target: { roles: ['central'] } },
    'way central'),
  disables('R-CEN-1', 'the centre, of the last central administrator who can act',
    { ways: [centre], target: { roles: ['central'] }, others: 0 }, 'refused lastAdministrator'),
]

const states: AccountCase[] = [
  disables('R-ACC-1', 'an account that nobody has activated', { target: { account: 'pending' } }, 'refused notActivated'),
  disables('R-ACC-1', 'somebody without an account', { ways: [centre], target: { account: null } }, 'refused notActivated'),
  disables('R-ACC-7', 'an account that is disabled', { target: { account: 'disabled' } }, 'refused isDisabled'),
  resets('R-ACC-7', 'an account that is disabled', { target: { account: 'disabled' } }, 'refused isDisabled'),
  resets('R-ACC-1', 'an account that nobody has activated', { target: { account: 'pending' } }, 'refused notActivated'),
  removesFactor('R-ACC-8', 'an account without one', { target: { hasSecondFactor: false } }, 'refused noSecondFactor'),
  removesFactor('R-ACC-7', 'an account that is disabled', { target: { account: 'disabled' } }, 'refused isDisabled'),
  activates('R-ACC-1', 'an account that is active', { target: { account: 'active' } }, 'refused alreadyActivated'),
  activates('R-ACC-1', 'an account that is disabled', { target: { account: 'disabled' } }, 'refused alreadyActivated'),
  activates('R-ACC-1', 'somebody without an account', { ways: [centre], target: { account: null } }, 'refused alreadyActivated'),
  enables('R-ACC-7', 'what a manager disabled', {}, MAY),
  enables('R-ACC-7', 'what a rule disabled', { target: { disabledBy: 'rule' } }, MAY),
  enables('R-ACC-7', 'what the centre disabled, by a manager', { target: { disabledBy: 'centre' } }, 'refused disabledByCentre'),
  enables('R-ACC-7', 'what the centre disabled, by the centre', { ways: [centre], target: { disabledBy: 'centre' } }, 'way central'),
  enables('R-ACC-7', 'an account that is active', { target: { account: 'active' } }, 'refused notDisabled'),
  enables('R-ACC-1', 'an account that nobody has activated', { target: { account: 'pending' } }, 'refused notActivated'),
  enables('R-STD-3', 'of somebody without a current post', { ways: [centre], target: { posts: [post({ from: '2026-12-01' })] } },
    'refused withoutPost'),
  enables('R-ACC-4', 'of a supervisor above', { target: { posts: [chiefAt('ministry')] } }, 'refused supervisorAbove'),
  enables('R-CEN-1', 'of a central administrator, by the only other one',
    { ways: [centre], target: { roles: ['central'] }, others: 0 }, 'way central'),
]

export const accountTable: { title: string; cases: AccountCase[] }[] = [
  { title: 'Who may act', cases: within }, { title: 'Managers and the centre', cases: limits },
  { title: 'States of the account', cases: states },
]
