// OCSP answers that OpenSSL's responder gives about the cards of the hierarchy, by signers of every kind, at the machine's own
// time. What is accepted here has to be accepted by OpenSSL as well: it reads each of its answers back.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { extensions, makeKey } from '../demo/certificates/issue.ts'
import { nothing } from '../demo/certificates/der-writer.ts'
import { authority, card, cardExtensions, crlOf, KEYS, nameOf, root, ROOT, rootExtensions } from '../../test/pki/hierarchy.ts'
import { OFF, verdict } from '../../test/pki/verdict.ts'
import { isSelfIssued } from './certificate.ts'
import { contentOf, ocspRequest, readCertificate, readOcsp, USAGE } from './index.ts'
import { readElement, TAG } from './der.ts'
import { OCSP_NO_CHECK, OCSP_NONCE, OCSP_SIGNING } from './ocsp.ts'
import type { CertificateWish, KeyPair } from '../demo/certificates/issue.ts'

const there = spawnSync('openssl', ['version']).status === 0
const folder = there ? mkdtempSync(join(tmpdir(), 'ecpa-ocsp-')) : ''
const file = (name: string): string => join(folder, name)
const openssl = (...args: string[]): string => {
  const { stdout, stderr, status } = spawnSync('openssl', args, { encoding: 'utf8', cwd: folder })
  assert.equal(status, 0, `openssl ${args.join(' ')}\n${stderr}`)
  return `${stdout}${stderr}`
}
const writePem = (name: string, der: Buffer): string => {
  writeFileSync(file(name), `-----BEGIN CERTIFICATE-----\n${der.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`)
  return name
}

const RESPONDER = nameOf('線上憑證狀態查詢')
const RESPONDER_KEY = makeKey('rsa')
const ours = [extensions.subjectKeyId(RESPONDER_KEY), extensions.authorityKeyId(KEYS.authority), extensions.keyUsage(USAGE.digitalSignature)]
const forOcsp = extensions.extendedKeyUsage(OCSP_SIGNING)
const noCheck = { oid: OCSP_NO_CHECK, value: nothing }
const responder = (wish: Partial<CertificateWish>): Buffer => card({ serial: 77, subject: RESPONDER, key: RESPONDER_KEY, ...wish })
const OTHER_ROOT = root({ key: KEYS.other, signer: KEYS.other, subject: nameOf('別國'), issuer: nameOf('別國'), extensions: rootExtensions() })

type Signer = { certificate: Buffer; key: KeyPair }
/** Who signs: the authority's own key, responders it made and did not make, and others. */
const SIGNERS = {
  authority: { certificate: authority(), key: KEYS.authority },
  responder: { certificate: responder({ extensions: [...ours, forOcsp, noCheck] }), key: RESPONDER_KEY },
  'responder that can be revoked': { certificate: responder({ extensions: [...ours, forOcsp] }), key: RESPONDER_KEY },
  'responder without purpose': { certificate: responder({ extensions: [...ours, noCheck] }), key: RESPONDER_KEY },
  'responder that is over': { certificate: responder({ extensions: [...ours, forOcsp, noCheck], notAfter: new Date('2021-01-01T00:00:00Z') }), key: RESPONDER_KEY },
  'responder of the root': { certificate: responder({ issuer: ROOT, signer: KEYS.root, extensions: [...ours, forOcsp, noCheck] }), key: RESPONDER_KEY },
  'responder of another authority': { certificate: responder({ issuer: nameOf('別國'), signer: KEYS.other, extensions: [...ours, forOcsp, noCheck] }), key: RESPONDER_KEY },
  'responder by a forged authority': { certificate: responder({ signer: KEYS.other, extensions: [...ours, forOcsp, noCheck] }), key: RESPONDER_KEY },
  root: { certificate: root(), key: KEYS.root },
  'another root': { certificate: OTHER_ROOT, key: KEYS.other },
  'a sibling\'s card': { certificate: card({ serial: 3, extensions: cardExtensions() }), key: KEYS.card },
} satisfies Record<string, Signer>

const SERIALS = { good: 0x11, over: 0x12, hold: 0x13, plain: 0x14, missing: 0x15 } as const
type Which = keyof typeof SERIALS
const cards = Object.fromEntries(Object.entries(SERIALS).map(([name, serial]) => [name, card({ serial })])) as Record<Which, Buffer>

