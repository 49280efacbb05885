// The limits of links and slips as an operator sets them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { doJobs, keyOf, nationalIdOf, startWorld } from '../../../test/world.ts'
import { lettersWith } from '../../../test/letters.ts'
import { textOf } from '../../../test/searches.ts'
import type { World } from '../../../test/world.ts'

describe('with one letter an hour, and two wrong codes', () => {
  let world: World
  before(async () => { world = await startWorld({ ECPA_WAY_LETTERS_PER_HOUR: '1', ECPA_WAY_WRONG_CODES: '2' }) })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  test('a second letter waits for the next hour', async () => {
    for (let at = 0; at < 3; at += 1) {
      await world.visitor().submit('/forgot-password', { accountName: 'wu.employee', nationalId: '', birthDate: '1980-01-01' }, '/forgot-password')
      await doJobs(world, 'ways.forgotten')
    }
    assert.equal((await lettersWith(world, '設定新密碼')).length, 1)
    await world.arrange(`update way_in set opened_at = opened_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes'`)
    await world.visitor().submit('/forgot-password', { accountName: 'wu.employee', nationalId: '', birthDate: '1980-01-01' }, '/forgot-password')
    await doJobs(world, 'ways.forgotten')
    assert.equal((await lettersWith(world, '設定新密碼')).length, 2)
  })

  test('the second wrong ID spoils a slip, and the database lets no limit be later than the fifth', async () => {
    const { body } = await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf('sun.employee')}/reset`, { how: 'slip' }, '/switch')
    const way = /一次性代碼([0-9A-Z]{20})/.exec(textOf(body).replaceAll(/[ -]/g, ''))![1]!
    for (const who of ['wu.employee', 'tsai.delegate', 'sun.employee'] as const) {
      const answer = await world.visitor().submit('/new-password', {
        way, nationalId: nationalIdOf(who), birthDate: '1980-01-01', password: 'three blue herons', againPassword: 'three blue herons',
      }, '/new-password')
      assert.equal(answer.status, 422)
    }
    assert.deepEqual(await world.sql(`select state, failures from way_in where medium = 'slip'`), [{ state: 'spoiled', failures: 2 }])
    await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf('sun.employee')}/reset`, { how: 'slip' }, '/switch')
    await assert.rejects(world.arrange(`update way_in set failures = 5 where state = 'open' and medium = 'slip'`), /spoiled_by_failures/)
  })
})
