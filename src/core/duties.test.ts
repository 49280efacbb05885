// R-DUTY-1…3, 5 case by case: who sets up, changes and ends a duty, and what bars it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leadAgencyOf } from './agency-tree.ts'
import { decideChange, decideSetUp, routeOf, wayToReduce, whyNotChosen } from './duties.ts'
import type { AgencyNode, AgencyTree } from './agency-tree.ts'
import type { DutyApplication, DutyLine, DutyPair, DutySight, DutyWish } from './duties.ts'
import type { ManagementWay } from './scope.ts'

const TODAY = '2026-11-23'
const node = (code: string, superior: string | null, over: Partial<AgencyNode> = {}): AgencyNode =>
  ({ code, name: code, nameEn: null, superior, superiorMissing: false, live: true, ...over })

/** Two cities below a root, each with its personnel office; an orphan with a child; a root of its own; one that is gone. */
const tree: AgencyTree = {
  agencies: new Map([
    node('root', null), node('north', 'root'), node('north-office', 'north'), node('north-school', 'north'),
    node('south', 'root'), node('south-office', 'south'), node('south-school', 'south'), node('annex', 'south-school'),
    node('orphan', null, { superiorMissing: true }), node('orphan-child', 'orphan'),
    node('lost', 'gone'), node('gone', null, { live: false }),
  ].map((one) => [one.code, one])),
  offices: [{ office: 'north-office', agency: 'north' }, { office: 'south-office', agency: 'south' }],
}

const by = (agency: string): ManagementWay => ({ way: 'agencyCard', agency })
const central: ManagementWay = { way: 'central', role: 'r', until: null }
const application = (code: string, over: Partial<DutyApplication> = {}): DutyApplication =>
  ({ code, name: code, heading: 'A', dutyAllowed: true, agencyRoot: null, ...over })
const catalogue = [
  application('A2'), application('A4'), application('A5'), application('WebHR', { dutyAllowed: false }),
  application('E1', { agencyRoot: 'south' }),
]
const line = (over: Partial<DutyLine> = {}): DutyLine =>
  ({ duty: 'd', application: 'A4', from: '2026-01-01', to: '2026-12-31', state: 'active', ...over })

const sight = (acting: string, served: string, ways: ManagementWay[], lines: DutyLine[] = []): DutySight =>
  ({ today: TODAY, pair: { acting, served }, authority: { ways }, tree, catalogue, lines })
const wish = (over: Partial<DutyWish> = {}): DutyWish => ({ applications: ['A2'], from: TODAY, to: '2027-06-30', ...over })

/** An answer in a word: where it goes, or the refusal with its application. */
function told(answer: ReturnType<typeof decideSetUp>): string {
  if ('refused' in answer) return 'application' in answer ? `${answer.refused} ${answer.application}` : answer.refused
  const { route } = answer
  return 'drafts' in route ? `request by ${route.drafts}` : `at once by ${route.atOnce.way === 'central' ? 'central' : route.atOnce.agency}`
}

const LEADS: [string, string | null][] = [
  ['root', 'root'], ['north', 'north'], ['north-school', 'north'], ['annex', 'south'], ['orphan', 'orphan'],
  ['orphan-child', 'orphan'], ['lost', 'lost'], ['gone', null], ['nowhere', null],
]
test('the lead agency is the ancestor-or-self right below a root, or the top of a line that nobody leads', () => {
  assert.deepEqual(LEADS.map(([code]) => [code, leadAgencyOf(tree, code)]), LEADS)
})

