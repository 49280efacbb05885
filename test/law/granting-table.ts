// The rules of granting case by case: who does what, and what the law answers. `src/core/granting.test.ts` holds the law to
// it, and docs/generated/law.md is printed from it.
import {
  decideAgreeing, decideConfirming, decideDeclining, decideEditing, decideEnding, decideGiving,
} from '../../src/core/granting.ts'
import { wayText } from '../../src/core/scope.ts'
import type { AgencyNode } from '../../src/core/agency-tree.ts'
import type { Category } from '../../src/core/catalogue.ts'
import type { GrantingFacts, GrantReceiver, GrantWish, Refused, StandingGrant } from '../../src/core/granting.ts'
import type { ManagementWay } from '../../src/core/scope.ts'
import type { Post } from '../../src/core/standing.ts'

export type GrantingCase = { rule: string; when: string; does: string; answer: string }

export const DAY = '2026-11-23'
const node = (code: string, superior: string | null, live = true): AgencyNode =>
  ({ code, name: code, nameEn: null, superior, superiorMissing: false, live })

export const TREE: GrantingFacts['tree'] = {
  agencies: new Map([
    node('root', null), node('ministry', 'root'), node('school', 'ministry'), node('office', 'ministry'),
    node('museum', 'root'), node('gone', null, false),
  ].map((one) => [one.code, one])),
  offices: [{ office: 'office', agency: 'ministry' }],
}

const post = (over: Partial<Post> = {}): Post => ({
  id: '1', agency: 'school', kind: 'appointment', unit: '教務處', title: '組員', staffCategory: '01', supervisorLevel: '',
  nature: '', from: '2020-01-01', to: null, ...over,
})
const chief = post({ id: '9', agency: 'office', staffCategory: '08', supervisorLevel: '3' })
const officeOf = (agency: string): ManagementWay =>
  ({ way: 'hrSupervisor', agency, held: { agency, standing: 'hrSupervisor', marks: ['staffCategory'], post: chief } })
const delegate: ManagementWay = { way: 'delegation', agency: 'office', scope: 'school', delegation: 'd', until: null }
const centre: ManagementWay = { way: 'central', role: 'r', until: null }
const card: ManagementWay = { way: 'agencyCard', agency: 'office' }

const person = (...posts: Post[]): GrantReceiver => ({ to: 'person', person: '1', posts })
const category = (over: Partial<Category> = {}): Category =>
  ({ code: 'use', name: '使用', nameEn: 'Use', derivedGroup: null, handOut: 'manager', ...over })

type Over = Partial<Omit<GrantingFacts, 'giver' | 'application'>> & {
  giver?: Partial<GrantingFacts['giver']>; ways?: ManagementWay[]; application?: Partial<GrantingFacts['application']>
}
/** The supervisor of `office`, who is person 2 and has the post 9 there, and a grant of A5 at `school` to person 1. */
export function facts({ giver = {}, ways = [officeOf('office')], application = {}, ...over }: Over = {}): GrantingFacts {
  return {
    today: DAY, agency: 'school', receiver: person(post()), tree: TREE,
    giver: { person: '2', authority: { ways }, posts: [chief], groups: [], ...giver },
    application: { code: 'A5', grantable: true, agencyRoot: null, secondManager: false, categories: [category()], ...application },
    ...over,
  }
}

const wish = (over: Partial<GrantWish> = {}): GrantWish =>
  ({ category: 'use', from: DAY, to: '2027-06-30', reason: null, post: null, ...over })
const standing = (over: Partial<StandingGrant> = {}): StandingGrant => ({
  id: 'g', category: 'use', from: '2026-01-01', to: '2027-06-30', state: 'active', reason: null, givenBy: '3', post: '1',
  since: '2026-01-01', ...over,
})

/** An answer in a line. */
export function lineOf(answer: object | Refused): string {
  if ('refused' in answer) return `refused ${String(answer.refused)}`
  return Object.entries(answer).map(([name, value]) => `${name} ${said(value)}`).join(', ')
}
function said(value: unknown): string {
  if (value === null) return '–'
  if (typeof value !== 'object') return String(value)
  if ('way' in value) return wayText(value as ManagementWay)
  return Object.values(value).map(said).join(' ')
}

const two = { application: { secondManager: true } }
const gives = (rule: string, when: string, over: Over, answer: string, asked: Partial<GrantWish> = {}): GrantingCase =>
  ({ rule, when, does: lineOf(decideGiving(facts(over), wish(asked))), answer })
