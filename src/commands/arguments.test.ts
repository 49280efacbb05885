import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adminCreate } from './admin-create.ts'
import { apply } from './apply.ts'
import { onlyFile, readArguments, readOptions } from './arguments.ts'
import { UsageFault } from './command.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { exportConfig } from './export-config.ts'
import { importAgencies } from './import-agencies.ts'
import { migrate } from './migrate.ts'
import { rotateSigningKeys } from './rotate-keys.ts'
import { serve } from './serve.ts'

const silent = { out() {}, err() {} }

test('every command refuses an option that it does not know, before it does anything', async () => {
  const commands = [serve, demo, migrate, doctor, importAgencies, apply, exportConfig, adminCreate, rotateSigningKeys]
  for (const command of commands) await assert.rejects(command.run(['--no-such'], silent), UsageFault, command.name)
})

test('a command without words refuses one', async () => {
  for (const command of [serve, demo, migrate, doctor, exportConfig, adminCreate, rotateSigningKeys]) {
    await assert.rejects(command.run(['stray'], silent), /^UsageFault: "stray" means nothing here\.$/, command.name)
  }
})

test('options and words are read, and a file is exactly one word', () => {
  const options = { json: { type: 'boolean' }, to: { type: 'string' } } as const
  assert.deepEqual({ ...readOptions(['--json', '--to', 'x'], options) }, { json: true, to: 'x' })
  assert.deepEqual(readArguments(['a', '--json'], options).positionals, ['a'])
  assert.equal(onlyFile(['a']), 'a')
  assert.throws(() => onlyFile([]), UsageFault)
  assert.throws(() => onlyFile(['a', 'b']), UsageFault)
})