const SET_UP: [rule: string, when: string, sight: DutySight, wish: DutyWish, answer: string][] = [
  ['R-DUTY-3', 'one line, the served agency is the actor’s', sight('south-office', 'annex', [by('south-school')]), wish(),
    'at once by south-school'],
  ['R-DUTY-3', 'one line, both are the actor’s', sight('south-office', 'south-school', [by('south-office')]), wish(),
    'at once by south-office'],
  ['R-DUTY-3', 'one line, the centre manages all', sight('south-office', 'south-school', [central]), wish(), 'at once by central'],
  ['R-DUTY-3', 'one line, only the acting agency is the actor’s', sight('south-school', 'south', [by('south-school')]), wish(),
    'servedManagersOnly'],
  ['R-SCP-2', 'one line, neither is', sight('south-office', 'south-school', [by('north-office')]), wish(), 'notYours'],
  ['R-SCP-2', 'two lines, neither is', sight('north', 'south', [by('orphan')]), wish(), 'notYours'],
  ['R-DUTY-4', 'two lines, the acting agency is the actor’s', sight('south-office', 'north-school', [by('south-office')]), wish(),
    'request by acting'],
  ['R-DUTY-4', 'two lines, the served agency is the actor’s', sight('south-office', 'north-school', [by('north-office')]), wish(),
    'request by served'],
  ['R-DUTY-4', 'two lines, the centre stands for neither', sight('south-office', 'north-school', [central]), wish(), 'standsForBoth'],
  ['R-DUTY-4', 'two lines, the centre is supervisor there besides', sight('south-office', 'north-school', [by('south-office'), central]),
    wish(), 'standsForBoth'],
  ['R-DUTY-4', 'two lines, both are the actor’s by different ways',
    sight('south-office', 'north-school', [by('south-office'), by('north-school')]), wish(), 'standsForBoth'],
  ['R-DUTY-4', 'a line without a superior is a line of its own', sight('orphan', 'orphan-child', [by('orphan')]), wish(),
    'at once by orphan'],
  ['R-DUTY-4', 'a root leads itself', sight('root', 'north', [by('root')]), wish(), 'request by acting'],
  ['R-DUTY-5', 'an agency cannot serve itself', sight('south', 'south', [by('south')]), wish(), 'sameAgency'],
  ['R-SCP-1', 'the acting agency is not live', sight('gone', 'south', [by('south')]), wish(), 'actingNotLive'],
  ['R-SCP-1', 'the served agency is not live', sight('south', 'gone', [by('south')]), wish(), 'servedNotLive'],
  ['R-DUTY-1', 'no application', sight('south-office', 'south-school', [by('south')]), wish({ applications: [] }), 'noApplication'],
  ['R-DUTY-2', 'WebHR', sight('south-office', 'south-school', [by('south')]), wish({ applications: ['A2', 'WebHR'] }), 'notAllowed WebHR'],
  ['R-DUTY-2', 'an application that nobody knows', sight('south-office', 'south-school', [by('south')]),
    wish({ applications: ['A9'] }), 'unknownApplication A9'],
  ['R-DUTY-2', 'already covered', sight('south-office', 'south-school', [by('south')], [line()]), wish({ applications: ['A4'] }), 'covered A4'],
  ['R-DUTY-2', 'covered from a later day', sight('south-office', 'south-school', [by('south')], [line({ from: '2028-01-01', to: null })]),
    wish({ applications: ['A4'] }), 'covered A4'],
  ['R-DUTY-2', 'covered until yesterday', sight('south-office', 'south-school', [by('south')], [line({ to: '2026-11-22' })]),
    wish({ applications: ['A4'] }), 'at once by south'],
  ['R-DUTY-2', 'covered until it was ended', sight('south-office', 'south-school', [by('south')], [line({ state: 'ended' })]),
    wish({ applications: ['A4'] }), 'at once by south'],
  ['R-DUTY-2', 'suspended is covered still', sight('south-office', 'south-school', [by('south')], [line({ state: 'suspended' })]),
    wish({ applications: ['A4'] }), 'covered A4'],
  ['2.10', 'the application is for another line', sight('orphan', 'orphan-child', [by('orphan')]), wish({ applications: ['E1'] }),
    'notForAgency E1'],
  ['R-DAY-3', 'from yesterday', sight('south-office', 'south-school', [by('south')]), wish({ from: '2026-11-22' }), 'startsBeforeToday'],
  ['R-DAY-3', 'until yesterday', sight('south-office', 'south-school', [by('south')]), wish({ to: '2026-11-22' }), 'endsBeforeToday'],
  ['R-DAY-1', 'the last day before the first', sight('south-office', 'south-school', [by('south')]),
    wish({ from: '2026-12-02', to: '2026-12-01' }), 'endsBeforeStart'],
  ['R-DUTY-1', 'for ever', sight('south-office', 'south-school', [by('south')]), wish({ to: null }), 'at once by south'],
]
for (const [rule, when, given, wanted, answer] of SET_UP) {
  test(`${rule}: setting up: ${when}`, () => assert.equal(told(decideSetUp(wanted, given)), answer))
}

