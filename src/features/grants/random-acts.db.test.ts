// Random acts of random people on random grants: whatever is done, it is done exactly when rules written down here a second
// time, with the scopes of this government by hand, allow it; and nothing ever stands outside of them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { loadAuthority } from '../../store/scope.ts'
import { AGENCIES, personOf, startWorld, WHO } from '../../../test/world.ts'
import { agreeToGrant } from './agree-to-grant.ts'
import { confirmGrant } from './confirm-grant.ts'
import { declineGrant } from './decline-grant.ts'
import { editGrant } from './edit-grant.ts'
import { endGrant } from './end-grant.ts'
import { giveGrant } from './give-grant.ts'
import type { Authority } from '../../core/scope.ts'
import type { Standing } from '../../core/standing.ts'
import type { Origin } from '../../store/change.ts'
import type { Who, World } from '../../../test/world.ts'
import type { ReceiverRef } from './grant-rows.ts'

const TODAY = dayInTaipei(new Date())
const ACTS = Number(process.env.ECPA_GRANT_ACTS ?? 250)

const { root, centre, kaohsiung, personnelOffice, secretariat, education, school, works, taipei, taipeiPersonnelOffice,
  taipeiSecretariat } = AGENCIES
const KAOHSIUNG = [kaohsiung, personnelOffice, secretariat, education, school, works]
const EVERYWHERE = [root, centre, ...KAOHSIUNG, taipei, taipeiPersonnelOffice, taipeiSecretariat]
/** What each may manage; who is not named manages nothing. */
const SCOPE: Partial<Record<Who, readonly string[]>> = {
  'chen.central': EVERYWHERE, 'ho.central': EVERYWHERE, 'wang.supervisor': KAOHSIUNG, 'kao.supervisor': KAOHSIUNG,
  'tsai.delegate': KAOHSIUNG, 'tsao.education': [education, school], 'yang.taipei': [taipei, taipeiPersonnelOffice, taipeiSecretariat],
}
const CENTRAL: ReadonlySet<Who> = new Set(['chen.central', 'ho.central'])
const GROUPS: Record<string, { agency: string; members: readonly Who[] }> = {
  survey: { agency: kaohsiung, members: ['wu.employee', 'kao.supervisor'] }, north: { agency: taipei, members: ['lo.taipei'] },
}
const RANK: Record<Standing, number> = { employee: 1, hr: 2, hrSupervisor: 3 }

type Post = { id: string; person: string; agency: string; standing: Standing | null }
type Row = {
  id: string; version: number; application_code: string; agency_code: string; person_id: string | null; post_id: string | null
  group_code: string | null; derived_group: Standing | null; given_by: string | null; confirmed_by: string | null; state: string
  from: string; to: string | null
}

/** One act as it is drawn: numbers choose among what there is when its turn comes. */
type Draw = { act: string; actor: number; agency: number; application: number; receiver: number; post: number; from: number; days: number; grant: number }
const draw: fc.Arbitrary<Draw> = fc.record({
  act: fc.constantFrom('give', 'give', 'give', 'edit', 'end', 'confirm', 'agree', 'decline'),
  // Managers more often than others.
  actor: fc.nat(99), agency: fc.nat(99), application: fc.nat(99), receiver: fc.nat(99), post: fc.nat(3), from: fc.integer({ min: -1, max: 20 }),
  days: fc.integer({ min: -1, max: 40 }), grant: fc.nat(999),
})

