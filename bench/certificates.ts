// What a card sign-in costs in checks (a path of three certificates with two CRLs, and the signed answer), beside pkijs, the
// bare signature checks of node:crypto (by turns) and OpenSSL's library (before and after them) on the same bytes; and how long the
// list of a whole nation takes to read and index: `node bin/node24.mjs bench/certificates.ts`. pkijs is fetched for it, and is no
// dependency; OpenSSL's part is built with the machine's compiler, where it has one and OpenSSL's headers.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signMessage } from '../src/demo/certificates/sign-message.ts'
import { issueCrl, makeKey } from '../src/demo/certificates/issue.ts'
import { findEntry, provedCrl, readCertificate, readCrl, readSignedData, SOUND_ALGORITHMS, validatePath, verifySignedData } from '../src/pki/index.ts'
import type { Crl } from '../src/pki/index.ts'
import { authority, AUTHORITY, authorityExtensions, card, cardExtensions, crlOf, KEYS, NOW, root } from '../test/pki/hierarchy.ts'

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
// As the budget has it (spec 5.1): every key is RSA-2048.
const issuing = makeKey('rsa')
const own = card({ signer: issuing, extensions: cardExtensions(issuing) })
const between = authority({ key: issuing, extensions: authorityExtensions(issuing) })
const rootList = crlOf('root')
const ownList = crlOf('authority', [], { signer: issuing })
const message = signMessage({ content, key: KEYS.card, certificate: own, others: [between], signingTime: NOW })
const crls = [rootList, ownList].map(readCrl)
const [endEntity, candidates] = [readCertificate(own), [readCertificate(between)]]
const anchors = [readCertificate(root())]

/** One way to do both: `path` with what was read before, `whole` from the message's bytes on. Each throws where it refuses. */
type Contestant = { name: string; path: () => void | Promise<void>; whole: () => void | Promise<void> }

const validator = (name: string, lists: readonly Crl[]): Contestant => ({
  name,
  path: () => {
    const result = validatePath({ endEntity, candidates, anchors, crls: lists, time: NOW })
    if (!result.ok) throw new Error(result.code)
  },
  whole: () => {
    const verified = verifySignedData(readSignedData(message), content, SOUND_ALGORITHMS)
    if (!verified.ok) throw new Error(verified.code)
    const result = validatePath({ endEntity: verified.certificate, candidates, anchors, crls: lists, time: NOW })
    if (!result.ok) throw new Error(result.code)
  },
})
const ours = validator('ours', crls)
// The portal takes its authorities from its configuration, never from a message, and proves a list once, when it is fetched.
const asInThePortal = validator('ours, the lists proved when they were fetched, as in the portal', [anchors[0]!, candidates[0]!].map((issuer, at) =>
  provedCrl(crls[at]!, issuer, SOUND_ALGORITHMS)!))

const insist = (holds: boolean): void => {
  if (!holds) throw new Error('a signature does not hold')
}

/** No path, no policy, no revocation: what nobody can do without, by OpenSSL as Node has it. */
function bareSignatures(): Contestant {
  const [rootOne, betweenOne, ownOne] = [root(), between, own].map((der) => new X509Certificate(der))
  const [ofRoot, ofAuthority] = crls
  const signer = readSignedData(message).signers[0]!
  const path = (): void => {
    insist(betweenOne!.verify(rootOne!.publicKey) && ownOne!.verify(betweenOne!.publicKey))
    insist(verify('sha256', ofRoot!.signed, rootOne!.publicKey, ofRoot!.signature) && verify('sha256', ofAuthority!.signed, betweenOne!.publicKey, ofAuthority!.signature))
  }
  return {
    name: 'node:crypto, signatures alone', path,
    whole: () => {
      insist(createHash('sha256').update(content).digest().length === 32 && verify('sha256', signer.signedAttributes, ownOne!.publicKey, signer.signature))
      path()
    },
  }
}

// Of its interface what is used here.
type PkiJs = {
  Certificate: { fromBER: (bytes: ArrayBuffer) => object }
  CertificateRevocationList: { fromBER: (bytes: ArrayBuffer) => object }
  ContentInfo: { fromBER: (bytes: ArrayBuffer) => { content: object } }
  SignedData: new (from: { schema: object }) => { verify: (asked: { signer: number; checkChain: boolean }) => Promise<boolean>; certificates: object[] }
  CertificateChainValidationEngine: new (given: { trustedCerts: object[]; certs: object[]; crls: object[]; checkDate: Date }) =>
  { verify: () => Promise<{ result: boolean; resultMessage: string }> }
}

