// x509-limbo's cases about RFC 5280: what other validators were caught accepting.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Malformed, readCertificate, readCrl, validatePath } from './index.ts'
import type { Certificate } from './index.ts'

type Case = {
  id: string; trusted_certs: string[]; untrusted_intermediates: string[]; peer_certificate: string; crls: string[]
  validation_time: string | null; validation_kind: 'SERVER' | 'CLIENT'; extended_key_usage: string[]
  max_chain_depth: number | null; expected_result: 'SUCCESS' | 'FAILURE'
}

const corpus = JSON.parse(readFileSync(new URL('../../test/pki/corpora/limbo.json', import.meta.url), 'utf8')) as { testcases: Case[] }

/** Accepted although the case says otherwise, and why that is right here. */
const NOT_OURS: Record<string, string> = {
  'rfc5280::ca-as-leaf-wrong-san': 'the path is valid; that the name is not the expected one is for who expects it',
  'rfc5280::aki::cross-signed-root-missing-aki':
    'cve::cve-2024-0567 asks the opposite; what signed an anchor besides itself is no part of the path',
}

const PURPOSES: Record<string, string> = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' }
const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')

/** Those that can be read: one that cannot is no certificate, and stands in nobody's way. */
const readable = (pems: string[]): Certificate[] => pems.flatMap((pem) => {
  try {
    return [readCertificate(derOf(pem))]
  } catch (error) {
    assert.ok(error instanceof Malformed)
    return []
  }
})

function accepts(one: Case): boolean {
  const [endEntity] = readable([one.peer_certificate])
  if (endEntity === undefined) return false
  const purpose = one.extended_key_usage[0] ?? (one.validation_kind === 'SERVER' ? 'serverAuth' : 'clientAuth')
  return validatePath({
    endEntity,
    candidates: readable(one.untrusted_intermediates),
    anchors: readable(one.trusted_certs),
    crls: one.crls.map((pem) => readCrl(derOf(pem))),
    // Those without a time of their own are valid for decades.
    time: new Date(one.validation_time ?? '2026-01-01T00:00:00Z'),
    options: {
      purpose: { extendedKeyUsage: PURPOSES[purpose]! },
      revocation: { mode: one.crls.length > 0 ? 'crl' : 'off', graceSeconds: 0 },
      maxIntermediates: one.max_chain_depth,
      criticalPolicies: true,
    },
  }).ok
}

describe('x509-limbo', () => {
  test('has all of its cases about RFC 5280', () => assert.equal(corpus.testcases.length, 138))
  for (const one of corpus.testcases) {
    const reason = NOT_OURS[one.id]
    test(`${one.id}${reason === undefined ? '' : ` (accepted: ${reason})`}`, () => {
      assert.equal(accepts(one), one.expected_result === 'SUCCESS' || reason !== undefined)
    })
  }
})
