// R-ACC-3: whoever asks for a link learns nothing of who is there, by time neither: the same work is done for nobody.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noteStatements } from '../../../test/asked-statements.ts'
import { nationalIdOf, seal, startWorld } from '../../../test/world.ts'
import { processOrigin } from '../../store/change.ts'
import { HashingTurns } from '../sign-in/hashing-turns.ts'
import { askForWay } from './forgotten.ts'
import type { World } from '../../../test/world.ts'
import type { Forgotten } from './forgotten.ts'

describe('asking for a link', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  test('asks the same of the database for whoever is there and for nobody', async (t) => {
    const { during } = noteStatements(t)
    const born = (await world.sql<{ born: string }>('select birth_date::text as born from person_version limit 1'))[0]!.born
    const slice = {
      database: world.database, seal, addressLimit: 0, slowedSeconds: 3, turns: new HashingTurns(100), emailChangesPerDay: 5, subjectOf: (kind: string, value: string) => seal.index(`sign-in ${kind}`, value), wrongCodes: 5,
    }
    const asked = (more: Partial<Forgotten>) => during(() => askForWay(slice, { ...processOrigin('test'), address: '198.51.100.4' }, 'newPassword',
      { accountName: 'wu.employee', nationalId: null, birthDate: born, address: '198.51.100.4', ...more }))
    const there = await asked({})
    assert.ok(there.some((one) => one.includes('add_job')) && there.some((one) => one.includes('insert into "audit_event"')))
    for (const other of [{ accountName: 'nobody.at-all' }, { birthDate: '1931-01-01' }, { birthDate: null }, { accountName: 'kuo.disabled' }]) {
      assert.deepEqual(await asked(other), there)
    }
    const byId = await asked({ nationalId: nationalIdOf('wu.employee') })
    for (const nationalId of ['', 'Z999999999', nationalIdOf('liu.pending')]) assert.deepEqual(await asked({ nationalId }), byId)
  })
})
