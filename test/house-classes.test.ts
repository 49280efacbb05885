// Every class of attack has its tests, and every test that is named is there, switched on, in a file that is run.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CLASSES_OF_ATTACK } from './classes-of-attack.ts'
import { isTest } from './house.ts'

const CLASSES = 25
const read = (file: string): string => {
  const path = new URL(`../${file}`, import.meta.url)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** Whether the file has a test whose name begins so: `test('…`, or a helper of the file's own that makes tests. */
const hasTest = (text: string, name: string): boolean => {
  const written = name.replaceAll("'", "\\'")
  return [`('${written}`, `(\`${written}`, `}${name}\``, `} ${name}\``, `says: '${written}`].some((one) => text.includes(one))
}

test('there are 25 classes of attack, each with tests or with the reason why it cannot be tried', () => {
  assert.equal(CLASSES_OF_ATTACK.length, CLASSES)
  assert.equal(new Set(CLASSES_OF_ATTACK.map(({ name }) => name)).size, CLASSES)
  for (const { name, tests, later } of CLASSES_OF_ATTACK) assert.ok(tests.length > 0 || (later ?? '').length > 20, name)
})

test('each of their tests exists', () => {
  const missing = CLASSES_OF_ATTACK.flatMap(({ tests }) => tests)
    .filter(([file, name]) => !isTest(file) || !hasTest(read(file), name)).map(([file, name]) => `${file}: ${name}`)
  assert.deepEqual(missing, [])
})

test('each file that a guard is said to be in exists', () => {
  const named = CLASSES_OF_ATTACK.flatMap(({ guard }) => [...guard.matchAll(/`([\w./-]+)`/g)].map(([, path]) => path!))
  assert.ok(named.length > 0)
  assert.deepEqual(named.filter((path) => !['', 'src/', 'src/features/'].some((room) => existsSync(new URL(`../${room}${path}`, import.meta.url)))), [])
})

test('a test that is not there is missed', () => {
  assert.ok(hasTest("  test('a guard holds', () => {", 'a guard holds'))
  assert.ok(hasTest("  test('who\\'s there', () => {", "who's there"))
  for (const text of ["// a guard holds", "test('the guard holds'", '']) assert.ok(!hasTest(text, 'a guard holds'))
})
