// Whoever of the centre does what is the centre's alone, and is of it no more when the turn of the act comes.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { carryThrough, stageFeed } from '../../../test/feeds.ts'
import { send, sendFrom } from '../../../test/forms.ts'
import { STOPS, whileWaiting } from '../../../test/holding.ts'
import { authority } from '../../../test/pki/hierarchy.ts'
import { AGENCIES, keyOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import type { Fields } from '../../../test/forms.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const { education, secretariat, works } = AGENCIES
const TODAY = dayInTaipei(new Date())
const LATER = addDays(TODAY, 30)
const EVENT = '(select max(id) from audit_event)'
const [chen, ho] = [personOf('chen.central'), personOf('ho.central')]
const [OUTAGE, DRAFT, SENT, APPROVED, MEMBER, WAITING, LISTED] = [1, 2, 3, 4, 5, 6, 7].map((at) => `88888888-0000-4000-8000-00000000000${at}`) as
  [string, string, string, string, string, string, string]

// The numbers of the locks, each as the file says that takes it.
const turn = (number: number) => `select pg_advisory_xact_lock(${number})`
const LOCKS = {
  catalogue: turn(3_272_016_002), agencies: turn(3_272_016_003), centre: turn(3_272_016_004), belief: turn(3_272_016_005), applying: turn(3_272_016_023),
}

type Press = () => Promise<Answer>
/** `lock`: what the act waits for. `comesTo`: as far as the last press. */
type Case = { lock: string; comesTo: (visitor: Visitor) => Promise<Press> }

const pressing = (path: string, fields: Fields = {}) => async (one: Visitor): Promise<Press> => () => one.submit(path, fields, '/switch')
const previewing = (action: string, fields: Fields) => async (one: Visitor): Promise<Press> => {
  const { status, headers } = await send(one, action, fields)
  assert.equal(status, 303)
  return () => one.submit(String(headers.location), {}, '/switch')
}
/** `from`: the page that is sent first, which answers with the page of the last press. */
const confirming = (action: string, fields: Fields, from = action) => async (one: Visitor): Promise<Press> => {
  const shown = await send(one, action, fields, from)
  assert.equal(shown.status, 200)
  return () => sendFrom(one, shown, action)
}
const filling = (action: string, fields: Fields) => async (one: Visitor): Promise<Press> => {
  const form = await one.ask(action)
  return () => sendFrom(one, form, action, fields)
}

describe('whoever is of the centre no more when the turn of their act comes', () => {
  let world: World
  let feed: string
  before(async () => {
    world = await startWorld()
    const member = (id: string, who: 'wu.employee' | 'lo.taipei', state: string) => `('${id}', 'survey', ${personOf(who)}, ${postOf(who)}, '[2026-01-01,${LATER})', '${state}', ${EVENT})`
    const plan = (id: string, by: string, state: 'draft' | 'sent') =>
      `('${id}', '調整', '${LATER}', ${by}, ${state === 'draft' ? 'null, null' : `${by}, now()`}, '${state}')`
    const renamed = (id: string, agency: string) => `('${id}', '${agency}', 'changes', '{"nameEn":"Renamed"}')`
    await world.arrange(`
      insert into permission_group (code, name, agency_code) values ('survey', '調查小組', '${AGENCIES.kaohsiung}');
      insert into group_member (id, group_code, person_id, post_id, valid, state, event_id)
        values ${member(MEMBER, 'wu.employee', 'active')}, ${member(WAITING, 'lo.taipei', 'suspended')};
      insert into outage (id, application_code, valid, text_zh, text_en, event_id) values ('${OUTAGE}', 'D6', '[${LATER},${LATER}]', '維護', 'Maintenance', ${EVENT});
      insert into restructuring (id, title, day, drafted_by, sent_by, sent_at, state)
        values ${plan(DRAFT, ho, 'draft')}, ${plan(SENT, ho, 'sent')}, ${plan(APPROVED, chen, 'sent')};
      insert into restructuring_agency (restructuring_id, agency_code, role, fields)
        values ${renamed(DRAFT, works)}, ${renamed(SENT, education)}, ${renamed(APPROVED, secretariat)}`)
    await world.arrange(`insert into certificate_authority (code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies, list_url, event_id)
      values ('gca-g2', $1, sha256($1), 'C=TW,OU=政府憑證管理中心', now() + interval '1 year', false, 'agency', '{1.2.3}', 'http://localhost/', 1)`, [authority()])
    await world.arrange(`insert into listed_certificate (id, issuer, serial, agency_code, valid, reason, event_id)
      values ('${LISTED}', 'gca-g2', 'aa', '${works}', '[2026-01-01,)', '登錄', ${EVENT})`)
    const approved = await (await world.signIn('ho.central')).submit(`/manage/restructurings/${APPROVED}/approve`, { version: '1', note: '' }, '/switch')
    assert.equal(approved.status, 303)
    feed = await stageFeed(world.database, {
      kind: 'delta', rows: [{ nationalId: nationalIdFrom('H', '12000009'), name: '新進', agency: works, from: TODAY }],
    })
    assert.equal((await carryThrough(world.database, feed)).state, 'applied')
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })
  beforeEach(() => world.arrange(`
    update account set state = 'active' where person_id = ${chen}; delete from central_role where person_id = ${chen};
    insert into central_role (person_id, role, valid, reason, event_id) values (${chen}, 'central', '[2020-01-01,)', '派任', ${EVENT});
    insert into post_version (person_id, post_id, version, staff_category, supervisor_level, valid, event_id)
      select person_id, post_id, max(version) + 1, '', '', '[2020-01-01,)', ${EVENT} from post_version where person_id = ${chen}
      group by person_id, post_id having not bool_or(upper_inf(recorded))`))

  const groups = '/manage/groups/survey'
  const plans = '/manage/restructurings'
  const outage = { from: LATER, to: LATER, textZh: '停機', textEn: 'Down' }
  const row = (table: string, id: string, version = '') => `select from ${table} where id = '${id}'${version} for update`
  const CASES: Record<string, Case> = {
    'changes an application': { lock: LOCKS.catalogue, comesTo: previewing('/manage/applications/D6/edit', { remark: '另有說明' }) },
    'changes a category': { lock: LOCKS.catalogue, comesTo: previewing('/manage/applications/D6/categories/use', { derivedGroup: 'hr' }) },
    'gives notice of an outage': { lock: LOCKS.catalogue, comesTo: pressing('/manage/applications/A5/new-outage', { ...outage, version: '0' }) },
    'changes a notice of an outage': { lock: LOCKS.catalogue, comesTo: pressing(`/manage/applications/D6/outages/${OUTAGE}`, { ...outage, version: '1' }) },
    'withdraws a notice of an outage': { lock: LOCKS.catalogue, comesTo: pressing(`/manage/applications/D6/outages/${OUTAGE}/withdraw`, { version: '1' }) },
    'makes a group': { lock: LOCKS.catalogue, comesTo: pressing('/manage/new-group', { agency: works, code: 'another', name: '另一個小組' }) },
    'renames a group': { lock: LOCKS.catalogue, comesTo: filling(`${groups}/rename`, { name: '統計小組' }) },
    'adds a member to a group': {
      lock: LOCKS.catalogue, comesTo: confirming(`${groups}/new-member`, { to: LATER, reason: '' }, `${groups}/new-member?person=${keyOf('tsai.delegate')}`),
    },
    'lengthens a membership': { lock: LOCKS.catalogue, comesTo: confirming(`${groups}/members/${MEMBER}`, { to: addDays(LATER, 30) }) },
    'ends a membership': { lock: LOCKS.catalogue, comesTo: filling(`${groups}/members/${MEMBER}/end`, { note: '' }) },
    'confirms a membership': {
      lock: row('group_member', WAITING, ' and version = 1'),
      comesTo: pressing(`${groups}/members/${WAITING}/confirm`, { version: '1', post: postOf('lo.taipei') }),
    },
    'changes an agency': { lock: LOCKS.agencies, comesTo: previewing(`/manage/agencies/${works}/edit`, { phone: '07-3368333' }) },
    'edits a restructuring': {
      lock: row('restructuring', DRAFT), comesTo: pressing(`${plans}/${DRAFT}/edit`, { title: '另一個名稱', day: LATER, reason: '', version: '1' }),
    },
    'sends a restructuring': { lock: LOCKS.agencies, comesTo: pressing(`${plans}/${DRAFT}/send`, { version: '1', note: '' }) },
    'approves a restructuring, behind a feed that is being applied': {
      lock: LOCKS.applying, comesTo: pressing(`${plans}/${SENT}/approve`, { version: '1', note: '' }),
    },
    'undoes a restructuring, behind a feed that is being applied': {
      lock: LOCKS.applying, comesTo: pressing(`${plans}/${APPROVED}/undo`, { version: '1', note: '不調整了' }),
    },
    'asks to undo a feed': {
      lock: `select pg_advisory_xact_lock(hashtextextended('feed ' || max(id), 0)) from feed where kind = 'delta'`,
      comesTo: (one) => pressing(`/manage/feeds/${feed}/undo`, { seen: '', note: '' })(one),
    },
    'lists a certificate': {
      lock: LOCKS.belief, comesTo: pressing('/manage/certificates/new', { issuer: 'gca-g2', serial: 'bb', kind: 'refused', agency: '', from: TODAY, to: '', reason: '遺失' }),
    },
    'takes a certificate off the list': { lock: LOCKS.belief, comesTo: pressing(`/manage/certificates/${LISTED}/end`, { reason: '換發' }) },
    'changes how an authority is asked': { lock: LOCKS.belief, comesTo: filling('/manage/certificates/authorities/gca-g2', { graceHours: '12' }) },
    'changes an authority that a file is changing': {
      lock: `select from certificate_authority where code = 'gca-g2' for update`, comesTo: filling('/manage/certificates/authorities/gca-g2', { graceHours: '12' }),
    },
    'reveals a national ID': {
      lock: `select pg_advisory_xact_lock(hashtextextended('reveals ${chen}', 0))`, comesTo: pressing(`/manage/people/${keyOf('wu.employee')}/national-id`, { reason: '查證' }),
    },
    'proposes a role at the centre': {
      lock: LOCKS.centre, comesTo: pressing('/manage/people/roles/new', { person: keyOf('wu.employee'), role: 'central', permanent: 'yes', reason: '業務增加' }),
    },
  }
  const roleEnds = (person: string) => `update central_role set recorded = closed(recorded) where person_id = ${person} and upper_inf(recorded)`

  const overtaken = async ({ lock, comesTo }: Case, stop: string): Promise<void> => {
    const press = await comesTo(await world.signIn('chen.central'))
    const [{ last } = { last: '' }] = await world.sql<{ last: string }>('select max(id) as last from audit_event')
    const answer = await whileWaiting(world, lock, [stop], press)
    const events = await world.sql('select outcome, actor_person_id, detail ->> $1 as why from audit_event where id > $2 and actor_person_id is not null', ['refusal', last])
    assert.deepEqual(events.map(({ outcome, why }) => [outcome, why]).filter(([outcome]) => outcome === 'done'), [], String(answer.status))
    assert.equal(events.length, 1)
    assert.equal(answer.status, 404)
  }

  for (const [what, one] of Object.entries(CASES)) test(`${what}: nothing is done, and nothing is there`, () => overtaken(one, roleEnds(chen)))
  for (const [why, stop] of Object.entries(STOPS)) {
    test(`nor where ${why}`, () => overtaken(CASES['changes an agency']!, stop(chen)))
  }
})
