// A session: what the cookie is, when it begins and ends, and that its end is the server's.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { newPage } from '../browser.ts'
import { asOwner } from '../demo-program.ts'
import { Visitor } from '../http.ts'
import { eventually, PASSWORD, signIn, signOut, visit } from './steps.ts'
import { sharedDemo } from './shared-demo.ts'

const demo = await sharedDemo()
const { portal, applications } = demo
const COOKIE = '__Host-ecpa'

/** A visitor who is signed in. */
async function signedIn(account: string, visitor = new Visitor(portal)): Promise<Visitor> {
  assert.equal((await visitor.signIn(account, PASSWORD)).headers.location, '/applications')
  return visitor
}

const holding = (token: string): Visitor => {
  const visitor = new Visitor(portal)
  visitor.cookies.set(COOKIE, token)
  return visitor
}

/** Whether the visitor's session lives. */
async function lives(visitor: Visitor): Promise<boolean> {
  const { status, headers } = await visitor.ask('/applications')
  if (status === 200) return true
  assert.deepEqual([status, headers.location], [303, '/?next=%2Fapplications'])
  return false
}

const hashOf = (visitor: Visitor): Buffer => createHash('sha256').update(visitor.cookies.get(COOKIE)!).digest()

/** Changes the row of the visitor's session behind the program's back. */
async function turnBack(visitor: Visitor, set: string): Promise<void> {
  const { rowCount } = await asOwner(demo, (client) => client.query(`update session set ${set} where token_hash = $1`, [hashOf(visitor)]))
  assert.equal(rowCount, 1)
}

test('the cookie is for this host, this scheme, this browser\'s life and no script', async () => {
  const visitor = new Visitor(portal)
  const answer = await visitor.signIn('p000110', PASSWORD)
  const cookie = answer.headers['set-cookie']!.find((one) => one.startsWith(`${COOKIE}=`))
  const [value, ...attributes] = cookie!.split('; ')
  assert.match(value!, /^__Host-ecpa=[A-Za-z0-9_-]{43}$/)
  assert.deepEqual(attributes.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
  const { rows } = await asOwner(demo, (client) => client.query<{ text: string }>(`select row_to_json(s)::text as text from session s`))
  assert.ok(rows.length > 0)
  for (const { text } of rows) assert.ok(!text.includes(value!.slice(COOKIE.length + 1)), 'the table holds no token')
})

test('a session that somebody planted is worth nothing after the sign-in', async () => {
  const invented = 'a'.repeat(43)
  const victim = await signedIn('p000111', holding(invented))
  assert.notEqual(victim.cookies.get(COOKIE), invented)
  assert.equal(await lives(holding(invented)), false)

  // the attacker's own live session, planted in the victim's browser
  const attacker = await signedIn('p000112')
  const planted = attacker.cookies.get(COOKIE)!
  const other = await signedIn('p000111', holding(planted))
  assert.equal(await lives(other), true)
  assert.equal(await lives(attacker), false)

  // the same person once more: the earlier token has gone, also where it was copied
  const copied = other.cookies.get(COOKIE)!
  await signedInAgain(other, 'p000111')
  assert.notEqual(other.cookies.get(COOKIE), copied)
  assert.equal(await lives(holding(copied)), false)
})

/** Signs in over a live session: the form's token is then the session's. */
async function signedInAgain(visitor: Visitor, account: string): Promise<void> {
  const answer = await visitor.submit('/sign-in/password', { account, password: PASSWORD }, '/switch')
  assert.equal(answer.headers.location, '/applications')
}

test('signing out ends the session on the server, and no other browser\'s', async () => {
  const [one, other] = [await signedIn('p000113'), await signedIn('p000113')]
  assert.notEqual(one.cookies.get(COOKIE), other.cookies.get(COOKIE))
  const kept = one.cookies.get(COOKIE)!
  const answer = await one.submit('/sign-out', {}, '/applications')
  assert.deepEqual([answer.status, answer.headers.location], [303, '/'])
  assert.match(answer.headers['set-cookie']!.join('\n'), /^__Host-ecpa=;.*Max-Age=0$/m)
  assert.equal(await lives(holding(kept)), false)
  assert.equal(await lives(other), true)
  const { rows } = await asOwner(demo, (client) => client.query<{ code: string }>(`
    select e.code from audit_event e join account a on a.person_id = e.person_id
    where a.name = 'p000113' order by e.id desc limit 3`))
  assert.deepEqual(rows.map(({ code }) => code), ['session.signed-out', 'session.signed-in', 'session.signed-in'])
})

test('half an hour without a request ends a session, and so do twelve hours in any case', async () => {
  const idle = await signedIn('p000114')
  await turnBack(idle, `last_seen_at = now() - interval '29 minutes'`)
  assert.equal(await lives(idle), true, 'seen 29 minutes ago')
  await turnBack(idle, `last_seen_at = now() - interval '30 minutes 1 second'`)
  assert.equal(await lives(idle), false, 'seen more than 30 minutes ago')

  const long = await signedIn('p000114')
  const { rows } = await asOwner(demo, (client) => client.query<{ hours: number }>(`
    select extract(epoch from expires_at - signed_in_at)::int / 3600 as hours from session where token_hash = $1`, [hashOf(long)]))
  assert.equal(rows[0]!.hours, 12)
  await turnBack(long, `signed_in_at = now() - interval '12 hours 1 second', expires_at = now() - interval '1 second'`)
  assert.equal(await lives(long), false, 'signed in more than 12 hours ago')
})

test('an account that is disabled has no session from that moment, here and in the applications', async () => {
  const page = await newPage({ javaScript: false })
  await signIn(page, demo, 'p000115')
  await page.goto(`${applications}/D6`)
  const cookie = (await page.context().cookies()).find(({ name }) => name === COOKIE)
  const elsewhere = holding(cookie!.value)
  assert.equal(await lives(elsewhere), true)

  const set = (state: string, event: string) => asOwner(demo, async (client) => {
    const { rows: [account] } = await client.query<{ person_id: string }>(
      `update account set state = $1 where name = 'p000115' returning person_id`, [state])
    await client.query(`insert into audit_event (code, outcome, actor_process, person_id, detail)
      values ($1, 'done', 'test', $2, '{}')`, [event, account!.person_id])
  })
  await set('disabled', 'account.disabled')
  try {
    assert.equal(await lives(elsewhere), false)
    // the application hears of it
    await eventually(async () => {
      await page.goto(`${applications}/D6/`)
      return await page.getByRole('button', { name: '重新讀取權限' }).count() === 0
    }, 'the application has let go of the person')
    const again = await new Visitor(portal).signIn('p000115', PASSWORD)
    assert.equal(again.status, 422)
  } finally {
    await set('active', 'account.enabled')
  }
  await page.context().close()
})

for (const javaScript of [true, false]) {
  test(`the Back button after signing out shows nothing of mine (${javaScript ? 'with' : 'without'} script)`, async () => {
    const page = await newPage({ javaScript })
    await signIn(page, demo, 'wu.employee')
    const shown = await visit(page, `${portal}/applications`)
    assert.equal(shown.headers()['cache-control'], 'no-store')
    await page.goto(`${portal}/switch`)
    await signOut(page, demo)
    for (let times = 0; times < 3; times++) {
      await page.goBack()
      assert.ok(!(await page.content()).includes('吳文傑'), page.url())
      assert.equal(await page.getByRole('region', { name: '帳號登入' }).count(), 1, page.url())
    }
    await page.context().close()
  })
}
