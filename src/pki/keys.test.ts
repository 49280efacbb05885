// Keys and signature algorithms as they may be written, and as they may not (RFC 3279, 4055, 5480, 8410): through a card's
// certificate, since there it matters.
import assert from 'node:assert/strict'
import { constants, createECDH, generateKeyPairSync, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { keyPairOf, makeKey, signatureBy, spkiOf } from '../demo/certificates/issue.ts'
import { bits, element, integer, nothing, octets, oid, sequence, tagged } from '../demo/certificates/der-writer.ts'
import { authority, authorityExtensions, card, cardExtensions, crlOf, KEYS } from '../../test/pki/hierarchy.ts'
import { verdict } from '../../test/pki/verdict.ts'
import { SOUND_ALGORITHMS } from './index.ts'
import type { CertificateWish, KeyPair } from '../demo/certificates/issue.ts'

type Case = [says: string, verdict: () => string, is: string]
const cases = (list: Case[]): void => {
  for (const [says, given, is] of list) test(`${says}: ${is}`, () => assert.equal(given(), is))
}

const RSA_SHA256 = '1.2.840.113549.1.1.11'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

/** A card below an authority with that key; its list is the authority's too. */
function below(key: KeyPair, wish: Partial<CertificateWish> = {}, { authority: own = {} }: { authority?: Partial<CertificateWish> } = {}) {
  return verdict({
    between: [authority({ key, extensions: authorityExtensions(key), ...own })],
    crls: [crlOf('root'), crlOf('authority', [], { signer: key, ...(wish.sign === undefined ? {} : { sign: wish.sign, inner: wish.inner! }) })],
    card: card({ signer: key, extensions: cardExtensions(key), ...wish }),
  })
}
/** The card's own key written in that way. */
const withKey = (spki: Buffer): string => verdict({ card: card({ spki }) })

describe('signature algorithms', () => {
  const rsa = makeKey('rsa')
  const written = (inner: Buffer, outer = inner): string => below(rsa, { inner, outer })
  cases([
    ['RSA with NULL', () => written(sequence(oid(RSA_SHA256), nothing)), 'ok'],
    ['RSA without parameters (RFC 4055, 5)', () => written(sequence(oid(RSA_SHA256))), 'ok'],
    ['RSA with others', () => written(sequence(oid(RSA_SHA256), octets(Buffer.alloc(0)))), 'signatureAlgorithm'],
    ['NULL inside and nothing outside', () => written(sequence(oid(RSA_SHA256), nothing), sequence(oid(RSA_SHA256))), 'algorithmMismatch'],
    ['one inside, another outside', () => written(sequence(oid('1.2.840.113549.1.1.12'), nothing), sequence(oid(RSA_SHA256), nothing)), 'algorithmMismatch'],
    ['three parts', () => written(sequence(oid(RSA_SHA256), nothing, nothing)), 'malformed trailingBytes'],
    ['RSA without its hash', () => written(sequence(oid('1.2.840.113549.1.1.1'), nothing)), 'signatureAlgorithm'],
    ['SHA-1', () => below(rsa, { inner: sequence(oid('1.2.840.113549.1.1.5'), nothing), sign: (bytes) => sign('sha1', bytes, rsa.privateKey) }), 'signatureAlgorithm'],
    ['MD5', () => written(sequence(oid('1.2.840.113549.1.1.4'), nothing)), 'signatureAlgorithm'],
    ['ECDSA', () => below(KEYS.authority), 'ok'],
    ['ECDSA with NULL', () => below(KEYS.authority, { inner: sequence(oid(ECDSA_SHA256), nothing) }), 'signatureAlgorithm'],
    ['ECDSA that says to be RSA', () => below(KEYS.authority, { inner: sequence(oid(RSA_SHA256), nothing) }), 'signature'],
    ['RSA that says to be ECDSA', () => below(rsa, { inner: sequence(oid(ECDSA_SHA256)) }), 'signature'],
    ['another curve', () => below(makeKey('p384')), 'ok'],
    ['Ed25519', () => below(makeKey('ed25519')), 'ok'],
    ['Ed25519 with NULL', () => below(makeKey('ed25519'), { inner: sequence(oid('1.3.101.112'), nothing) }), 'signatureAlgorithm'],
    ['a hash of the right length that is another', () => below(rsa, { sign: (bytes) => sign('sha512', bytes, rsa.privateKey) }), 'signature'],
    ['ECDSA with a number written longer', () => below(KEYS.authority, {
      inner: sequence(oid(ECDSA_SHA256)),
      sign: (bytes) => {
        const raw = sign('sha256', bytes, { key: KEYS.authority.privateKey, dsaEncoding: 'ieee-p1363' })
        const number = (half: Buffer): Buffer => element(2, Buffer.concat([Buffer.alloc(2), half]))
        return sequence(number(raw.subarray(0, 32)), number(raw.subarray(32)))
      },
    }), 'signature'],
    ['ECDSA with bytes behind it', () => below(KEYS.authority, {
      inner: sequence(oid(ECDSA_SHA256)), sign: (bytes) => Buffer.concat([signatureBy(KEYS.authority, bytes), Buffer.from([0])]),
    }), 'signature'],
    ['ECDSA of zeros', () => below(KEYS.authority, { inner: sequence(oid(ECDSA_SHA256)), sign: () => sequence(integer(0), integer(0)) }), 'signature'],
    ['no signature', () => below(KEYS.authority, { inner: sequence(oid(ECDSA_SHA256)), sign: () => Buffer.alloc(0) }), 'signature'],
  ])
})

describe('RSA-PSS (RFC 4055, 3.1)', () => {
  const rsa = makeKey('rsa')
  const PSS = '1.2.840.113549.1.1.10'
  const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing)
  const SHA384 = sequence(oid('2.16.840.1.101.3.4.2.2'), nothing)
  const mask = (hash: Buffer): Buffer => sequence(oid('1.2.840.113549.1.1.8'), hash)
  type Pss = { hash?: Buffer | null; mgf?: Buffer | null; salt?: Buffer | null; trailer?: Buffer | null }
  const algorithm = ({ hash = SHA256, mgf = mask(SHA256), salt = integer(32), trailer = null }: Pss = {}): Buffer =>
    sequence(oid(PSS), sequence(...[hash, mgf, salt, trailer].flatMap((one, at) => (one === null ? [] : [tagged(at, one)]))))
  const signed = (inner: Buffer, saltLength = 32, hash = 'sha256'): string =>
    below(rsa, { inner, sign: (bytes) => sign(hash, bytes, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }) })
  cases([
    ['SHA-256, a salt of 32', () => signed(algorithm()), 'ok'],
    ['a hash without NULL', () => signed(algorithm({ hash: sequence(oid('2.16.840.1.101.3.4.2.1')) })), 'ok'],
    ['SHA-384', () => signed(algorithm({ hash: SHA384, mgf: mask(SHA384), salt: integer(48) }), 48, 'sha384'), 'ok'],
    ['a salt that is not as long as it says', () => signed(algorithm(), 20), 'signature'],
    ['a salt of 65', () => signed(algorithm({ salt: integer(65) }), 65), 'signatureAlgorithm'],
    ['a negative salt', () => signed(algorithm({ salt: integer(Buffer.from([0xff])) })), 'malformed integer'],
    ['another hash in the mask', () => signed(algorithm({ mgf: mask(SHA384) })), 'signatureAlgorithm'],
    ['another mask', () => signed(algorithm({ mgf: sequence(oid('1.2.840.113549.1.1.9'), SHA256) })), 'signatureAlgorithm'],
    ['SHA-1 by default', () => signed(algorithm({ hash: null, mgf: null, salt: null }), 20, 'sha1'), 'signatureAlgorithm'],
    ['a mask by SHA-1 by default', () => signed(algorithm({ mgf: null })), 'signatureAlgorithm'],
    ['an unknown hash', () => signed(algorithm({ hash: sequence(oid('1.2.3.4')) })), 'signatureAlgorithm'],
    ['the trailer that is the default, written, which whoever reads it has to take', () => signed(algorithm({ trailer: integer(1) })), 'ok'],
    ['the same twice', () => signed(algorithm({ trailer: Buffer.concat([integer(1), integer(1)]) })), 'malformed trailingBytes'],
    ['another trailer', () => signed(algorithm({ trailer: integer(2) })), 'signatureAlgorithm'],
    ['without parameters', () => signed(sequence(oid(PSS))), 'signatureAlgorithm'],
    ['a plain signature in its name', () => below(rsa, { inner: algorithm() }), 'signature'],
  ])
  test('a key that is for it alone signs by it and by nothing else', () => {
    const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256' })
    const key = keyPairOf('rsa', privateKey)
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    const of = (inner: Buffer) => below(key, { inner, sign: (bytes) => sign('sha256', bytes, pss) })
    assert.equal(of(algorithm()), 'ok')
    assert.equal(of(sequence(oid(RSA_SHA256), nothing)), 'signature')
    assert.equal(below(key, {
      inner: algorithm({ hash: SHA384, mgf: mask(SHA384), salt: integer(48) }), sign: (bytes) => sign('sha256', bytes, pss),
    }), 'signature')
  })
})

