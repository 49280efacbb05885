import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printProgram, standing } from './generated.ts'

test('what is generated of the program is as it would be written now; if not, run: node bin/node24.mjs test/write-generated.ts', async () => {
  for (const { path, text } of await printProgram()) assert.equal(standing(path), text, `${path} is stale`)
})