const edits = (
  rule: string, when: string, to: { from?: string; to?: string | null; reason?: string | null }, answer: string,
  over: Over = {}, grant: Partial<StandingGrant> = {},
): GrantingCase => {
  const stands = standing(grant)
  const { from, to: last, reason } = stands
  return { rule, when, does: lineOf(decideEditing(facts(over), stands, { from, to: last, reason, ...to })), answer }
}
const ends = (rule: string, when: string, over: Over, answer: string, grant: Partial<StandingGrant> = {}): GrantingCase =>
  ({ rule, when, does: lineOf(decideEnding(facts(over), standing(grant))), answer })
const confirms = (
  rule: string, when: string, over: Over, answer: string, grant: Partial<StandingGrant> = {}, chosen: string | null = null,
): GrantingCase => ({
  rule, when, answer,
  does: lineOf(decideConfirming(facts(over), standing({ state: 'suspended', since: '2026-11-20', ...grant }), chosen)),
})
const proposed = (grant: Partial<StandingGrant>) => standing({ state: 'proposed', from: DAY, since: '2026-11-20', ...grant })
const agrees = (rule: string, when: string, over: Over, answer: string, grant: Partial<StandingGrant> = {}): GrantingCase =>
  ({ rule, when, does: lineOf(decideAgreeing(facts({ ...two, ...over }), proposed(grant))), answer })
const declines = (rule: string, when: string, over: Over, answer: string, grant: Partial<StandingGrant> = {}): GrantingCase =>
  ({ rule, when, does: lineOf(decideDeclining(facts({ ...two, ...over }), proposed(grant))), answer })

const GIVEN = 'state active, post 1, way hrSupervisor office'

const giving: GrantingCase[] = [
  gives('R-GRT-1', 'the supervisor of the personnel office above gives', {}, GIVEN),
  gives('R-GRT-2', 'the delegate of the school gives', { ways: [delegate] }, 'state active, post 1, way delegation office'),
  gives('R-GRT-2', 'the supervisor of an agency beside gives', { ways: [officeOf('museum')] }, 'refused agencyNotManaged'),
  gives('R-GRT-2', 'nobody manages an agency that is gone', { agency: 'gone', ways: [centre] }, 'refused agencyNotManaged'),
  gives('R-GRT-2', 'one who is both a supervisor and central gives as the supervisor',
    { ways: [centre, officeOf('office')] }, GIVEN),
  gives('R-CRT-5', 'a session of an agency’s card', { ways: [card], giver: { person: null } }, 'refused noHolder'),
  gives('R-USE-4', 'an application that is not grantable (A7)', { application: { grantable: false } }, 'refused notGrantable'),
  gives('R-USE-4', 'the same, by the centre', { application: { grantable: false }, ways: [centre] }, 'refused notGrantable'),
  gives('R-GRT-2', 'handed out by nobody', { application: { categories: [category({ handOut: 'nobody' })] } },
    'refused handedOutByNobody'),
  gives('R-GRT-2', 'handed out by the centre alone, by a supervisor',
    { application: { categories: [category({ handOut: 'central' })] } }, 'refused handedOutByCentre'),
  gives('R-GRT-2', 'the same, by the centre',
    { application: { categories: [category({ handOut: 'central' })] }, ways: [centre] }, 'state active, post 1, way central'),
  gives('R-GRT-1', 'a category that is not there', {}, 'refused categoryUnknown', { category: 'other' }),
  gives('2.10', 'the agency lies outside of the application’s root', { application: { agencyRoot: 'museum' } },
    'refused notOpenToAgency'),
  gives('R-GRT-3', 'to oneself', { receiver: { to: 'person', person: '2', posts: [chief] } }, 'refused toSelf'),
  gives('R-GRT-3', 'to a named group that holds oneself',
    { receiver: { to: 'group', group: 'survey', agency: 'ministry' }, giver: { groups: ['survey'] } }, 'refused toOwnGroup'),
  gives('R-GRT-3', 'to all civil servants of one’s own agency',
    { agency: 'office', receiver: { to: 'standing', standing: 'employee' } }, 'refused toOwnStanding'),
  gives('R-GRT-3', 'to those who have the standing that one will have there next month',
    { receiver: { to: 'standing', standing: 'hr' },
      giver: { posts: [chief, post({ id: '8', unit: '人事室', from: '2026-12-01' })] } }, 'refused toOwnStanding'),
  gives('R-GRT-3', 'to those who have a standing that one has not',
    { receiver: { to: 'standing', standing: 'hr' }, giver: { posts: [chief, post({ id: '8' })] } },
    'state active, post –, way hrSupervisor office'),
  gives('R-GRT-4', 'to a named group of an agency in the scope', { receiver: { to: 'group', group: 'survey', agency: 'school' } },
    'state active, post –, way hrSupervisor office'),
  gives('R-GRT-4', 'to a named group of an agency beside', { receiver: { to: 'group', group: 'survey', agency: 'museum' } },
    'refused groupNotFound'),
  gives('R-GRT-4', 'to a named group that is not there', { receiver: { to: 'group', group: 'survey', agency: null } },
    'refused groupNotFound'),
  gives('R-GRT-2', 'to a named group, where a second manager has to agree to each',
    { ...two, receiver: { to: 'group', group: 'survey', agency: 'school' } }, 'refused groupNeedsSecondManager'),
  gives('R-GRT-4', 'to somebody whose posts lie outside the scope', { receiver: person(post({ agency: 'museum' })) },
    'refused receiverNotFound'),
  gives('R-GRT-4', 'to somebody who comes tomorrow', { receiver: person(post({ from: '2026-11-24' })) },
    'refused receiverNotFound'),
  gives('R-GRT-4', 'to somebody whose last day is today', { receiver: person(post({ to: DAY })) }, GIVEN),
  gives('R-GRT-4', 'of two posts none was chosen', { receiver: person(post(), post({ id: '2' })) }, 'refused postNotChosen'),
  gives('R-GRT-4', 'of two posts the second was chosen', { receiver: person(post(), post({ id: '2' })) },
    'state active, post 2, way hrSupervisor office', { post: '2' }),
  gives('R-GRT-4', 'of two posts one lies outside the scope',
    { receiver: person(post(), post({ id: '2', agency: 'museum' })) }, GIVEN),
  gives('R-GRT-4', 'the post outside the scope was chosen', { receiver: person(post(), post({ id: '2', agency: 'museum' })) },
    'refused postNotHeld', { post: '2' }),
  gives('R-DAY-3', 'from yesterday', {}, 'refused startsInPast', { from: '2026-11-22' }),
  gives('R-DAY-3', 'ends before it starts', {}, 'refused endsBeforeStart', { from: '2026-12-01', to: '2026-11-30' }),
  gives('R-DAY-3', 'permanent without a reason', {}, 'refused permanentWithoutReason', { to: null }),
  gives('R-DAY-3', 'permanent with a reason', {}, GIVEN, { to: null, reason: '長期承辦' }),
  gives('R-GRT-2', 'the catalogue asks for a second manager', two, 'state proposed, post 1, way hrSupervisor office'),
]

