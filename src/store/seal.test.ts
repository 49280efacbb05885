import assert from 'node:assert/strict'
import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { SealFault, createSeal } from './seal.ts'

const one = { version: 1, key: Buffer.alloc(32, 1) }
const two = { version: 2, key: Buffer.alloc(32, 2) }
const indexKey = Buffer.alloc(32, 9)
const seal = createSeal({ dataKeys: [one], indexKey })
const ID = 'A123456789'

test('what was sealed opens again, for its purpose and context alone', () => {
  fc.assert(fc.property(fc.uint8Array(), fc.string(), fc.uint8Array(), (bytes, purpose, context) => {
    const sealed = seal.seal(purpose, bytes, context)
    assert.deepEqual(seal.open(purpose, sealed, context), Buffer.from(bytes))
    assert.throws(() => seal.open(`${purpose}x`, sealed, context), SealFault)
    assert.throws(() => seal.open(purpose, sealed, Buffer.concat([context, Buffer.from('x')])), SealFault)
  }))
})

test('any altered or missing byte is noticed', () => {
  const sealed = seal.seal('p', Buffer.from('secret'))
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Buffer.from(sealed)
    altered[at]! ^= 1
    assert.throws(() => seal.open('p', altered), SealFault, `byte ${at}`)
    assert.throws(() => seal.open('p', sealed.subarray(0, at)), SealFault, `cut at ${at}`)
  }
})

test('is plain AES-256-GCM, HKDF and HMAC: another program with the keys reads it', () => {
  const sealed = seal.seal('p', Buffer.from('secret'))
  const key = Buffer.from(hkdfSync('sha256', one.key, '', 'ecpa seal p', 32))
  const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
  const body = Buffer.concat([cipher.update('secret'), cipher.final()])
  assert.deepEqual(sealed, Buffer.concat([Buffer.from([1]), sealed.subarray(1, 13), body, cipher.getAuthTag()]))
  const index = createHmac('sha256', Buffer.from(hkdfSync('sha256', indexKey, '', 'ecpa index national-id', 32)))
  assert.deepEqual(seal.sealNationalId(ID).index, index.update(ID).digest())
})

test('never the same nonce twice', () => {
  const nonces = Array.from({ length: 5000 }, () => seal.seal('p', Buffer.alloc(0)).subarray(1, 13).toString('hex'))
  assert.equal(new Set(nonces).size, 5000)
})

test('a newer key seals, the older ones still open, a missing one is named', () => {
  const old = seal.sealNationalId(ID)
  const both = createSeal({ dataKeys: [two, one], indexKey })
  assert.equal(both.openNationalId(old), ID)
  assert.ok(both.isOutdated(old.sealed))
  const anew = both.sealNationalId(ID)
  assert.ok(!both.isOutdated(anew.sealed))
  assert.deepEqual(anew.index, old.index)
  assert.throws(() => seal.openNationalId(anew), /no data key of version 2/)
})

test('a sealed ID that was moved to another row does not open there', () => {
  const mine = seal.sealNationalId(ID)
  const theirs = seal.sealNationalId('B123456780')
  assert.equal(seal.openNationalId(mine), ID)
  assert.throws(() => seal.openNationalId({ sealed: mine.sealed, index: theirs.index }), SealFault)
})

test('keys of the wrong length, no keys, and versions that repeat or do not fit are refused', () => {
  for (const dataKeys of [[], [one, one], [{ version: 0, key: one.key }], [{ version: 256, key: one.key }],
    [{ version: 1, key: randomBytes(16) }]]) assert.throws(() => createSeal({ dataKeys, indexKey }), RangeError)
  assert.throws(() => createSeal({ dataKeys: [one], indexKey: randomBytes(31) }), RangeError)
})
