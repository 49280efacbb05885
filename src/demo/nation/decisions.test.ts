import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { dayBefore, periodHolds } from '../../core/days.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { standingsOn } from '../../core/standing.ts'
import type { Standing } from '../../core/standing.ts'
import { readAgencyFile } from '../../features/agencies/agency-file.ts'
import { leadAgencies } from '../../features/agencies/lead-agencies.ts'
import { generateDecisions } from './decisions.ts'
import type { GeneratedDecision, PersonRef } from './decisions.ts'
import { FIXED_PEOPLE_COLUMNS, fixedDecisions, fixedPeople, fixedPeopleRows } from './fixed-people.ts'
import type { FixedLabel } from './fixed-people.ts'
import { generateNation, nationOf } from './people.ts'
import type { FeedPost } from './people.ts'
import { personnelOfficesIn } from './personnel-offices.ts'
import { readCatalogue } from './source-data.ts'

const TODAY = '2026-11-23'
const file = readAgencyFile(readFileSync(new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url)))
assert.ok(!('refused' in file))
const { agencies } = file
const byCode = new Map(agencies.map((agency) => [agency.code, agency]))
const nation = nationOf({ seed: 1, people: 40_000, agencies, today: TODAY })
const fixed = new Map(fixedPeople(TODAY).map((person) => [person.label, person]))
const postsOf = (ref: PersonRef): FeedPost[] => (typeof ref === 'number' ? nation.personAt(ref) : fixed.get(ref)!).posts
const standings = (posts: FeedPost[]) =>
  standingsOn(posts.map((post, at) => ({ ...post, id: `${at}`, agency: post.agencyCode, kind: post.postKind })), TODAY)

const offices = personnelOfficesIn(agencies)

const managersByCode = new Map<string, Set<string>>()
/** R-SCP-1, by the shortest way: the agency and all above it, roots only for themselves, and their offices. */
function managersOf(code: string): Set<string> {
  const known = managersByCode.get(code)
  if (known !== undefined) return known
  const managers = new Set([code])
  for (let up: string | null = code; up !== null; up = byCode.get(up)!.superiorCode) {
    if (byCode.get(up)!.superiorCode !== null) managers.add(up)
    for (const { agency, office } of offices) if (agency === up) managers.add(office)
  }
  managersByCode.set(code, managers)
  return managers
}

describe('generated decisions', () => {
  const decisions = [...generateDecisions({ nation })]
  const all: GeneratedDecision[] = [...decisions, ...fixedDecisions(nation)]
  const of = <K extends GeneratedDecision['kind']>(kind: K) =>
    all.filter((one): one is Extract<GeneratedDecision, { kind: K }> => one.kind === kind)

  it('come in believable numbers, the same for the same nation', (test) => {
    const counts = { grant: of('grant').length, duty: of('duty').length, delegation: of('delegation').length }
    test.diagnostic(JSON.stringify(counts))
    assert.ok(counts.grant > 6_500 && counts.grant < 9_000)
    assert.ok(counts.duty > 500 && counts.duty < 2_500)
    assert.ok(counts.delegation > 10 && counts.delegation < 200)
    assert.deepEqual([...generateDecisions({ nation })], decisions)
    const many = [...generateDecisions({ nation, grantsPerPerson: 3, dutyShare: 0, delegationShare: 0 })]
    assert.ok(many.length > 100_000 && many.every((one) => one.kind === 'grant'))
  })

  it('have a period, and a reason where it is open', () => {
    for (const one of all) {
      assert.ok(one.from <= TODAY && (one.to === null || one.to >= one.from))
      assert.ok(one.to !== null || one.reason !== null)
    }
  })

  it('are given by an hrSupervisor who manages the agency, never to themselves', () => {
    for (const one of all) {
      if (one.givenBy === null) continue
      const code = one.kind === 'duty' ? one.servedAgencyCode : one.agencyCode
      const managers = managersOf(code)
      const standing: Standing = 'hrSupervisor'
      assert.ok(standings(postsOf(one.givenBy)).some((held) => held.standing === standing && managers.has(held.agency)))
      assert.ok(one.kind === 'duty' || one.receiver !== one.givenBy)
    }
    assert.ok(all.filter((one) => one.givenBy === null).length < all.length / 2, 'the centre decides the lesser part')
  })

  it('rest on a post that is current, at the agency or in its line', () => {
    const leads = leadAgencies(agencies)
    for (const one of all) {
      if (one.kind === 'duty') continue
      const post = postsOf(one.receiver)[one.postIndex]!
      assert.ok(periodHolds(post, TODAY))
      if (one.kind === 'grant') assert.equal(post.agencyCode, one.agencyCode)
      assert.equal(leads.get(post.agencyCode), leads.get(one.agencyCode))
    }
  })

  it('grant only what a manager may hand out, and nothing twice to one', () => {
    const grantable = new Set(readCatalogue().grantable.map((one) => `${one.application} ${one.category}`))
    assert.ok(grantable.has('A5 use') && grantable.has('D6 backoffice') && grantable.has('WebHR use'))
    for (const no of ['A7 use', 'E1 use', 'D6 use', 'D5T use']) assert.ok(!grantable.has(no), no)
    const grants = of('grant')
    for (const one of grants) assert.ok(grantable.has(`${one.application} ${one.category}`))
    const keys = grants.map((one) => [one.application, one.category, one.agencyCode, one.receiver].join(' '))
    assert.equal(new Set(keys).size, keys.length)
    const delegates = of('delegation').map((one) => `${one.agencyCode} ${one.receiver}`)
    assert.equal(new Set(delegates).size, delegates.length)
  })

  it('let agencies serve each other by the rules of duties', () => {
    const leads = leadAgencies(agencies)
    const { dutiable } = readCatalogue()
    assert.ok(dutiable.includes('A4'))
    for (const no of ['WebHR', 'DL1', 'B6', 'A1T']) assert.ok(!dutiable.includes(no), no)
    const duties = of('duty')
    for (const one of duties) {
      assert.notEqual(one.actingAgencyCode, one.servedAgencyCode)
      assert.equal(leads.get(one.actingAgencyCode), leads.get(one.servedAgencyCode))
      assert.ok(one.applications.length >= 1 && one.applications.every((code) => dutiable.includes(code)))
      assert.equal(new Set(one.applications).size, one.applications.length)
    }
    const pairs = duties.map((one) => `${one.actingAgencyCode} ${one.servedAgencyCode}`)
    assert.equal(new Set(pairs).size, pairs.length)
  })
})

