// R-DUTY-4: who may take which step, what expires, and that no sequence of steps makes a duty without three persons.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideAmend, decideStep, proveRequest, sidesOf, standingOfRequest, stepsOpenTo } from './duty-requests.ts'
import type { AgencyNode, AgencyTree } from './agency-tree.ts'
import type { DutySight } from './duties.ts'
import type { DutyRequest, DutyRequestActor, DutyRequestState, DutyStepKind } from './duty-requests.ts'
import type { ManagementWay } from './scope.ts'

const TODAY = '2026-11-23'
const node = (code: string, superior: string | null, live = true): AgencyNode =>
  ({ code, name: code, nameEn: null, superior, superiorMissing: false, live })
const treeOf = (...more: AgencyNode[]): AgencyTree => ({
  agencies: new Map([node('root', null), node('north', 'root'), node('south', 'root'), node('school', 'south'), ...more]
    .map((one) => [one.code, one])),
  offices: [],
})
const tree = treeOf()
const by = (agency: string): ManagementWay => ({ way: 'agencyCard', agency })
const central: ManagementWay = { way: 'central', role: 'r', until: null }
const actor = (person: string, ...ways: ManagementWay[]): DutyRequestActor => ({ person, authority: { ways } })

const wang = actor('wang', by('south'))
const yang = actor('yang', by('north'))
const chen = actor('chen', central)

const request = (over: Partial<DutyRequest> = {}): DutyRequest => ({
  pair: { acting: 'school', served: 'north' }, side: 'acting', duty: 'd', amends: false, state: 'sent', round: 1,
  touchedAt: new Date('2026-11-20T02:00:00Z'), wish: { applications: ['A4'], from: TODAY, to: '2027-06-30' },
  writers: ['wang'], steps: [{ kind: 'send', round: 1, person: 'wang' }], ...over,
})
const agreed = request({ state: 'agreed', steps: [...request().steps, { kind: 'agree', round: 1, person: 'yang' }] })
const catalogue = [{ code: 'A4', name: 'A4', heading: '', dutyAllowed: true, agencyRoot: null }]
const sight = (over: Partial<DutySight> = {}): Omit<DutySight, 'authority'> =>
  ({ today: TODAY, pair: request().pair, tree, catalogue, lines: [], ...over })

const STEPS: [when: string, kind: DutyStepKind, request: DutyRequest, actor: DutyRequestActor, answer: string][] = [
  ['the drafting side sends', 'send', request({ state: 'draft', round: 0, steps: [] }), wang, 'by south'],
  ['another of the drafting side sends', 'send', request({ state: 'draft' }), actor('lee', by('school')), 'by school'],
  ['the other side sends', 'send', request({ state: 'draft' }), yang, 'notDraftingSide'],
  ['the centre sends', 'send', request({ state: 'draft' }), chen, 'notDraftingSide'],
  ['sent twice', 'send', request(), wang, 'outOfTurn'],
  ['sent again after it came back', 'send', request({ state: 'returned' }), wang, 'by south'],
  ['the other side agrees', 'agree', request(), yang, 'by north'],
  ['the other side declines', 'decline', request(), yang, 'by north'],
  ['the drafting side agrees', 'agree', request(), wang, 'notOtherSide'],
  ['the centre agrees', 'agree', request(), chen, 'notOtherSide'],
  ['a supervisor who is of the centre agrees', 'agree', request(), actor('yang', by('north'), central), 'notOtherSide'],
  ['whose scope holds both agrees', 'agree', request(), actor('both', by('north'), by('south')), 'notOtherSide'],
  ['a stranger agrees', 'agree', request(), actor('x', by('root')), 'notOtherSide'],
  ['agreed twice', 'agree', agreed, actor('other', by('north')), 'outOfTurn'],
  ['agreed before it was sent', 'agree', request({ state: 'draft', round: 0, steps: [] }), yang, 'outOfTurn'],
  ['the sender has moved to the other side', 'agree', request(), actor('wang', by('north')), 'samePerson'],
  ['who wrote it has moved to the other side', 'agree', request({ writers: ['lee'] }), actor('lee', by('north')), 'samePerson'],
  ['who wrote it before another did has moved to the other side', 'agree', request({ writers: ['lee', 'wang'] }),
    actor('lee', by('north')), 'samePerson'],
  ['who wrote it before another did has come to the centre', 'decide', { ...agreed, writers: ['lee', 'wang'] },
    actor('lee', central), 'samePerson'],
  ['the centre decides', 'decide', agreed, chen, 'by central'],
  ['the centre returns', 'return', agreed, chen, 'by central'],
  ['the centre decides before anybody agreed', 'decide', request(), chen, 'outOfTurn'],
  ['a side decides', 'decide', agreed, yang, 'notCentral'],
  ['who agreed has come to the centre', 'decide', agreed, actor('yang', central), 'samePerson'],
  ['who sent has come to the centre', 'decide', agreed, actor('wang', central), 'samePerson'],
  ['who sent an earlier round has come to the centre', 'decide',
    { ...agreed, round: 2, writers: ['lee'], steps: [...agreed.steps, { kind: 'send', round: 2, person: 'lee' }] },
    actor('wang', central), 'by central'],
  ['decided twice', 'decide', request({ state: 'decided' }), chen, 'outOfTurn'],
  ['withdrawn when agreed', 'withdraw', agreed, wang, 'by south'],
  ['withdrawn by the other side', 'withdraw', agreed, yang, 'notDraftingSide'],
  ['withdrawn when decided', 'withdraw', request({ state: 'decided' }), wang, 'outOfTurn'],
  ['after 30 days', 'agree', request({ touchedAt: new Date('2026-10-24T02:00:00Z') }), yang, 'by north'],
  ['after 31 days', 'agree', request({ touchedAt: new Date('2026-10-23T02:00:00Z') }), yang, 'expired'],
  ['after its last day', 'decide', { ...agreed, wish: { ...agreed.wish, to: '2026-11-22' } }, chen, 'expired'],
]
for (const [when, kind, given, who, answer] of STEPS) {
  test(`R-DUTY-4: ${kind}: ${when}`, () => {
    const told = decideStep(kind, given, who, tree, TODAY)
    const way = 'way' in told ? told.way : null
    assert.equal('refused' in told ? told.refused : `by ${way!.way === 'central' ? 'central' : way!.agency}`, answer)
  })
}

