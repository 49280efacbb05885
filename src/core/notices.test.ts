import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { lineOf } from './agency-tree.ts'
import { decideAttaching, decideSigning, decideWithdrawing, decideWriting, isAddressed, mayRead, stateOf } from './notices.ts'
import { managesWithBelow, mayManage } from './scope.ts'
import { satisfies } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Audience, NoticeWish, Place, WritingFacts } from './notices.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { Standing } from './standing.ts'

const NOW = new Date('2026-11-23T02:00:00Z')
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)
const STANDINGS: Standing[] = ['employee', 'hr', 'hrSupervisor']

// A root, two cities below it, each with bureaux and their schools; the city's personnel bureau is the city's personnel office, and
// somebody made an office of the root as well.
const SUPERIORS: Record<string, string | null> = {
  root: null, kao: 'root', tai: 'root', kaoPersonnel: 'kao', education: 'kao', school: 'education', taiPersonnel: 'tai', library: 'tai', officeOfRoot: 'root',
}
const CODES = Object.keys(SUPERIORS)
const tree: AgencyTree = {
  agencies: new Map(CODES.map((code) => [code, {
    code, name: code, nameEn: null, superior: SUPERIORS[code]!, superiorMissing: false, live: true,
  }])),
  offices: [{ office: 'kaoPersonnel', agency: 'kao' }, { office: 'taiPersonnel', agency: 'tai' }, { office: 'officeOfRoot', agency: 'root' }],
}
const placeAt = (code: string, standing: Standing): Place => ({ standing, line: lineOf(tree, code).map((node) => node.code) })
const card = (agency: string): ManagementWay => ({ way: 'agencyCard', agency })
const central: Authority = { ways: [{ way: 'central', role: '1', until: null }] }
const of = (...agencies: string[]): Authority => ({ ways: agencies.map(card) })

const wish = (over: Partial<NoticeWish> = {}): NoticeWish => ({
  title: '開會', body: '本週五', pinned: false, mustAcknowledge: true, audience: { agency: 'kao', below: true, standing: 'hr' },
  publishAt: null, withdrawAt: null, ...over,
})
const facts = (over: Partial<WritingFacts> = {}): WritingFacts =>
  ({ authority: of('kaoPersonnel'), tree, agency: 'kaoPersonnel', now: NOW, before: null, ...over })

const anyCode = fc.constantFrom(...CODES)
const anyStanding = fc.constantFrom(...STANDINGS)
const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constant<Audience>({ agency: null, below: true, standing: null }),
  anyStanding.map((standing): Audience => ({ agency: null, below: true, standing })),
  fc.record({ agency: anyCode, below: fc.boolean(), standing: anyStanding }),
)

describe('who may read an announcement', () => {
  test('exactly those who stand at an agency of the audience, by another way of finding these', () => {
    fc.assert(fc.property(anyAudience, fc.array(fc.tuple(anyCode, anyStanding), { maxLength: 3 }), (audience, held) => {
      // The agencies of the audience from the top down, where the decision goes up from the reader.
      const within = new Set(audience.agency === null ? CODES : [audience.agency])
      for (let before = -1; audience.below && before !== within.size;) {
        before = within.size
        for (const code of CODES) if (within.has(SUPERIORS[code] ?? '')) within.add(code)
      }
      const expected = audience.standing === null
        || held.some(([code, standing]) => within.has(code) && satisfies(standing, audience.standing!))
      assert.equal(isAddressed(audience, held.map(([code, standing]) => placeAt(code, standing))), expected)
    }), { numRuns: 500 })
  })

  test('from the moment it is published until the moment it is withdrawn', () => {
    const showing = { publishAt: later(0), withdrawAt: later(10), withdrawn: false }
    assert.deepEqual([later(-1), later(0), later(9), later(10)].map((now) => stateOf(showing, now)), ['planned', 'shown', 'shown', 'over'])
    assert.equal(stateOf({ ...showing, withdrawn: true }, later(5)), 'withdrawn')
    const audience: Audience = { agency: null, below: true, standing: null }
    for (const now of [later(-1), later(10)]) assert.equal(mayRead({ ...showing, audience }, [], now), false)
    assert.equal(mayRead({ ...showing, audience }, [], later(5)), true)
  })

  test('a visitor and somebody between posts read what is public, and nothing else', () => {
    fc.assert(fc.property(anyAudience, (audience) => assert.equal(isAddressed(audience, []), audience.standing === null)))
  })
})