const PKIJS = 'pkijs@4.0.0'

async function pkijs(folder: string): Promise<Contestant> {
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, PKIJS], { stdio: 'ignore' })
  const { Certificate, CertificateRevocationList, ContentInfo, SignedData, CertificateChainValidationEngine: Engine } =
    await import(join(folder, 'node_modules/pkijs/build/index.js')) as PkiJs
  const bytes = (from: Uint8Array): ArrayBuffer => Uint8Array.from(from).buffer
  const [trusted, below, end] = [root(), between, own].map((der) => Certificate.fromBER(bytes(der)))
  const lists = [rootList, ownList].map((der) => CertificateRevocationList.fromBER(bytes(der)))
  const chain = async (certs: object[]): Promise<void> => {
    const { result, resultMessage } = await new Engine({ trustedCerts: [trusted!], certs, crls: lists, checkDate: NOW }).verify()
    if (!result) throw new Error(resultMessage)
  }
  return {
    name: PKIJS, path: () => chain([below!, end!]),
    whole: async () => {
      const data = new SignedData({ schema: ContentInfo.fromBER(bytes(message)).content })
      insist(await data.verify({ signer: 0, checkChain: false }))
      await chain([below!, data.certificates[0]!])
    },
  }
}

/** Asks OpenSSL's library, in a process of its own: its medians of path and whole; null where it cannot be built here. */
function openssl(folder: string): () => [path: number, whole: number] | null {
  const files = {
    'root.der': root(), 'between.der': between, 'own.der': own, 'root.crl': rootList, 'authority.crl': ownList,
    'message.der': message, content,
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const program = join(folder, 'openssl-verify')
  const source = fileURLToPath(new URL('openssl-verify.c', import.meta.url))
  const { status } = spawnSync('cc', ['-O2', '-o', program, source, '-lcrypto'], { stdio: 'ignore' })
  return () => {
    if (status !== 0) return null
    const said = execFileSync(program, [folder, String(RUNS), String(Math.floor(NOW.getTime() / 1000))], { encoding: 'utf8' })
    const [path, whole] = said.trim().split('\n').map(Number)
    return [path!, whole!]
  }
}

/** The medians of both, in microseconds, of runs by turns: whatever else the machine does, it does to all. */
async function race(contestants: readonly Contestant[], of: 'path' | 'whole'): Promise<number[]> {
  const times = contestants.map((): number[] => [])
  for (let run = 0; run < RUNS; run += 1) {
    for (const [at, contestant] of contestants.entries()) {
      const begun = process.hrtime.bigint()
      await contestant[of]()
      times[at]!.push(Number(process.hrtime.bigint() - begun) / 1000)
    }
  }
  return times.map((all) => all.toSorted((a, b) => a - b)[RUNS >> 1]!)
}

const folder = mkdtempSync(join(tmpdir(), 'ecpa-bench-pki-'))
try {
  const library = openssl(folder)
  const earlier = library()
  const contestants = [ours, asInThePortal, bareSignatures(), await pkijs(folder)]
  out(`three certificates (RSA-2048) and two CRLs, median of ${RUNS}, by turns:`)
  for (const [of, says] of [['path', 'path, certificates read already'], ['whole', 'message read and verified, then its path']] as const) {
    const [own0, ...others] = await race(contestants, of)
    out(`  ${says}: ours ${own0!.toFixed(0)} µs`)
    for (const [at, time] of others.entries()) out(`    ${contestants[at + 1]!.name}: ${time.toFixed(0)} µs (${(time / own0!).toFixed(2)}×)`)
  }
  const later = library()
  if (earlier === null || later === null) out('  OpenSSL\'s library: no compiler or no headers here')
  else out(`  OpenSSL's library, before and after: path ${earlier[0]} and ${later[0]} µs, message and path ${earlier[1]} and ${later[1]} µs`)
} finally {
  rmSync(folder, { recursive: true })
}

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
