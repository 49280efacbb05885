// What applications ask about their people: how people are named, on which day, why and why not; and what attackers try.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SECRET, startCallers } from '../../../test/authzen/callers.ts'
import { ask } from '../../../test/http.ts'
import { AGENCIES, nameOf, nationalIdOf, personOf, postOf, seal } from '../../../test/world.ts'
import { writeReference } from '../oidc/reference.ts'
import type { Callers, Json, Reply } from '../../../test/authzen/callers.ts'
import type { Who } from '../../../test/world.ts'

let callers: Callers
let post: Callers['post']
before(async () => {
  callers = await startCallers({ ECPA_PROGRAM_REQUESTS_PER_MINUTE: '5000' })
  post = callers.post
})
after(async () => {
  assert.deepEqual(callers.world.faults(), [])
  await callers.stop()
})

const question = (id: string, action = 'read', agency?: string, asOf?: string): Json => ({
  subject: { type: 'person', id }, action: { name: action },
  resource: { type: 'application', id: 'REC', ...(agency === undefined ? {} : { properties: { agency } }) },
  ...(asOf === undefined ? {} : { context: { asOf } }),
})
type Decision = { decision: boolean; context: { asOf: string; reasons: Json[]; missing?: Json & { missing: string } } }
async function decision(...asked: Parameters<typeof question>): Promise<Decision> {
  const reply = await post('evaluation', question(...asked))
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body as Decision
}
const UNKNOWN = { decision: false, missing: 'unknown' }
const brief = ({ decision: may, context }: Decision) => ({ decision: may, ...(context.missing && { missing: context.missing.missing }) })

describe('who, when, why', () => {
  test('a person is named by sub, account name or national ID, and is the same', async () => {
    const [bySub, ...others] = await Promise.all([await callers.sub('wu.employee'), 'wu.employee', nationalIdOf('wu.employee')]
      .map((id) => decision(id, 'write')))
    assert.equal(bySub!.decision, true)
    for (const other of others) assert.deepEqual(other, bySub)
  })
  test('R-USE-7: the reasons are told for machines and for people', async () => {
    const { context } = await decision('wu.employee', 'write', AGENCIES.secretariat)
    const [{ sentence, ...reason }] = context.reasons as [Json & { sentence: Json }]
    assert.deepEqual(reason, { by: 'grant', agency: AGENCIES.secretariat, grant: '00000000-0000-4000-a000-000000000001',
      from: '2020-01-01', until: '2099-12-31' })
    assert.match(String(sentence['zh-TW']), /應用系統授權.*188 年 12 月 31 日/)
    assert.match(String(sentence.en), /grant.*2099-12-31/)
    const byBirth = await decision('wu.employee')
    assert.deepEqual(byBirth.context.reasons.map(({ by, agency, until }) => ({ by, agency, until })),
      [{ by: 'birthright', agency: AGENCIES.secretariat, until: null }])
  })
  test('R-USE-3: a right by duty names the duty and the acting agency', async () => {
    await callers.world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
      values ('00000000-0000-4000-b000-000000000001', 'REC', '${AGENCIES.education}', '${AGENCIES.works}', '[2020-01-01,)', '兼辦',
        (select max(id) from audit_event))`)
    await callers.world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id,
        valid, reason, event_id) values ('00000000-0000-4000-a000-000000000009', 'REC', 'write', '${AGENCIES.education}',
        ${personOf('chang.unit')}, ${postOf('chang.unit')}, '[2020-01-01,)', '業務需要', (select max(id) from audit_event))`)
    const { context: { reasons: [reason] } } = await decision('chang.unit', 'write', AGENCIES.works)
    assert.deepEqual([reason!.by, reason!.agency, reason!.duty, reason!.acting, reason!.grant], ['duty', AGENCIES.works,
      '00000000-0000-4000-b000-000000000001', AGENCIES.education, '00000000-0000-4000-a000-000000000009'])
    const found = await post('search/resource', { subject: { type: 'person', id: 'chang.unit' }, action: { name: 'write' },
      resource: { type: 'application' } })
    assert.deepEqual((found.body.results as { properties: Json }[]).map(({ properties }) => properties.agency),
      [AGENCIES.education, AGENCIES.works])
  })
  test('R-USE-7: a denial tells the nearest missing condition', async () => {
    const { context } = await decision(await callers.sub('lo.taipei'), 'write', AGENCIES.taipeiSecretariat)
    assert.deepEqual(context.reasons, [])
    assert.equal(context.missing!.missing, 'grantByManager')
    assert.match(String((context.missing!.sentence as Json).en), /A grant of “write”/)
    assert.match(String((context.missing!.sentence as Json)['zh-TW']), /授予/)
    assert.deepEqual(brief(await decision(await callers.sub('lo.taipei'), 'read', AGENCIES.works)),
      { decision: false, missing: 'grantByManager' })
    assert.deepEqual(brief(await decision('wu.employee', 'read', 'ZZZZZZZZZZ')), { decision: false, missing: 'agencyNotLive' })
  })
  test('R-DAY-2: asked as of a day, past or to come', async () => {
    assert.equal((await decision('wu.employee', 'write', undefined, '2099-12-31')).decision, true)
    assert.deepEqual(brief(await decision('wu.employee', 'write', AGENCIES.secretariat, '2100-01-01')),
      { decision: false, missing: 'expired' })
    const past = await decision(await callers.sub('wu.employee'), 'write', undefined, '2024-01-01')
    assert.equal(past.decision, false, 'nothing of it was known then')
    assert.equal(past.context.asOf, '2024-01-01')
  })
  test('R-USE-8, R-JML-1: what is suspended, ended or disabled gives nothing from then on', async () => {
    const { arrange } = callers.world
    assert.equal((await decision('sun.employee', 'write', AGENCIES.works)).decision, true)
    await arrange(`update account set state = 'disabled' where person_id = ${personOf('sun.employee')}`)
    assert.deepEqual(brief(await decision(await callers.sub('sun.employee'), 'write')), { decision: false, missing: 'accountNotActive' })
    await arrange(`update account set state = 'active' where person_id = ${personOf('sun.employee')}`)
    assert.equal((await decision('sun.employee', 'write', AGENCIES.works)).decision, true)
  })
})