const editing: GrantingCase[] = [
  edits('R-GRT-2', 'shortened', { to: '2026-12-31' }, 'changed 2026-01-01 2026-12-31 –, way hrSupervisor office'),
  edits('R-GRT-2', 'lengthened', { to: '2028-06-30' }, 'changed 2026-01-01 2028-06-30 –, way hrSupervisor office'),
  edits('R-DAY-3', 'made permanent without a reason', { to: null }, 'refused permanentWithoutReason'),
  edits('R-DAY-3', 'to an end that is past', { to: '2026-11-22' }, 'refused endsBeforeStart'),
  edits('R-DAY-3', 'another first day once it has begun', { from: '2026-02-01' }, 'refused beganAlready'),
  edits('R-DAY-3', 'another first day before it has begun', { from: '2026-12-15' },
    'changed 2026-12-15 2027-06-30 –, way hrSupervisor office', {}, { from: '2026-12-01' }),
  edits('R-DAY-3', 'back to yesterday before it has begun', { from: '2026-11-22' }, 'refused startsInPast', {},
    { from: '2026-12-01' }),
  edits('R-GRT-1', 'nothing is changed', {}, 'refused unchanged'),
  edits('R-USE-8', 'a suspended grant', { to: '2026-12-31' }, 'refused notActive', {}, { state: 'suspended', since: '2026-11-20' }),
  edits('R-DAY-4', 'a grant that is over', { to: '2027-12-31' }, 'refused isOver', {}, { to: '2026-11-22' }),
  edits('R-GRT-3', 'one’s own grant, lengthened', { to: '2028-06-30' }, 'refused toSelf', { giver: { person: '1' } }),
  edits('R-GRT-3', 'one’s own grant, shortened', { to: '2026-12-31' },
    'changed 2026-01-01 2026-12-31 –, way hrSupervisor office', { giver: { person: '1' } }),
  edits('R-USE-4', 'lengthened, but not grantable any more', { to: '2028-06-30' }, 'refused notGrantable',
    { application: { grantable: false } }),
  edits('R-USE-4', 'shortened, and not grantable any more', { to: '2026-12-31' },
    'changed 2026-01-01 2026-12-31 –, way hrSupervisor office', { application: { grantable: false } }),
  edits('R-GRT-4', 'lengthened, but the post is over', { to: '2028-06-30' }, 'refused postNotHeld',
    { receiver: person(post({ id: '2' })) }),
  edits('R-GRT-2', 'lengthened by nobody who manages the agency', { to: '2028-06-30' }, 'refused agencyNotManaged', { ways: [] }),
  edits('R-GRT-2', 'lengthened where a second manager has to agree', { to: '2028-06-30' },
    'proposal 2027-07-01 2028-06-30 – 1, way hrSupervisor office', two),
  edits('R-GRT-2', 'shortened where a second manager has to agree', { to: '2026-12-31' },
    'changed 2026-01-01 2026-12-31 –, way hrSupervisor office', two),
  edits('R-GRT-2', 'begins earlier where a second manager has to agree', { from: DAY }, 'refused secondManagerPeriod', two,
    { from: '2026-12-01' }),
]