describe('who signs for it', () => {
  const notice = {
    publishAt: NOW, withdrawAt: null, withdrawn: false, mustAcknowledge: true, version: 2,
    audience: { agency: 'kao', below: true, standing: 'hr' as const },
  }
  const sign = (over: Partial<typeof notice>, place: Place, version = 2) =>
    decideSigning({ ...notice, ...over }, { places: [place], now: NOW, version })

  test('whoever it is written to, the version they have seen, where something is to be signed', () => {
    assert.equal(sign({}, placeAt('school', 'hr')), null)
    assert.equal(sign({}, placeAt('school', 'employee')), 'notFound')
    assert.equal(sign({}, placeAt('library', 'hrSupervisor')), 'notFound')
    assert.equal(sign({ withdrawn: true }, placeAt('school', 'hr')), 'notFound')
    assert.equal(sign({ mustAcknowledge: false }, placeAt('school', 'hr')), 'nothingToSign')
    assert.equal(sign({}, placeAt('school', 'hr'), 1), 'changedMeanwhile')
  })
})

describe('who may write what to whom', () => {
  const cases: [string, Partial<WritingFacts>, Partial<NoticeWish>, ReturnType<typeof decideWriting>][] = [
    ['the personnel office to its city', {}, {}, null],
    ['a bureau to its own people', { authority: of('education'), agency: 'education' }, { audience: { agency: 'education', below: false, standing: 'employee' } }, null],
    ['a bureau to its city', { authority: of('education'), agency: 'education' }, {}, 'audienceOutside'],
    ['one city to another', {}, { audience: { agency: 'tai', below: true, standing: 'hr' } }, 'audienceOutside'],
    ['for an agency that is not theirs', { agency: 'tai' }, {}, 'notFound'],
    ['for the centre without being it', { agency: null }, {}, 'notFound'],
    ['in the name of a school, to the city that the writer manages', { agency: 'school' }, {}, 'audienceOutside'],
    ['an agency to the nation', {}, { audience: { agency: null, below: true, standing: 'hr' } }, 'nationByCentre'],
    ['an agency to the public', {}, { audience: { agency: null, below: true, standing: null } }, 'publicByCentre'],
    ['the centre to the nation', { authority: central, agency: null }, { audience: { agency: null, below: true, standing: 'employee' } }, null],
    ['the centre to one city', { authority: central, agency: null }, {}, null],
    ['the centre to the public', { authority: central, agency: null }, { mustAcknowledge: false, audience: { agency: null, below: true, standing: null } }, null],
    ['the public to sign', { authority: central, agency: null }, { audience: { agency: null, below: true, standing: null } }, 'publicSigns'],
    ['the public at an agency', { authority: central, agency: null }, { audience: { agency: 'kao', below: true, standing: null } }, 'publicAtAgency'],
    ['a root to all below it', { authority: of('root'), agency: 'root' }, { audience: { agency: 'root', below: true, standing: 'hr' } }, 'belowOutside'],
    ['a root to its own people', { authority: of('root'), agency: 'root' }, { audience: { agency: 'root', below: false, standing: 'hr' } }, null],
    ['the office of a root to all below it', { authority: of('officeOfRoot'), agency: 'officeOfRoot' }, { audience: { agency: 'root', below: true, standing: 'hr' } }, null],
    ['to an agency that there is not', { authority: central, agency: null }, { audience: { agency: 'nowhere', below: true, standing: 'hr' } }, 'audienceOutside'],
    ['for the past', {}, { publishAt: later(-2) }, 'publishPast'],
    ['for the minute that it is', {}, { publishAt: new Date(NOW.getTime() - 59_000) }, null],
    ['edited, the time of publication as it was', { before: { publishAt: later(-60), withdrawAt: null, withdrawn: false, version: 1 } }, { publishAt: later(-60) }, null],
    ['edited into an earlier time', { before: { publishAt: later(-60), withdrawAt: null, withdrawn: false, version: 1 } }, { publishAt: later(-61) }, 'publishPast'],
    ['over before it begins', {}, { publishAt: later(10), withdrawAt: later(10) }, 'withdrawFirst'],
    ['over already', { before: { publishAt: later(-60), withdrawAt: null, withdrawn: false, version: 1 } }, { publishAt: later(-60), withdrawAt: later(-5) }, 'withdrawPast'],
    ['withdrawn before', { before: { publishAt: later(-60), withdrawAt: null, withdrawn: true, version: 2 } }, {}, 'withdrawnAlready'],
  ]
  for (const [what, given, wanted, answer] of cases) {
    test(`${what}: ${answer ?? 'may'}`, () => assert.equal(decideWriting(facts(given), wish(wanted)), answer))
  }

  test('it is withdrawn by whoever may write there, once', () => {
    const before = { publishAt: NOW, withdrawAt: null, withdrawn: false, version: 1 }
    assert.equal(decideWithdrawing(facts({ before })), null)
    assert.equal(decideWithdrawing(facts({ before, agency: 'tai' })), 'notFound')
    assert.equal(decideWithdrawing(facts({ before: { ...before, withdrawn: true } })), 'withdrawnAlready')
  })

  test('of an agency that is no more the centre withdraws it, and nobody writes', () => {
    const before = { publishAt: NOW, withdrawAt: null, withdrawn: false, version: 1 }
    const gone = facts({ before, agency: 'gone', authority: central })
    assert.equal(decideWithdrawing(gone), null)
    assert.equal(decideWriting(gone, wish()), 'notFound')
    assert.equal(decideWithdrawing({ ...gone, authority: of('kaoPersonnel') }), 'notFound')
  })

  test('files are added up to the limit, by whoever looks after it, until it is withdrawn', () => {
    const before = { publishAt: NOW, withdrawAt: null, withdrawn: false, version: 1 }
    assert.equal(decideAttaching(facts({ before }), { files: 9, most: 10 }), null)
    assert.equal(decideAttaching(facts({ before }), { files: 10, most: 10 }), 'tooMany')
    assert.equal(decideAttaching(facts({ before }), null), null)
    assert.equal(decideAttaching(facts({ before, agency: 'tai' }), { files: 10, most: 10 }), 'notFound')
    assert.equal(decideAttaching(facts({ before: { ...before, withdrawn: true } }), null), 'withdrawnAlready')
  })

  test('nobody writes to a person at an agency that they do not manage, and the agency written for does not either', () => {
    fc.assert(fc.property(fc.array(anyCode, { minLength: 1, maxLength: 2 }), anyCode, anyAudience, anyCode, (managed, agency, audience, at) => {
      const authority = of(...managed)
      if (decideWriting(facts({ authority, agency }), wish({ audience, mustAcknowledge: false })) !== null) return
      if (!isAddressed(audience, [placeAt(at, 'hrSupervisor')])) return
      assert.ok(mayManage(authority, at, tree) && mayManage(of(agency), at, tree), `${managed.join()} for ${agency} reaches ${at}`)
    }), { numRuns: 2000 })
  })

  test('an agency is managed with what lies below exactly when each of those is', () => {
    fc.assert(fc.property(fc.array(anyCode, { maxLength: 2 }), anyCode, (managed, top) => {
      const below = CODES.filter((code) => lineOf(tree, code).some((node) => node.code === top))
      const each = below.every((code) => mayManage(of(...managed), code, tree))
      // Several ways may make up together what none of them is by itself; then it is asked of the one, and refused.
      if (managesWithBelow(of(...managed), top, tree)) assert.ok(each)
      else if (managed.length === 1) assert.ok(!each)
    }), { numRuns: 500 })
  })
})
