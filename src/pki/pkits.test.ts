// NIST's test suite: every one of its 249 cases, at the time it is meant for. Not one may be accepted that has to be refused.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { readCertificate, readCrl, SOUND_ALGORITHMS, validatePath } from './index.ts'
import type { Certificate, Crl } from './index.ts'

type Case = {
  subtest: string; name: string; trustAnchor: string; certs: string[]; crls: string[]; initialPolicySet: string[]
  initialExplicitPolicy: boolean; initialPolicyMappingInhibit: boolean; initialInhibitAnyPolicy: boolean; shouldValidate: boolean
}
type Corpus = {
  validationTime: string; policies: Record<string, string>; tests: Case[]
  certificates: Record<string, string>; crls: Record<string, string>
}

const corpus = JSON.parse(readFileSync(new URL('../../test/pki/corpora/pkits.json', import.meta.url), 'utf8')) as Corpus

/** Refused although valid, and why: OpenSSL refuses the same two. */
const REFUSED: Record<string, string> = {
  '4.1.5': 'a DSA key whose parameters are its issuer\'s: nobody uses such a key, and RFC 3279 alone still allows it',
  '4.14.30': 'a CRL issuer that would vouch for itself, by the very list that it signed',
}

const certificates = new Map<string, Certificate>()
const certificate = (name: string): Certificate => {
  const read = certificates.get(name) ?? readCertificate(Buffer.from(corpus.certificates[name]!, 'base64'))
  certificates.set(name, read)
  return read
}
const crl = (name: string): Crl => readCrl(Buffer.from(corpus.crls[name]!, 'base64'))

function verdict(one: Case) {
  const oid = (name: string): string => corpus.policies[name] ?? name
  try {
    return validatePath({
      endEntity: certificate(one.certs.at(-1)!),
      candidates: one.certs.slice(0, -1).map(certificate),
      anchors: [certificate(one.trustAnchor)],
      crls: one.crls.map(crl),
      time: new Date(corpus.validationTime),
      options: {
        // One section of the suite is about DSA.
        algorithms: { ...SOUND_ALGORITHMS, signatures: [...SOUND_ALGORITHMS.signatures, 'dsa-sha1'] },
        policies: {
          acceptable: one.initialPolicySet.map(oid), explicit: one.initialExplicitPolicy,
          inhibitMapping: one.initialPolicyMappingInhibit, inhibitAny: one.initialInhibitAnyPolicy,
        },
      },
    })
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'Malformed', String(error))
    return { ok: false as const, code: error.message }
  }
}

describe('PKITS', () => {
  test('has all of its cases', () => assert.equal(corpus.tests.length, 249))
  for (const one of corpus.tests) {
    const refused = REFUSED[one.subtest]
    test(`${one.subtest} ${one.name}${refused === undefined ? '' : ` (refused: ${refused})`}`, () => {
      const result = verdict(one)
      assert.equal(result.ok, one.shouldValidate && refused === undefined, JSON.stringify(result.ok ? 'accepted' : result.code))
    })
  }
})