describe('RSA keys', () => {
  const RSA = '1.2.840.113549.1.1.1'
  const jwk = KEYS.card.publicKey.export({ format: 'jwk' })
  const modulus = BigInt(`0x${Buffer.from(jwk.n!, 'base64url').toString('hex')}`)
  const key = (n: bigint | Buffer = modulus, e: bigint | Buffer = 65537n, parameters: Buffer[] = [nothing]): Buffer =>
    sequence(sequence(oid(RSA), ...parameters), bits(sequence(integer(n), integer(e))))
  const odd = (size: number): bigint => (1n << BigInt(size - 1)) + 1n
  cases([
    ['as it is', () => withKey(key()), 'ok'],
    ['exponent 3', () => withKey(key(modulus, 3n)), 'ok'],
    ['exponent 1', () => withKey(key(modulus, 1n)), 'keyParameters'],
    ['exponent 2', () => withKey(key(modulus, 2n)), 'keyParameters'],
    ['exponent 4', () => withKey(key(modulus, 4n)), 'keyParameters'],
    ['exponent 0', () => withKey(key(modulus, 0n)), 'keyParameters'],
    ['a negative exponent', () => withKey(key(modulus, Buffer.from([0xff]))), 'keyParameters'],
    ['an exponent of 65 bits', () => withKey(key(modulus, (1n << 64n) + 1n)), 'keyUnreadable'],
    ['an even modulus', () => withKey(key(modulus - 1n)), 'keyParameters'],
    ['a negative modulus', () => withKey(key(Buffer.alloc(256, 0xfe))), 'keyTooWeak'],
    ['modulus 0', () => withKey(key(0n)), 'keyTooWeak'],
    ['1024 bits', () => withKey(key(odd(1024))), 'keyTooWeak'],
    ['2047 bits', () => withKey(key(odd(2047))), 'keyTooWeak'],
    ['2048 bits', () => withKey(key(odd(2048))), 'ok'],
    ['2049 bits', () => withKey(key(odd(2049))), 'keyParameters'],
    ['8192 bits', () => withKey(key(odd(8192))), 'ok'],
    ['8200 bits', () => withKey(key(odd(8200))), 'keyTooLong'],
    ['without NULL', () => withKey(key(modulus, 65537n, [])), 'keyParameters'],
    ['with other parameters', () => withKey(key(modulus, 65537n, [octets(Buffer.from('?'))])), 'keyParameters'],
    ['a modulus written longer', () => withKey(key(Buffer.concat([Buffer.alloc(2), Buffer.from(jwk.n!, 'base64url')]))), 'keyUnreadable'],
    ['bytes behind it', () => withKey(sequence(sequence(oid(RSA), nothing), bits(Buffer.concat([sequence(integer(modulus), integer(65537)), Buffer.from([0])])))), 'keyUnreadable'],
    ['bits that are no bytes', () => withKey(sequence(sequence(oid(RSA), nothing), element(3, Buffer.from([1]), sequence(integer(modulus & ~1n), integer(65536))))), 'malformed bitString'],
    ['a weak authority', () => below(makeKey('rsa', 1024)), 'keyTooWeak'],
  ])
})