describe('what an application cannot find out', () => {
  test('whoever and whatever is not there, or not its own, has one answer', async () => {
    const stranger = await callers.sub('wu.employee', 'D6')
    const everybody = ['nobody.here', stranger, 'A123456789', 'A123456780', 'wu', '', 'WU.EMPLOYEE', ' wu.employee', '1', 'x'.repeat(9000),
      "' or true --", '𠮷', 'AAAAAAAAAAAAAAAAAAAAAA']
    const answers = await Promise.all(everybody.map((id) => decision(id)))
    answers.push(...await Promise.all(['fly', '', 'x'.repeat(9000), 'READ'].map((action) => decision('wu.employee', action))))
    for (const resource of [{ type: 'application', id: 'D6' }, { type: 'application', id: 'ZZ' }, { type: 'record', id: 'REC' }]) {
      answers.push((await post('evaluation', { ...question('wu.employee'), resource })).body as Decision)
    }
    answers.push((await post('evaluation', { ...question('wu.employee'), subject: { type: 'user', id: 'wu.employee' } })).body as Decision)
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.deepEqual(brief(answers[0]!), UNKNOWN)
  })
  test('by account names: whose account is closed; by national IDs: who is a civil servant at all', async () => {
    assert.deepEqual(brief(await decision('kuo.disabled')), UNKNOWN)
    assert.deepEqual(brief(await decision(nationalIdOf('kuo.disabled'))), UNKNOWN)
    assert.deepEqual(brief(await decision(await callers.sub('kuo.disabled'))), { decision: false, missing: 'accountNotActive' })
    // A5 is had by grant alone, and nobody has one.
    const token = await callers.tokenFor('a5', 'A5')
    const asked = (id: string) => post('evaluation', { ...question(id, 'use'), resource: { type: 'application', id: 'A5' } }, { token })
    assert.deepEqual(brief((await asked(nationalIdOf('wu.employee'))).body as Decision), UNKNOWN)
    assert.deepEqual((await asked(nationalIdOf('wu.employee'))).body, (await asked('A123456789')).body)
    assert.deepEqual(brief((await asked('wu.employee')).body as Decision), { decision: false, missing: 'grantByManager' })
  })
  test('5.2: national IDs and names stand in no answer, log or event', async () => {
    const ids = (['wu.employee', 'lo.taipei'] as const).map(nationalIdOf)
    const replies: Reply[] = []
    for (const id of ids) {
      replies.push(await post('evaluation', question(id)), await post('evaluation', question(id, 'write', AGENCIES.works)),
        await post('search/action', { ...question(id) }), await post('search/resource', question(id)),
        await post('evaluation', { ...question(id), context: { asOf: id } }, { headers: { 'x-request-id': 'a' } }))
    }
    const said = JSON.stringify([replies, callers.world.logged, await callers.world.sql('select detail, actor_process from audit_event')])
    for (const id of ids) assert.ok(!said.includes(id))
    for (const who of ['wu.employee', 'lo.taipei'] as Who[]) assert.ok(!said.includes(nameOf(who)))
  })
  test('the log has the caller and the address asked, and nothing of what was asked', async () => {
    callers.world.logged.splice(0)
    await post('evaluation', question('wu.employee'), { headers: { 'x-request-id': 'E190000000' } })
    const { requestId, ms, ...line } = JSON.parse(callers.world.logged.at(-1)!) as Json
    assert.deepEqual(line, { client: 'rec', method: 'POST', path: '/access/v1/evaluation', status: 200 })
    assert.ok(typeof requestId === 'string' && requestId !== 'E190000000' && typeof ms === 'number')
  })
  test('a list of people leaves an event, a question about one does not', async () => {
    const events = () => callers.world.events('access.subjects-listed')
    const before_ = (await events()).length
    const body = { subject: { type: 'person' }, action: { name: 'read' },
      resource: { type: 'application', id: 'REC', properties: { agency: AGENCIES.secretariat } }, page: { limit: 1 } }
    const { body: { page } } = await post('search/subject', body)
    await post('search/subject', { ...body, page: { token: (page as Json).next_token } })
    await decision('wu.employee')
    const made = (await events()).slice(before_)
    assert.deepEqual(made.map(({ actor_process: who, application, detail }) => [who, application, (detail as Json).of]),
      [['client rec', 'REC', AGENCIES.secretariat]])
  })
})