describe('random acts on grants', () => {
  let world: World
  let posts: Post[]
  const authorities = new Map<Who, Authority>()
  before(async () => {
    world = await startWorld()
    await world.arrange(Object.entries(GROUPS).map(([code, { agency, members }]) => `
      insert into permission_group (code, name, agency_code) values ('${code}', '${code}', '${agency}');
      ${members.map((who) => `insert into group_member (group_code, person_id, post_id, valid, event_id)
        select '${code}', person_id, id, '[2020-01-01,)', (select max(id) from audit_event) from post
        where person_id = ${personOf(who)} order by id limit 1`).join(';')}`).join(';'))
    posts = await world.sql<Post>(`
      select p.id::text, p.person_id::text as person, p.agency_code as agency,
        case when v.staff_category = '08' or p.unit like '%人事%' or v.nature = '5'
          then case when v.supervisor_level = '' then 'hr' else 'hrSupervisor' end
          when p.kind = 'appointment' then 'employee' end as standing
      from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id`)
    for (const who of WHO) authorities.set(who, await loadAuthority(world.database.read, personOf(who), { day: TODAY, known: 'now' }))
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const rows = () => world.sql<Row>(`
    select id, version, application_code, agency_code, person_id::text, post_id::text, group_code, derived_group, given_by::text,
      confirmed_by::text, state, lower(valid)::text as "from", (upper(valid) - 1)::text as "to"
    from permission_grant where upper_inf(recorded) order by id`)

  const scopeOf = (who: Who): readonly string[] => SCOPE[who] ?? []
  const selfBy = (who: Who, to: ReceiverRef, agency: string): boolean => {
    if (to.to === 'person') return to.person === personOf(who)
    if (to.to === 'group') return GROUPS[to.group]?.members.includes(who) ?? false
    return posts.some((post) => post.person === personOf(who) && post.agency === agency && post.standing !== null
      && RANK[post.standing] >= RANK[to.standing])
  }
  /** Whether the application may be handed out there by that person: the catalogue of test/government.ts by hand. */
  const handsOut = (who: Who, application: string, agency: string): boolean => {
    if (!scopeOf(who).includes(agency) || application === 'A7') return false
    return application !== 'E1' || (agency === centre && CENTRAL.has(who))
  }
  const restsWell = (who: Who, to: ReceiverRef, post: string | null): boolean => {
    if (to.to === 'standing') return true
    if (to.to === 'group') return scopeOf(who).includes(GROUPS[to.group]?.agency ?? '')
    const within = posts.filter((one) => one.person === to.person && scopeOf(who).includes(one.agency))
    return post === null ? within.length === 1 : within.some(({ id }) => id === post)
  }
  const receiverOf = (row: Row): ReceiverRef => row.person_id !== null ? { to: 'person', person: row.person_id }
    : row.group_code !== null ? { to: 'group', group: row.group_code } : { to: 'standing', standing: row.derived_group! }
  const same = (row: Row, to: ReceiverRef) => JSON.stringify(receiverOf(row)) === JSON.stringify(to)

  const pick = <T>(values: readonly T[], at: number): T => values[at % values.length]!
  const managers = Object.keys(SCOPE) as Who[]
  const receivers: ReceiverRef[] = [
    ...WHO.map((who): ReceiverRef => ({ to: 'person', person: personOf(who) })),
    ...(['survey', 'north', 'nobody'] as const).map((group): ReceiverRef => ({ to: 'group', group })),
    ...(['employee', 'hr', 'hrSupervisor'] as const).map((standing): ReceiverRef => ({ to: 'standing', standing })),
  ]
  const originOf = (who: Who): Origin => ({
    actor: { personId: personOf(who), standing: null, agency: null }, sessionId: null, process: null, address: null, requestId: null,
  })

  async function give(one: Draw, who: Who): Promise<void> {
    const stood = await rows()
    const [to, agency] = [pick(receivers, one.receiver), pick(EVERYWHERE, one.agency)]
    const application = pick(['A5', 'A6', 'A8', 'A7', 'E1'], one.application)
    const own = to.to === 'person' ? posts.filter(({ person }) => person === to.person) : []
    const post = one.post === 3 ? pick(posts, one.grant).id : one.post === 2 ? null : pick(own, one.post)?.id ?? null
    const from = addDays(TODAY, one.from)
    const until = addDays(from, one.days)
    const answer = await giveGrant(world.database, originOf(who), { personId: personOf(who), authority: authorities.get(who)! }, {
      agency, application, receiver: to, category: 'use', post, from, to: until, reason: null,
    }, TODAY)
    const overlaps = stood.some((row) => row.state !== 'ended' && same(row, to) && row.agency_code === agency
      && row.application_code === application && row.from <= until && (row.to === null || row.to >= from))
    const eachAgreed = application !== 'A8' || to.to !== 'group'
    const allowed = handsOut(who, application, agency) && !selfBy(who, to, agency) && restsWell(who, to, post) && eachAgreed && from >= TODAY
      && until >= from && !overlaps
    assert.equal('given' in answer, allowed, JSON.stringify({ who, to, agency, application, post, from, until, answer }))
    if ('given' in answer) assert.equal(answer.state, application === 'A8' ? 'proposed' : 'active')
  }

  async function actOn(one: Draw, who: Who): Promise<void> {
    const stood = await rows()
    if (stood.length === 0) return
    const row = pick(stood, one.grant)
    const { id, version, agency_code: agency, application_code: application, state } = row
    const [database, origin, actor] = [world.database, originOf(who), { personId: personOf(who), authority: authorities.get(who)! }]
    const on = { id, version, today: TODAY }
    const [mine, to] = [scopeOf(who).includes(agency), receiverOf(row)]
    const undecided = state === 'proposed'
    const says = async (answer: object, allowed: boolean) => {
      assert.equal(!('refused' in answer), allowed, JSON.stringify({ act: one.act, who, row, answer }))
      if ('refused' in answer) assert.deepEqual(await rows(), stood, 'a refusal changes nothing')
    }
    if (one.act === 'end') await says(await endGrant(database, origin, actor, { ...on, why: null }), mine && state !== 'ended')
    else if (one.act === 'confirm') await says(await confirmGrant(database, origin, actor, { ...on, post: row.post_id }), false)
    else if (one.act === 'decline') {
      const other = row.given_by !== personOf(who) && !selfBy(who, to, agency)
      await says(await declineGrant(database, origin, actor, { ...on, why: null }), mine && undecided && other)
    } else if (one.act === 'agree') {
      const other = row.given_by !== personOf(who) && !selfBy(who, to, agency)
      await says(await agreeToGrant(database, origin, actor, on), undecided && other && handsOut(who, application, agency))
    } else {
      const until = addDays(row.to!, one.days)
      const answer = await editGrant(database, origin, actor, { ...on, from: row.from, to: until, reason: null })
      const others = stood.some((other) => other.id !== id && other.state !== 'ended' && same(other, to) && other.agency_code === agency
        && other.application_code === application && other.from <= until && (other.to === null || other.to >= row.from))
      const longer = until > row.to!
      const allowed = mine && state === 'active' && until >= row.from && until >= TODAY && until !== row.to && !others
        && (!longer || (handsOut(who, application, agency) && !selfBy(who, to, agency) && restsWell(who, to, row.post_id)))
      await says(answer, allowed)
    }
  }

  /** What must hold of every grant there is, whoever did what. */
  function check(all: Row[]): void {
    for (const row of all) {
      const giver = WHO.find((who) => personOf(who) === row.given_by)
      assert.ok(giver !== undefined && handsOut(giver, row.application_code, row.agency_code), JSON.stringify(row))
      const to = receiverOf(row)
      assert.ok(!selfBy(giver, to, row.agency_code) && restsWell(giver, to, row.post_id), JSON.stringify(row))
      if (row.application_code === 'A8' && row.state === 'active') {
        const checker = WHO.find((who) => personOf(who) === row.confirmed_by)
        assert.ok(checker !== undefined && checker !== giver && scopeOf(checker).includes(row.agency_code), JSON.stringify(row))
        assert.ok(!selfBy(checker, to, row.agency_code), JSON.stringify(row))
      }
    }
  }

  test('are done exactly when the rules allow them', async () => {
    const seed = Number(process.env.ECPA_GRANT_SEED ?? Date.now() % 2 ** 31)
    const done: Record<string, number> = {}
    const undone = () => ['give', 'end', 'edit'].filter((act) => (done[act] ?? 0) === 0)
    // Few seeds allow no act of a kind; these go on until one is done, for else the test would have shown nothing.
    for (const [at, one] of fc.sample(draw, { numRuns: 10 * ACTS, seed }).entries()) {
      if (at >= ACTS && undone().length === 0) break
      const who = one.actor < 75 ? pick(managers, one.actor) : pick(WHO, one.actor)
      const count = (await rows()).map(({ version }) => version).reduce((sum, version) => sum + version, 0)
      try {
        await (one.act === 'give' ? give(one, who) : actOn(one, who))
        const now = await rows()
        check(now)
        if (now.reduce((sum, { version }) => sum + version, 0) > count) done[one.act] = (done[one.act] ?? 0) + 1
      } catch (fault) {
        throw new Error(`act ${at} of seed ${seed}: ${JSON.stringify(one)}`, { cause: fault })
      }
    }
    assert.deepEqual(undone(), [], `seed ${seed}`)
  })
})
