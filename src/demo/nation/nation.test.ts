import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayNumber, isDay, periodHolds } from '../../core/days.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { standingsOn } from '../../core/standing.ts'
import { readAgencyFile } from '../../features/agencies/agency-file.ts'
import type { AgencyRow } from '../../features/agencies/agency-file.ts'
import { leadAgencies } from '../../features/agencies/lead-agencies.ts'
import { generateNation, nationOf } from './people.ts'
import type { FeedPost, GeneratedPerson } from './people.ts'
import { readJobSeries } from './source-data.ts'

const TODAY = '2026-11-23'
const file = readAgencyFile(readFileSync(new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url)))
assert.ok(!('refused' in file))
const agencies: AgencyRow[] = file.agencies
const live = new Map(agencies.filter((agency) => agency.live).map((agency) => [agency.code, agency]))
const options = (people: number, seed = 1) => ({ seed, people, agencies, today: TODAY })

const key = (post: FeedPost): string =>
  [post.agencyCode, post.postKind, post.unit, post.title, post.from].join('|')
const current = (person: GeneratedPerson): FeedPost[] => person.posts.filter((post) => periodHolds(post, TODAY))
const asLaw = (post: FeedPost, id: number) =>
  ({ ...post, id: String(id), agency: post.agencyCode, kind: post.postKind })

const RANK = /^(|特任|(委任第[一二三四五]|薦任第[六七八九]|簡任第十[一二三四]?)職等|警[佐正].階|師\(.\)級|約僱.等)$/

/** What the tests ask of a whole nation, gathered in one pass. */
function census(people: number) {
  const ids = new Set<string>()
  const emails = new Set<string>()
  const staffed = new Set<string>()
  const withHr = new Set<string>()
  const withSupervisor = new Set<string>()
  const count = { residents: 0, female: 0, loans: 0, concurrent: 0, future: 0, ended: 0, withoutPost: 0 }
  const began = performance.now()
  for (const person of generateNation(options(people))) {
    ids.add(person.nationalId)
    emails.add(person.email)
    if (/[89]/.test(person.nationalId.charAt(1))) count.residents += 1
    if (/[29]/.test(person.nationalId.charAt(1))) count.female += 1
    const held = current(person)
    for (const post of held) staffed.add(post.agencyCode)
    for (const { agency, standing } of standingsOn(person.posts.map(asLaw), TODAY)) {
      if (standing !== 'employee') withHr.add(agency)
      if (standing === 'hrSupervisor') withSupervisor.add(agency)
    }
    if (held.length === 0) count.withoutPost += 1
    if (held.filter((post) => post.postKind === 'appointment').length > 1) count.loans += 1
    if (held.some((post) => post.postKind === 'concurrent' && post.nature !== '5')) count.concurrent += 1
    if (person.posts.some((post) => post.from > TODAY)) count.future += 1
    if (person.posts.some((post) => post.to !== null && post.to < TODAY)) count.ended += 1
  }
  return { ids, emails, staffed, withHr, withSupervisor, count, seconds: (performance.now() - began) / 1000 }
}