describe('the fixed people', () => {
  const people = fixedPeople(TODAY)
  const standingOf = (label: FixedLabel): string[] =>
    standings(fixed.get(label)!.posts).map((held) => `${held.standing} ${held.agency} ${held.marks.join()}`)

  it('have valid IDs and addresses that nobody else has', () => {
    assert.equal(people.length, 13)
    const ids = new Set(people.map((person) => person.nationalId))
    assert.equal(ids.size, 13)
    for (const id of ids) assert.deepEqual(checkNationalId(id), { ok: true, id })
    for (const person of generateNation(nation.options)) assert.ok(!ids.has(person.nationalId))
    assert.deepEqual(fixedPeople('2030-01-01').map((one) => one.nationalId), [...ids], 'fixed')
  })

  it('stand as the table says', () => {
    assert.deepEqual(standingOf('chen.central'), ['employee A58000000A appointment'])
    assert.deepEqual(standingOf('wang.supervisor'), ['hrSupervisor 397210000A staffCategory'])
    assert.deepEqual(standingOf('lee.officer'), ['hr 397210000A staffCategory'])
    assert.deepEqual(standingOf('chang.unit'), ['hr 397040000E unit'])
    assert.deepEqual(standingOf('huang.concurrent'),
      ['hr 397070100Y nature', 'employee 397070100Y appointment'])
    assert.deepEqual(standingOf('wu.employee'), ['employee 397010000A appointment'])
    assert.deepEqual(standingOf('tsai.delegate'), ['employee 397020000A appointment'])
    assert.deepEqual(standingOf('hsu.newcomer'), ['hrSupervisor 397110000G staffCategory,unit'])
    assert.equal(fixed.get('hsu.newcomer')!.posts[0]!.from, dayBefore(TODAY))
    assert.deepEqual(standingOf('kuo.disabled'), ['employee 397130000C appointment'])
    assert.deepEqual(standingOf('yang.taipei'), ['hrSupervisor 379210000A staffCategory'])
    for (const post of people.flatMap(({ posts }) => posts)) assert.ok(byCode.get(post.agencyCode)?.live)
  })

  it('are listed in people.csv by the columns of the contract', () => {
    const rows = fixedPeopleRows(TODAY)
    assert.deepEqual(FIXED_PEOPLE_COLUMNS.join(), 'account,name,national_id,birth_date,email,agency_code,role')
    assert.deepEqual(rows.map((row) => row.length), rows.map(() => FIXED_PEOPLE_COLUMNS.length))
    assert.deepEqual(rows.find(([account]) => account === 'liu.pending')?.slice(5), ['397120000J', 'pending'])
    assert.equal(fixed.get('liu.pending')!.accountName, null)
  })

  it('bring the newcomer something to review, and the delegate a delegation', () => {
    const decisions = fixedDecisions(nation)
    const ofAgency = decisions.filter((one) =>
      (one.kind === 'duty' ? one.servedAgencyCode : one.agencyCode) === '397110000G')
    assert.deepEqual([...new Set(ofAgency.map((one) => one.kind))].toSorted(), ['delegation', 'duty', 'grant'])
    assert.ok(decisions.some((one) => one.kind === 'delegation' && one.receiver === 'tsai.delegate'))
  })

  it('know the personnel offices of their governments', () => {
    assert.ok(offices.some(({ agency, office }) => office === '397210000A' && agency === '397000000A'))
    assert.ok(offices.some(({ agency, office }) => office === '379210000A' && agency === '379000000A'))
  })
})
