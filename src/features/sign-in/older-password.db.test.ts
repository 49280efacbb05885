// A password that is being looked at while another is chosen opens nothing any more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { whileHeld } from '../../../test/holding.ts'
import { personOf, startWorld } from '../../../test/world.ts'
import { hashPassword } from './password-hash.ts'
import type { World } from '../../../test/world.ts'

const [OLD, NEW] = ['the old heron stands', 'a newer heron flies']
const wu = personOf('wu.employee')

let world: World
before(async () => {
  world = await startWorld()
  await world.arrange('update account set password_hash = $1, password_changed_at = now() where person_id = $2', [await hashPassword(OLD), wu])
})
after(async () => {
  const faults = world.faults()
  await world.stop()
  assert.deepEqual(faults, [])
})

test('another password that is chosen while the old one is proved keeps the old one out', async () => {
  const visitor = world.visitor()
  const chosen = {
    event: 'account.password-changed',
    statements: [`update account set password_hash = '${await hashPassword(NEW)}', password_changed_at = clock_timestamp() where person_id = $1`],
  }
  const answer = await whileHeld(world, wu, chosen, () => visitor.signIn('wu.employee', OLD))
  assert.equal(answer.status, 422)
  assert.equal((await visitor.ask('/me')).status, 303)
  assert.equal((await world.sql('select from session where person_id = $1', [wu])).length, 0)
  assert.equal((await world.visitor().signIn('wu.employee', NEW)).status, 303)
})
