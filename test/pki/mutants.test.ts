// The mutants fit the validator as it is: each finds its place, once. That its tests notice them is seen by `test/pki/mutate.ts`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COVERED, MUTANTS } from './mutants.ts'

test('what each takes away stands exactly once in its file, and is replaced by something else', () => {
  const astray = MUTANTS.filter(({ file, from, to }) => {
    const text = readFileSync(new URL(`../../src/pki/${file}`, import.meta.url), 'utf8')
    return text.split(from).length !== 2 || from === to
  })
  assert.deepEqual(astray.map(({ file, name }) => `${file}: ${name}`), [])
})

test('what is covered by another check is one of them', () => {
  assert.deepEqual(Object.keys(COVERED).filter((name) => !MUTANTS.some((one) => one.name === name)), [])
})
