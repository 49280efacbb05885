import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { pairwiseSub, personKeyOf, sidOf } from './pairwise.ts'
import { lowestIdAt, readReference, SCOPES, timeOrderedId, writeReference } from './reference.ts'
import type { Reference } from './reference.ts'

const u32 = fc.nat({ max: 2 ** 32 - 1 })
const references: fc.Arbitrary<Reference> = fc.record({
  kind: fc.constantFrom('code', 'access', 'refresh'), grantId: fc.uuid(), generation: u32, expires: u32,
  scope: fc.subarray([...SCOPES]).map((scopes) => scopes.join(' ')),
})
const key = randomBytes(32)

test('what is written is read again, with any of the keys, and only as its own kind', () => {
  fc.assert(fc.property(references, (reference) => {
    const text = writeReference(reference, key)
    assert.deepEqual(readReference(text, reference.kind, [randomBytes(32), key]), { ...reference })
    assert.equal(readReference(text, reference.kind === 'code' ? 'access' : 'code', [key]), null)
    assert.equal(readReference(text, reference.kind, [randomBytes(32)]), null)
  }))
})

test('nothing else is read', () => {
  fc.assert(fc.property(references, fc.nat({ max: 77 }), fc.base64String({ minLength: 4 }), (reference, at, other) => {
    const text = writeReference(reference, key)
    const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    assert.equal(readReference(changed, reference.kind, [key]), null)
    assert.equal(readReference(other, reference.kind, [key]), null)
    assert.equal(readReference(`${text}=`, reference.kind, [key]), null)
  }))
})

test('ids are in the order of time, and none of a moment is below its lowest', () => {
  fc.assert(fc.property(fc.nat({ max: 2 ** 41 }), (at) => {
    assert.ok(timeOrderedId(at) < timeOrderedId(at + 1))
    assert.ok(lowestIdAt(at) < timeOrderedId(at))
    assert.match(timeOrderedId(at), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }))
})

test('sub: always the same, another at each application, and found back only there', () => {
  fc.assert(fc.property(fc.uuid(), fc.uuid(), (person, other) => {
    const sub = pairwiseSub(key, person, 'A4')
    assert.equal(pairwiseSub(key, person, 'A4'), sub)
    assert.notEqual(pairwiseSub(key, person, 'D6'), sub)
    assert.equal(pairwiseSub(key, other, 'A4') === sub, other === person)
    assert.equal(personKeyOf(key, sub, 'A4'), person)
    assert.notEqual(personKeyOf(key, sub, 'D6'), person)
    assert.equal(personKeyOf(key, `${sub}=`, 'A4'), null)
    assert.notEqual(sidOf(key, person, 'c'), sidOf(key, person, 'd'))
  }))
})
