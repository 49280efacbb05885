// What a card sign-in costs in checks (a path of three certificates with two CRLs, and the signed answer), and how long the
// list of a whole nation takes to read and index: `node bin/node24.mjs bench/certificates.ts`.
import { signMessage } from '../src/demo/certificates/sign-message.ts'
import { issueCrl } from '../src/demo/certificates/issue.ts'
import { findEntry, readCertificate, readCrl, readSignedData, SOUND_ALGORITHMS, validatePath, verifySignedData } from '../src/pki/index.ts'
import { authority, AUTHORITY, card, crlOf, KEYS, NOW, root } from '../test/pki/hierarchy.ts'

const out = (text: string) => process.stdout.write(`${text}\n`)

/** The median of so many runs, in microseconds. */
function median(runs: number, act: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const begun = process.hrtime.bigint()
    act()
    return Number(process.hrtime.bigint() - begun) / 1000
  })
  return times.toSorted((a, b) => a - b)[runs >> 1]!
}

const RUNS = 2000
const content = Buffer.from('eCPA challenge of 64 bytes, as long as one that is really used ')
const own = card()
const between = authority()
const message = signMessage({ content, key: KEYS.card, certificate: own, others: [between], signingTime: NOW })
const crls = [crlOf('root'), crlOf('authority')].map(readCrl)
const [endEntity, candidates] = [readCertificate(own), [readCertificate(between)]]
const anchors = [readCertificate(root())]

out(`three certificates (RSA-2048, P-256, RSA-2048) and two CRLs, median of ${RUNS}:`)
out(`  path, certificates read already: ${median(RUNS, () => {
  const result = validatePath({ endEntity, candidates, anchors, crls, time: NOW })
  if (!result.ok) throw new Error(result.code)
}).toFixed(0)} µs`)
out(`  message read and verified, then its path: ${median(RUNS, () => {
  const verified = verifySignedData(readSignedData(message), content, SOUND_ALGORITHMS)
  if (!verified.ok) throw new Error(verified.code)
  const result = validatePath({ endEntity: verified.certificate, candidates: verified.certificates, anchors, crls, time: NOW })
  if (!result.ok) throw new Error(result.code)
}).toFixed(0)} µs`)

const ENTRIES = 400_000
function* revoked() {
  // As long as real ones: 16 bytes, without order.
  for (let at = 0; at < ENTRIES; at += 1) yield { serial: BigInt(at) * 0x9e3779b97f4a7c15f39cc0605cedc835n % (1n << 127n), at: NOW, reason: 1 }
}
const list = issueCrl({ issuer: AUTHORITY, signer: KEYS.authority, number: 8, thisUpdate: NOW, nextUpdate: new Date(NOW.getTime() + 86_400_000), revoked: revoked() })
const before = process.memoryUsage()
const begun = performance.now()
const crl = readCrl(list)
const took = performance.now() - begun
const held = process.memoryUsage()
out(`a CRL of ${ENTRIES} entries, ${(list.length / 1e6).toFixed(1)} MB: read and indexed in ${took.toFixed(0)} ms, `
  + `index ${(crl.entries.table.byteLength / 1e6).toFixed(1)} MB (heap +${((held.heapUsed - before.heapUsed) / 1e6).toFixed(0)} MB before collection)`)
const [first] = revoked()
const serial = Buffer.from([0])
out(`  one look-up: ${median(RUNS, () => {
  findEntry(crl, serial, crl.issuer.key)
}).toFixed(1)} µs (first entry has serial ${first!.serial})`)