describe('keys on curves', () => {
  const EC = '1.2.840.10045.2.1'
  const P256 = '1.2.840.10045.3.1.7'
  const point = spkiOf(KEYS.other).subarray(-65)
  const compressed = Buffer.concat([Buffer.from([2 + (point.at(-1)! & 1)]), point.subarray(1, 33)])
  const hybrid = Buffer.concat([Buffer.from([6 + (point.at(-1)! & 1)]), point.subarray(1)])
  const key = (own: Buffer, ...parameters: Buffer[]): Buffer => sequence(sequence(oid(EC), ...parameters), bits(own))
  const off = Buffer.from(point)
  off[64]! ^= 1
  const koblitz = (): Buffer => {
    const made = createECDH('secp256k1')
    made.generateKeys()
    return made.getPublicKey()
  }
  cases([
    ['a point', () => withKey(key(point, oid(P256))), 'ok'],
    ['a point compressed', () => withKey(key(compressed, oid(P256))), 'keyParameters'],
    ['a point written in both ways', () => withKey(key(hybrid, oid(P256))), 'keyParameters'],
    ['the point at infinity', () => withKey(key(Buffer.from([0]), oid(P256))), 'keyParameters'],
    ['no point', () => withKey(key(Buffer.alloc(0), oid(P256))), 'keyParameters'],
    ['half a point', () => withKey(key(point.subarray(0, 40), oid(P256))), 'keyUnreadable'],
    ['a point beside the curve', () => withKey(key(off, oid(P256))), 'keyUnreadable'],
    ['a point of another curve', () => withKey(key(point, oid('1.3.132.0.34'))), 'keyUnreadable'],
    ['secp256k1', () => withKey(key(koblitz(), oid('1.3.132.0.10'))), 'keyCurve'],
    ['no curve', () => withKey(key(point)), 'keyCurve'],
    ['the issuer\'s curve', () => withKey(key(point, nothing)), 'keyCurve'],
    ['a curve of its own', () => withKey(key(point, sequence(integer(1)))), 'keyCurve'],
    ['a curve that is not among the trusted', () => verdict({
      card: card({ key: makeKey('p384') }), options: { algorithms: { ...SOUND_ALGORITHMS, curves: ['prime256v1'] } },
    }), 'keyCurve'],
    ['Ed25519 with NULL', () => withKey(sequence(sequence(oid('1.3.101.112'), nothing), bits(Buffer.alloc(32, 1)))), 'keyParameters'],
    ['Ed25519, too short', () => withKey(sequence(sequence(oid('1.3.101.112')), bits(Buffer.alloc(31, 1)))), 'keyUnreadable'],
    ['Ed25519 where it is not trusted', () => verdict({
      card: card({ key: makeKey('ed25519') }), options: { algorithms: { ...SOUND_ALGORITHMS, signatures: ['rsa-sha256', 'ecdsa-sha256'] } },
    }), 'keyAlgorithm'],
    ['DSA', () => withKey(sequence(sequence(oid('1.2.840.10040.4.1')), bits(integer(5)))), 'keyAlgorithm'],
    ['X25519', () => withKey(sequence(sequence(oid('1.3.101.110')), bits(Buffer.alloc(32, 9)))), 'keyAlgorithm'],
  ])
})