describe('who may ask', () => {
  const asWhom = (token: string | null, headers = {}) => post('evaluation', question('wu.employee'), { token, headers })

  test('nobody without a token that is good now; each is told how to get one', async () => {
    const expired = async (): Promise<string> => {
      const [{ program_key: key } = { program_key: '' }] = await callers.world.sql<{ program_key: string }>(
        `select program_key from oidc_client where client_id = 'rec'`)
      const [{ sealed } = { sealed: Buffer.alloc(0) }] = await callers.world.sql<{ sealed: Buffer }>(
        `select sealed from oidc_key where use = 'reference' and state = 'current'`)
      const made = (expires: number) => writeReference({ kind: 'program', grantId: key, generation: 0, scope: 'authzen', expires },
        seal.open('oidc-key', sealed))
      assert.equal((await asWhom(made(Math.floor(Date.now() / 1000) + 60))).status, 200, 'the key is the right one')
      return made(Math.floor(Date.now() / 1000) - 1)
    }
    const missing = await asWhom(null)
    assert.deepEqual([missing.status, missing.headers['www-authenticate']], [401, 'Bearer realm="http://localhost:3000"'])
    for (const token of ['nonsense', 'a'.repeat(78), await expired()]) {
      const reply = await asWhom(token)
      assert.equal(reply.status, 401)
      assert.match(String(reply.headers['www-authenticate']), /error="invalid_token"/)
      assert.equal(reply.headers['cache-control'], 'no-store')
    }
    const inAddress = await ask(callers.world.address, `/access/v1/evaluation?access_token=${'a'.repeat(78)}`, { method: 'POST', body: '{}' })
    assert.equal(inAddress.status, 401)
  })
  test('a program without the scope, and one of no application', async () => {
    const token = await callers.tokenFor('personnel-system', null, ['scim', 'feed'])
    const reply = await asWhom(token)
    assert.equal(reply.status, 403)
    assert.match(String(reply.headers['www-authenticate']), /error="insufficient_scope", scope="authzen"/)
  })
  test('another application sees itself alone: neither ours, nor our people by our sub', async () => {
    const token = await callers.tokenFor('d6', 'D6')
    const sub = await callers.sub('wu.employee')
    assert.deepEqual(brief((await asWhom(token)).body as Decision), UNKNOWN)
    const own = { type: 'application', id: 'D6' }
    const asked = (id: string) => post('evaluation', { ...question(id, 'use'), resource: own }, { token })
    assert.equal((await asked('wu.employee')).body.decision, true)
    assert.deepEqual(brief((await asked(sub)).body as Decision), UNKNOWN)
    assert.equal((await asked(await callers.sub('wu.employee', 'D6'))).body.decision, true)
    const found = await post('search/subject', { subject: { type: 'person' }, action: { name: 'use' }, resource: own }, { token })
    const ours = await post('search/subject', { subject: { type: 'person' }, action: { name: 'read' },
      resource: { type: 'application', id: 'REC' } })
    const ids = (reply: Reply) => (reply.body.results as { id: string }[]).map(({ id }) => id)
    assert.ok(ids(found).length > 5 && ids(found).every((id) => !ids(ours).includes(id)))
  })
  test('a token that was revoked, or whose client lost the scope', async () => {
    const token = await callers.tokenFor('gone')
    assert.equal((await asWhom(token)).status, 200)
    const authorization = `Basic ${Buffer.from(`gone:${SECRET}`).toString('base64')}`
    await ask(callers.world.address, '/oidc/revoke', { method: 'POST', body: new URLSearchParams({ token }), headers: { authorization } })
    assert.equal((await asWhom(token)).status, 401)
    const second = await callers.tokenFor('narrowed')
    await callers.world.arrange(`update oidc_client set scopes = '{openid}' where client_id = 'narrowed'`)
    await callers.world.oidc.reload()
    assert.equal((await asWhom(second)).status, 401)
  })
  test('a session of the portal is no token, and no token opens a page', async () => {
    const visitor = await callers.world.signIn('wang.supervisor')
    const asked = await visitor.ask('/access/v1/evaluation', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    assert.equal(asked.status, 401)
    const token = await callers.tokenFor('page')
    const page = await ask(callers.world.address, '/applications', { headers: { authorization: `Bearer ${token}` } })
    assert.equal(page.status, 303)
  })
})

describe('what is sent', () => {
  test('bodies that are too long, nested, doubled, broken or compressed', async () => {
    const whole = JSON.stringify(question('wu.employee'))
    const bodies: [number, string | Buffer, Record<string, string>?][] = [
      [413, whole.replace('}', `}${' '.repeat(40_000)}`)],
      [400, `${whole.slice(0, -1)},"subject":{"type":"person","id":"lo.taipei"}}`],
      [400, `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)},${whole.slice(1)}`],
      [400, whole.replace('wu.employee', '\\u0000')],
      [400, whole.replace('wu.employee', '\\ud800')],
      [400, Buffer.from(whole.replace('wu.employee', 'é'), 'latin1')],
      [400, `\ufeff${whole}`],
      [400, whole, { 'content-encoding': 'gzip' }],
    ]
    for (const [status, body, headers = {}] of bodies) {
      const reply = await post('evaluation', body, { headers })
      assert.equal(reply.status, status, String(body).slice(0, 80))
      assert.deepEqual(Object.keys(reply.body).filter((name) => name !== 'pointer'), ['type', 'title', 'status', 'detail', 'requestId'])
    }
    const chinese = await post('evaluation', '{', { headers: { 'accept-language': 'zh-TW,zh;q=0.9' } })
    assert.equal(chinese.body.detail, '內容不是 JSON。')
  })
  test('batches: a thousand are answered, one more is none', async () => {
    const batch = (count: number) => post('evaluations', { ...question('wu.employee'), evaluations: Array.from({ length: count },
      (_, n) => (n % 2 === 0 ? {} : { subject: { type: 'person', id: 'lo.taipei' }, action: { name: 'write' } })) })
    const { status, body } = await batch(1000)
    assert.equal(status, 200)
    const answers = (body.evaluations as Decision[]).map((one) => one.decision)
    assert.deepEqual(answers, Array.from({ length: 1000 }, (_, n) => n % 2 === 0))
    assert.equal((await batch(1001)).status, 400)
  })
  test('methods and addresses', async () => {
    const { address } = callers.world
    const get = await ask(address, '/access/v1/evaluation')
    assert.deepEqual([get.status, get.headers.allow, get.headers['content-type']], [405, 'POST', 'application/problem+json'])
    assert.equal((await ask(address, '/.well-known/authzen-configuration', { method: 'POST', body: '{}' })).headers.allow, 'GET, HEAD')
    for (const path of ['/access', '/access/v1/EVALUATION', '/access/v1/search', '/.well-known/authzen-configuration/tenant1']) {
      assert.equal((await post(path, {})).status, 404, path)
    }
    for (const path of ['/access/v1/evaluation/', '/access//v1/evaluation', '/access/v1/%65valuation', '/x/../access/v1/evaluation']) {
      assert.equal((await ask(address, path, { method: 'POST', body: '{}' })).status, 404, path)
    }
  })
  test('page tokens: of another page, another question, another program, or none of ours', async () => {
    const body = { subject: { type: 'person' }, action: { name: 'read' }, resource: { type: 'application', id: 'REC' } }
    const first = await post('search/subject', { ...body, page: { limit: 2 } })
    const token = (first.body.page as Json).next_token as string
    const next = (more: Json, other?: { token: string }, path = 'search/subject') => post(path, { ...body, page: { token }, ...more }, other)
    assert.equal((await next({})).status, 200)
    assert.equal((await next({ page: { token, limit: 2 } })).status, 200)
    const altered = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31)
    const refused: Reply[] = [
      await next({ page: { token, limit: 3 } }), await next({ page: { token: altered } }), await next({ page: { token: 'x' } }),
      await next({ page: { token: token.slice(0, -4) } }), await next({ page: { token: 1 } }),
      await next({ action: { name: 'write' } }), await next({ context: { asOf: '2026-01-01' } }),
      await next({ resource: { type: 'application', id: 'REC', properties: { agency: AGENCIES.works } } }),
      await next({ subject: { type: 'person', id: 'wu.employee' } }, undefined, 'search/resource'),
      await next({}, { token: await callers.tokenFor('d6-two', 'D6') }),
      await next({ page: { limit: -1 } }), await next({ page: { limit: 1.5 } }), await next({ page: { limit: '2' } }), await next({ page: 3 }),
    ]
    for (const [at, reply] of refused.entries()) assert.equal(reply.status, 400, `${at} ${JSON.stringify(reply.body)}`)
    assert.ok(!Buffer.from(token, 'base64url').toString('latin1').includes(AGENCIES.secretariat.slice(0, 5)), 'sealed')
  })
})

test('each program has its minute: told in headers, refused beyond, and others are not held up', async () => {
  const [token, other] = [await callers.tokenFor('busy'), await callers.tokenFor('calm')]
  const many = (count: number) => post('evaluations', { ...question('wu.employee'), evaluations: Array(count).fill({}) }, { token })
  const first = await many(1000)
  assert.deepEqual([first.headers['ratelimit-policy'], first.headers.ratelimit], ['"program";q=5000;w=60', '"program";r=4000;t=60'])
  for (let n = 0; n < 4; n += 1) assert.equal((await many(1000)).status, 200)
  const refused = await post('evaluation', question('wu.employee'), { token })
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.equal((await post('evaluation', question('wu.employee'), { token: other })).status, 200)
})