test('what is over expires no more, and only what is with the drafting side is amended', () => {
  const old = new Date('2026-01-01T00:00:00Z')
  const states: DutyRequestState[] = ['draft', 'sent', 'agreed', 'declined', 'returned', 'decided', 'withdrawn']
  assert.deepEqual(states.map((state) => standingOfRequest(request({ state, touchedAt: old }), TODAY)),
    ['expired', 'expired', 'expired', 'expired', 'expired', 'decided', 'withdrawn'])
  assert.deepEqual(states.filter((state) => !('refused' in decideAmend(request({ state }), wang, tree, TODAY))),
    ['draft', 'declined', 'returned'])
  assert.deepEqual(stepsOpenTo(agreed, chen, tree, TODAY), ['decide', 'return'])
  assert.deepEqual(stepsOpenTo(agreed, wang, tree, TODAY), ['withdraw'])
  assert.deepEqual(sidesOf(request({ side: 'served' })), { drafting: 'north', other: 'school' })
})

const line = { duty: 'd', application: 'A4', from: '2026-01-01', to: '2026-12-31', state: 'active' as const }
const PROOFS: [when: string, request: DutyRequest, sight: Omit<DutySight, 'authority'>, answer: object][] = [
  ['as asked for', request(), sight(), { begin: [{ application: 'A4', from: TODAY, to: '2027-06-30' }], alter: [], end: [] }],
  ['its first day has passed', request({ wish: { applications: ['A4'], from: '2026-11-01', to: null } }), sight(),
    { begin: [{ application: 'A4', from: TODAY, to: null }], alter: [], end: [] }],
  ['one line of government by now', request(), sight({ tree: treeOf(node('north', 'south')) }), { refused: 'withinOneLead' }],
  ['the acting agency is gone', request(), sight({ tree: treeOf(node('school', null, false)) }), { refused: 'actingNotLive' }],
  ['the served agency is gone', request(), sight({ tree: treeOf(node('north', null, false)) }), { refused: 'servedNotLive' }],
  ['no longer allowed', request(), sight({ catalogue: [{ ...catalogue[0]!, dutyAllowed: false }] }), { refused: 'notAllowed', application: 'A4' }],
  ['covered by another duty by now', request(), sight({ lines: [{ ...line, duty: 'x' }] }), { refused: 'covered', application: 'A4' }],
  ['its last day has passed', request({ wish: { applications: ['A4'], from: '2026-11-01', to: '2026-11-22' } }), sight(), { refused: 'expired' }],
  ['a lengthening', request({ amends: true }), sight({ lines: [line] }),
    { begin: [], alter: [{ application: 'A4', from: '2026-01-01', to: '2027-06-30' }], end: [] }],
  ['a lengthening of what was ended', request({ amends: true }), sight({ lines: [{ ...line, state: 'ended' }] }), { refused: 'over' }],
  ['a lengthening that has come about', request({ amends: true }), sight({ lines: [{ ...line, to: null }] }), { refused: 'nothingChanged' }],
]
for (const [when, given, at, answer] of PROOFS) {
  test(`R-DUTY-4: proved anew: ${when}`, () => assert.deepEqual(proveRequest(given, at), answer))
}

test('no sequence of steps decides a request without three persons, one of each side and one of the centre', () => {
  const people = [wang, yang, chen, actor('lee', by('school')), actor('both', by('north'), by('south')),
    actor('yang', by('north'), central), actor('wang', central), actor('wang', by('north')), actor('ho', central)]
  const kinds: DutyStepKind[] = ['send', 'agree', 'decline', 'decide', 'return', 'withdraw']
  const after: Record<DutyStepKind, DutyRequestState> = {
    send: 'sent', agree: 'agreed', decline: 'declined', decide: 'decided', return: 'returned', withdraw: 'withdrawn',
  }
  const moves = fc.array(fc.tuple(fc.constantFrom(...kinds, 'amend' as const, 'send', 'agree', 'decide'), fc.constantFrom(...people)), { minLength: 20, maxLength: 60 })
  let decided = 0
  fc.assert(fc.property(moves, (tried) => {
    const now = request({ state: 'draft', round: 0, steps: [], writers: ['wang'] })
    for (const [kind, who] of tried) {
      if (kind === 'amend') {
        if (!('refused' in decideAmend(now, who, tree, TODAY))) now.writers = [...now.writers, who.person]
        continue
      }
      if ('refused' in decideStep(kind, now, who, tree, TODAY)) continue
      const round = now.round + (kind === 'send' ? 1 : 0)
      const steps = now.steps.concat({ kind, round, person: who.person })
      Object.assign(now, { round, state: after[kind], steps })
      if (kind !== 'decide') continue
      decided += 1
      const last = now.steps.filter((step) => step.round === round)
      assert.deepEqual(last.map((step) => step.kind), ['send', 'agree', 'decide'])
      const drafting = new Set([...now.writers, last[0]!.person])
      assert.equal(new Set([...drafting, ...last.map(({ person }) => person)]).size, drafting.size + 2)
    }
  }), { numRuns: 3000 })
  assert.ok(decided > 50, String(decided))
})