const deciding: GrantingCase[] = [
  ends('R-GRT-1', 'ended', {}, 'way hrSupervisor office'),
  ends('R-GRT-3', 'one’s own grant, ended', { giver: { person: '1' } }, 'way hrSupervisor office'),
  ends('R-GRT-2', 'what only the centre hands out, ended by a supervisor',
    { application: { categories: [category({ handOut: 'central' })] } }, 'way hrSupervisor office'),
  ends('R-GRT-2', 'ended by nobody who manages the agency', { ways: [officeOf('museum')] }, 'refused agencyNotManaged'),
  ends('R-CRT-5', 'ended by a session of an agency’s card', { ways: [card], giver: { person: null } }, 'refused noHolder'),
  ends('R-DAY-4', 'what is over, ended', {}, 'refused isOver', { to: '2026-11-22' }),
  ends('R-DAY-4', 'what was ended, ended again', {}, 'refused isOver', { state: 'ended' }),
  confirms('R-JML-2', 'suspended, on the only post held now', { receiver: person(post({ id: '2' })) },
    'post 2, way hrSupervisor office'),
  confirms('R-JML-2', 'on the last day for it', {}, 'post 1, way hrSupervisor office', { since: '2026-11-09' }),
  confirms('R-JML-2', 'a day later', {}, 'refused lapsed', { since: '2026-11-08' }),
  confirms('R-JML-2', 'not suspended', {}, 'refused notSuspended', { state: 'active' }),
  confirms('R-GRT-3', 'one’s own', { giver: { person: '1' } }, 'refused toSelf'),
  confirms('R-GRT-4', 'on a post outside the scope', { receiver: person(post({ agency: 'museum' })) }, 'refused receiverNotFound'),
  confirms('R-GRT-4', 'on one of two posts', { receiver: person(post(), post({ id: '2' })) }, 'refused postNotChosen'),
  agrees('R-GRT-2', 'a second manager agrees', {}, `from ${DAY}, to 2027-06-30, way hrSupervisor office`),
  agrees('R-DAY-3', 'agreed to days after its first day', {}, `from ${DAY}, to 2027-06-30, way hrSupervisor office`,
    { from: '2026-11-20' }),
  agrees('R-GRT-2', 'whoever proposed it agrees', {}, 'refused sameManager', { givenBy: '2' }),
  agrees('R-GRT-3', 'the receiver agrees', { giver: { person: '1' } }, 'refused receiverAgrees'),
  agrees('R-GRT-3', 'a member of the receiving group agrees',
    { receiver: { to: 'group', group: 'survey', agency: 'school' }, giver: { groups: ['survey'] } }, 'refused receiverAgrees'),
  agrees('R-GRT-2', 'somebody of an agency beside agrees', { ways: [officeOf('museum')] }, 'refused agencyNotManaged'),
  agrees('R-USE-4', 'meanwhile not grantable', { application: { secondManager: true, grantable: false } }, 'refused notGrantable'),
  agrees('R-GRT-4', 'the post is over', { receiver: person(post({ to: '2026-11-22' })) }, 'refused postNotHeld'),
  agrees('R-JML-2', 'after fourteen days', {}, 'refused lapsed', { since: '2026-11-08' }),
  agrees('R-GRT-2', 'what is in force already', {}, 'refused notProposed', { state: 'active' }),
  declines('R-GRT-2', 'a second manager does not agree', {}, 'way hrSupervisor office'),
  declines('R-GRT-2', 'whoever proposed it does not agree', {}, 'refused sameManager', { givenBy: '2' }),
]

export const grantingTable: { title: string; cases: GrantingCase[] }[] = [
  { title: 'Giving', cases: giving }, { title: 'Changing', cases: editing },
  { title: 'Ending, confirming, agreeing', cases: deciding },
]