describe('the generated nation', () => {
  it('gives each live agency somebody, and hr by the law of the core, at the usual size', () => {
    const { count, emails, ids, staffed, withHr } = census(20_000)
    assert.equal(ids.size, 20_000, 'unique IDs')
    assert.equal(emails.size, 20_000, 'unique addresses')
    assert.deepEqual([...live.keys()].filter((code) => !staffed.has(code)), [])
    assert.deepEqual([...live.keys()].filter((code) => !withHr.has(code)), [])
    assert.ok(count.residents > 120 && count.residents < 300, `${count.residents} residents`)
    assert.ok(count.female > 9_000 && count.female < 13_000, `${count.female} women`)
  })

  it('has loans, concurrent posts, moves and former posts in believable numbers', (test) => {
    const { count, ids, seconds, staffed, withHr, withSupervisor } = census(60_000)
    const share = (part: number): number => (100 * part) / 60_000
    test.diagnostic(`60,000 people judged in ${seconds.toFixed(2)} s; ${JSON.stringify(count)}`)
    assert.equal(ids.size, 60_000)
    assert.equal(staffed.size, 8_314)
    assert.equal(withHr.size, 8_314)
    assert.ok(withSupervisor.size > 2_500 && withSupervisor.size < 8_314, `${withSupervisor.size} with supervisor`)
    const ranges: [number, number, number][] = [[count.loans, 1, 2.5], [count.concurrent, 1.5, 3.5],
      [count.future, 0.2, 1], [count.ended, 4, 10], [count.withoutPost, 0.01, 0.5]]
    for (const [part, low, high] of ranges) assert.ok(share(part) >= low && share(part) <= high, `${share(part)} %`)
  })

  it('spreads people by kind and size', () => {
    const { plan } = nationOf(options(700_000))
    assert.equal(plan.agencies.reduce((sum, agency) => sum + agency.quota, 0), 700_000)
    const mean = (kind: string): number => {
      const those = plan.agencies.filter((agency) => agency.kind.name === kind)
      return those.reduce((sum, agency) => sum + agency.quota, 0) / those.length
    }
    assert.ok(mean('elementary') < mean('seniorHigh') && mean('household') < mean('police'))
    assert.ok(mean('elementary') < mean('ministry') / 3 && mean('market') < 10)
    assert.ok(plan.agencies.every((agency) => agency.quota >= 1 && agency.quota < 3_000))
  })

  it('is the same for the same seed, and another for another', () => {
    const first = [...generateNation(options(3_000))]
    assert.deepEqual([...generateNation(options(3_000))], first)
    assert.notDeepEqual([...generateNation(options(3_000, 2))].slice(0, 20), first.slice(0, 20))
    const nation = nationOf(options(3_000))
    assert.deepEqual([2_999, 7, 1_500].map(nation.personAt), [2_999, 7, 1_500].map((index) => first[index]))
  })

  it('seats everybody once, and finds them again', () => {
    for (const people of [1, 2, 10, 8_313, 8_314, 8_315, 20_000]) {
      const { plan } = nationOf(options(people))
      const seen = new Set<string>()
      for (let index = 0; index < people; index += 1) {
        const { agency, seat } = plan.seatOf(index)
        assert.ok(seat >= 0 && seat < agency.quota)
        assert.equal(plan.indexAt(agency, seat), index)
        seen.add(`${agency.code} ${seat}`)
      }
      assert.equal(seen.size, people)
      assert.equal(plan.agencies.filter((agency) => agency.quota > 0).length, Math.min(people, 8_314))
    }
    assert.deepEqual([...generateNation(options(0))], [])
    assert.throws(() => nationOf(options(-1)), RangeError)
    assert.throws(() => nationOf({ ...options(5), agencies: [] }), RangeError)
  })

  it('leaves the first ten without account, and names the others p000011 and on', () => {
    const people = [...generateNation(options(12))]
    assert.ok(people.slice(0, 10).every((one) => one.accountName === null && one.accountState === 'pending'))
    assert.deepEqual(people.slice(10).map((one) => [one.accountName, one.accountState]),
      [['p000011', 'active'], ['p000012', 'active']])
    assert.equal(nationOf(options(1_000_000)).personAt(999_999).accountName, 'p1000000')
  })
})

describe('each generated person', () => {
  const nation = nationOf(options(700_000))
  const leads = leadAgencies(agencies)
  const series = readJobSeries()
  const anybody = fc.integer({ min: 0, max: 699_999 }).map(nation.personAt)
  const properties = { numRuns: 4_000 }

  it('has a valid ID, an age of 22 to 65, and a harmless address', () => {
    fc.assert(fc.property(anybody, (person) => {
      assert.deepEqual(checkNationalId(person.nationalId), { ok: true, id: person.nationalId })
      const age = (dayNumber(TODAY) - dayNumber(person.birthDate)) / 365.2425
      assert.ok(age >= 22 && age <= 65, `${age}`)
      assert.match(person.email, /^p\d{6,7}@ecpa\.example$/)
      assert.match(person.name, /^\p{Script=Han}{3,4}$/u)
    }), properties)
  })

  it('has posts as the feed wants them', () => {
    fc.assert(fc.property(anybody, ({ posts }) => {
      assert.ok(posts.length > 0)
      assert.equal(new Set(posts.map(key)).size, posts.length, 'a post of its own each')
      for (const post of posts) {
        assert.ok(live.has(post.agencyCode) && post.title !== '')
        assert.ok(isDay(post.from) && (post.to === null || (isDay(post.to) && post.to >= post.from)))
        assert.ok(post.from >= (live.get(post.agencyCode)!.effective ?? ''), 'not before the agency')
        assert.equal(post.nature === '', post.postKind === 'appointment', 'a nature for concurrent posts alone')
        assert.ok(post.jobSeries === '' || series.has(post.jobSeries), post.jobSeries)
        assert.match(post.rank, RANK)
        assert.match(post.staffCategory, /^\d\d$/)
        assert.equal(leads.get(post.agencyCode), leads.get(posts[0]!.agencyCode), 'one line')
      }
    }), properties)
  })
})

it('makes people fast and in flat memory', (test) => {
  const before = process.memoryUsage().heapUsed
  const began = performance.now()
  let count = 0
  for (const person of generateNation(options(200_000))) count += person.posts.length > 0 ? 1 : 0
  const seconds = (performance.now() - began) / 1000
  test.diagnostic(`${Math.round(200_000 / seconds)} people a second`)
  assert.equal(count, 200_000)
  assert.ok(process.memoryUsage().heapUsed - before < 200e6)
})