const pair: [acting: string, served: string] = ['south-office', 'south-school']
const across: [acting: string, served: string] = ['south-office', 'north-school']
const keep = wish({ applications: ['A4'], to: '2026-12-31' })
const CHANGE: [rule: string, when: string, sight: DutySight, wish: DutyWish, answer: string][] = [
  ['R-DUTY-1', 'shortened by the acting side', sight('annex', 'south', [by('annex')], [line()]), { ...keep, to: '2026-11-30' }, 'at once by annex'],
  ['R-DUTY-1', 'lengthened by the acting side', sight('annex', 'south', [by('annex')], [line()]), { ...keep, to: '2027-01-31' },
    'servedManagersOnly'],
  ['R-DUTY-1', 'an application added by the acting side', sight('annex', 'south', [by('annex')], [line()]),
    { ...keep, applications: ['A4', 'A2'] }, 'servedManagersOnly'],
  ['R-DUTY-1', 'lengthened by the served side', sight(...pair, [by('south-school')], [line()]), { ...keep, to: null }, 'at once by south-school'],
  ['R-DUTY-1', 'one of two taken away', sight('annex', 'south', [by('annex')], [line(), line({ application: 'A2' })]), keep, 'at once by annex'],
  ['R-DUTY-4', 'two lines, shortened', sight(...across, [by('south-office')], [line()]), { ...keep, to: '2026-11-30' }, 'at once by south-office'],
  ['R-DUTY-4', 'two lines, shortened by the centre', sight(...across, [central], [line()]), { ...keep, to: '2026-11-30' }, 'at once by central'],
  ['R-DUTY-4', 'two lines, lengthened', sight(...across, [by('south-office')], [line()]), { ...keep, to: '2027-01-31' }, 'request by acting'],
  ['R-DUTY-4', 'two lines, one taken away and one added', sight(...across, [by('north')], [line()]), { ...keep, applications: ['A2'] },
    'request by served'],
  ['R-DUTY-4', 'two lines, lengthened by the centre', sight(...across, [central], [line()]), { ...keep, to: null }, 'standsForBoth'],
  ['R-SCP-2', 'somebody else’s', sight(...pair, [by('north')], [line()]), { ...keep, to: '2026-11-30' }, 'notYours'],
  ['R-DUTY-1', 'as it was', sight(...pair, [by('south')], [line()]), keep, 'nothingChanged'],
  ['R-DUTY-1', 'over', sight(...pair, [by('south')], [line({ to: '2026-11-22' })]), keep, 'over'],
  ['R-DUTY-1', 'no application left', sight(...pair, [by('south')], [line()]), { ...keep, applications: [] }, 'noApplication'],
  ['R-DAY-3', 'until yesterday', sight(...pair, [by('south')], [line()]), { ...keep, to: '2026-11-22' }, 'endsBeforeToday'],
  ['R-DAY-3', 'to come, made to begin yesterday', sight(...pair, [by('south')], [line({ from: '2026-12-01' })]),
    { ...keep, from: '2026-11-22' }, 'startsBeforeToday'],
  ['R-DUTY-1', 'to come, made to begin earlier by the acting side', sight('annex', 'south', [by('annex')], [line({ from: '2026-12-01' })]),
    { ...keep, from: TODAY }, 'servedManagersOnly'],
  ['R-DUTY-1', 'to come, made to begin later by the acting side', sight('annex', 'south', [by('annex')], [line({ from: '2026-12-01' })]),
    { ...keep, from: '2026-12-10' }, 'at once by annex'],
  ['R-DUTY-2', 'lengthened where the catalogue has come to say no', sight(...pair, [by('south')], [line({ application: 'WebHR' })]),
    wish({ applications: ['WebHR'] }), 'notAllowed WebHR'],
  ['R-DUTY-2', 'added what another duty of the pair covers', sight(...pair, [by('south')], [line(), line({ duty: 'other', application: 'A2' })]),
    { ...keep, applications: ['A2', 'A4'] }, 'covered A2'],
  ['R-DAY-1', 'what is added would end before it begins', sight(...pair, [by('south')], [line()]),
    { applications: ['A2', 'A4'], from: '2027-02-01', to: '2027-01-31' }, 'endsBeforeStart'],
]
for (const [rule, when, given, wanted, answer] of CHANGE) {
  test(`${rule}: changing: ${when}`, () => assert.equal(told(decideChange('d', wanted, given)), answer))
}

test('a change keeps the first day of what has begun, and begins what is added today at the earliest', () => {
  const given = sight(...pair, [by('south')], [line(), line({ application: 'A2', from: '2026-12-05' }), line({ application: 'A5' })])
  const answer = decideChange('d', { applications: ['A4', 'A2'], from: '2026-12-01', to: null }, given)
  assert.ok(!('refused' in answer))
  assert.deepEqual(answer.plan, {
    begin: [], end: ['A5'],
    alter: [{ application: 'A4', from: '2026-01-01', to: null }, { application: 'A2', from: '2026-12-01', to: null }],
  })
})

test('ending and shortening are open to the managers of either agency, and to nobody else', () => {
  const may = (ways: ManagementWay[], of: DutyPair) => wayToReduce({ authority: { ways }, pair: of, tree }) !== null
  const of = { acting: 'south-office', served: 'north-school' }
  assert.deepEqual([by('south'), by('north-office'), central, by('orphan'), by('gone')].map((way) => may([way], of)),
    [true, true, true, false, false])
  assert.deepEqual(routeOf({ authority: { ways: [] }, pair: of, tree }), { refused: 'notYours' })
})

test('an application is covered by every duty of the pair but the one that is being changed', () => {
  const at = sight(...pair, [], [line()])
  assert.equal(whyNotChosen(application('A4'), at), 'covered')
  assert.equal(whyNotChosen(application('A4'), at, 'd'), null)
})