type Wish = { signer?: keyof typeof SIGNERS; of?: Which[]; ask?: string[]; give?: string[] }

/** The answer of OpenSSL's responder, and when it was given. `ask` and `give` are further options of the request and the answer. */
function answerOf({ signer = 'authority', of = ['good'], ask = [], give = ['-nmin', '60'] }: Wish): { answer: Buffer; at: Date } {
  const { certificate, key } = SIGNERS[signer]
  writePem('ca.pem', authority())
  writePem('signer.pem', certificate)
  writeFileSync(file('signer.key'), key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const line = (status: string, revoked: string, serial: number): string => `${status}\t360101000000Z\t${revoked}\t${serial.toString(16).padStart(2, '0')}\tunknown\t/CN=card\n`
  writeFileSync(file('index.txt'), [
    line('V', '', SERIALS.good), line('R', '260101000000Z,keyCompromise', SERIALS.over), line('R', '260101000000Z,certificateHold', SERIALS.hold),
    line('R', '260101000000Z', SERIALS.plain),
  ].join(''))
  const asked = of.flatMap((name) => ['-cert', writePem(`${name}.pem`, cards[name])])
  const hashes = ask.filter((one) => one.startsWith('-sha'))
  openssl('ocsp', '-issuer', 'ca.pem', ...hashes, ...asked, ...ask.filter((one) => !hashes.includes(one)), '-reqout', 'request.der')
  openssl('ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'signer.pem', '-rkey', 'signer.key', '-reqin', 'request.der', '-respout', 'answer.der', ...give)
  return { answer: readFileSync(file('answer.der')), at: new Date() }
}

/** The nonce that was asked with. */
const nonceAsked = (answer: Buffer): Uint8Array =>
  contentOf(readElement(readOcsp(answer).extensions.get(OCSP_NONCE)!.value, TAG.octetString, 'nonce'))

const minutes = (from: Date, count: number): Date => new Date(from.getTime() + count * 60_000)

type Judged = { answer: Buffer; at: Date; of?: Which; time?: Date; nonce?: Uint8Array }

/** Ours; what is good here has to be good for OpenSSL too, from the same answer at the same time. */
function judged({ answer, at, of = 'good', time = at, nonce }: Judged): string {
  const said = verdict({
    card: cards[of], ocsp: [{ answer, ...(nonce === undefined ? {} : { nonce }) }], time,
    crls: [crlOf('authority', [], { thisUpdate: minutes(at, -60), nextUpdate: minutes(at, 600) })],
    options: { revocation: (issuer) => (isSelfIssued(issuer) ? OFF : { mode: 'ocsp', graceSeconds: 0 }) },
  })
  if (said === 'ok') assert.ok(opensslSaysGood(answer, of, time), 'accepted here, and not by OpenSSL')
  return said
}

function opensslSaysGood(answer: Buffer, of: Which, time: Date): boolean {
  writeFileSync(file('given.der'), answer)
  writePem('root.pem', root())
  writePem('ca.pem', authority())
  const { stdout, stderr } = spawnSync('openssl', [
    // By the hash that the answer names certificates by: with another it looks for them in vain.
    'ocsp', '-respin', 'given.der', '-issuer', 'ca.pem', `-${readOcsp(answer).responses[0]!.certId.hash}`, '-cert', writePem('asked.pem', cards[of]), '-CAfile', 'root.pem', '-verify_other', 'ca.pem',
    '-no_nonce', '-attime', String(Math.floor(time.getTime() / 1000)),
  ], { encoding: 'utf8', cwd: folder })
  return stderr.includes('Response verify OK') && /: good$/m.test(stdout)
}

describe('OpenSSL\'s answers', { skip: there ? false : 'there is no openssl on this machine' }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }))

  const BY: Record<keyof typeof SIGNERS, string> = {
    authority: 'ok', responder: 'ok', 'responder that can be revoked': 'ok',
    'responder without purpose': 'revocationUnknown', 'responder that is over': 'revocationUnknown',
    'responder of the root': 'revocationUnknown', 'responder of another authority': 'revocationUnknown',
    'responder by a forged authority': 'revocationUnknown', root: 'revocationUnknown', 'another root': 'revocationUnknown',
    'a sibling\'s card': 'revocationUnknown',
  }
  for (const [signer, is] of Object.entries(BY)) {
    for (const way of [[], ['-resp_key_id']]) {
      test(`signed by ${signer}${way.length === 0 ? '' : ', named by its key'}: ${is}`, () => {
        assert.equal(judged(answerOf({ signer: signer as keyof typeof SIGNERS, give: ['-nmin', '60', ...way] })), is)
      })
    }
  }

  const OF: Record<Which, string> = { good: 'ok', over: 'revoked', hold: 'revoked', plain: 'revoked', missing: 'revocationUnknown' }
  for (const [of, is] of Object.entries(OF)) {
    for (const ask of [[], ['-sha256']]) {
      test(`about the card that is ${of}${ask.length === 0 ? '' : ', named by SHA-256'}: ${is}`, () => {
        assert.equal(judged({ ...answerOf({ of: [of as Which], ask }), of: of as Which }), is)
      })
    }
  }

  test('about several at once, each its own', () => {
    const of = Object.keys(OF) as Which[]
    const given = answerOf({ of, signer: 'responder' })
    assert.deepEqual(of.map((one) => judged({ ...given, of: one })), of.map((one) => OF[one]))
  })

  test('about another card says nothing of this one', () => {
    assert.equal(judged({ ...answerOf({ of: ['over', 'hold'] }), of: 'good' }), 'revocationUnknown')
  })

  test('by the times that it names, and not without an end', () => {
    const given = answerOf({})
    assert.equal(judged({ ...given, time: minutes(given.at, 59) }), 'ok')
    assert.equal(judged({ ...given, time: minutes(given.at, 61) }), 'revocationStale')
    assert.equal(judged({ ...given, time: minutes(given.at, -2) }), 'revocationStale')
    assert.equal(judged(answerOf({ give: [] })), 'revocationStale')
  })

  test('with the nonce that was sent, another, and none', () => {
    const given = answerOf({ ask: ['-nonce'] })
    const nonce = nonceAsked(given.answer)
    assert.equal(judged({ ...given, nonce }), 'ok')
    assert.equal(judged({ ...given, nonce: Buffer.alloc(nonce.length) }), 'revocationUnknown')
    assert.equal(judged({ ...answerOf({ ask: ['-no_nonce'] }), nonce }), 'revocationUnknown')
    assert.equal(judged(answerOf({ ask: ['-no_nonce'] })), 'ok')
  })

  test('with a signature that is none, by SHA-1, and by a hash of its choice', () => {
    assert.equal(judged(answerOf({ give: ['-nmin', '60', '-badsig'] })), 'revocationUnknown')
    assert.equal(judged(answerOf({ signer: 'responder', give: ['-nmin', '60', '-rmd', 'sha1'] })), 'revocationUnknown')
    for (const hash of ['sha384', 'sha512']) assert.equal(judged(answerOf({ signer: 'responder', give: ['-nmin', '60', '-rmd', hash] })), 'ok')
    const pss = ['-rsigopt', 'rsa_padding_mode:pss', '-rsigopt', 'rsa_pss_saltlen:32', '-rmd', 'sha256']
    assert.equal(judged(answerOf({ signer: 'responder', give: ['-nmin', '60', ...pss] })), 'ok')
  })

  test('without the certificate of who signed', () => {
    assert.equal(judged(answerOf({ signer: 'responder', give: ['-nmin', '60', '-resp_no_certs'] })), 'revocationUnknown')
    assert.equal(judged(answerOf({ signer: 'authority', give: ['-nmin', '60', '-resp_no_certs'] })), 'ok')
  })

  test('the question that is written here is one that OpenSSL reads', () => {
    const nonce = Buffer.alloc(32, 0xa5)
    writeFileSync(file('question.der'), ocspRequest(readCertificate(cards.good), readCertificate(authority()), nonce))
    const written = openssl('ocsp', '-reqin', 'question.der', '-req_text', '-noverify')
    openssl('ocsp', '-issuer', writePem('asked-issuer.pem', authority()), '-cert', writePem('asked.pem', cards.good), '-reqout', 'theirs.der', '-no_nonce')
    const theirs = openssl('ocsp', '-reqin', 'theirs.der', '-req_text', '-noverify')
    const certId = (text: string): string => /Certificate ID:[\s\S]*?Serial Number: \w+/.exec(text)![0]
    assert.equal(certId(written), certId(theirs))
    assert.match(written.replaceAll(/[\s:]/g, ''), /OCSPNonce0420(?:A5){32}/i)
  })
})
