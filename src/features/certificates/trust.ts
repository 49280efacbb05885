// What is believed now: authorities with the newest list of each. Read once and kept as long as nothing in the database changed, for
// a list of a nation takes a while to be taken up.
import { sql } from 'kysely'
import { readCertificate, takenUpCrl } from '../../pki/index.ts'
import { stampOfAll, stampsOf } from './belief.ts'
import { Responders } from './responders.ts'
import type { AlgorithmName, Certificate, Crl } from '../../pki/index.ts'
import type { Database, Reader } from '../../store/database.ts'

/** Whose cards an authority issues; null: certificates of other authorities alone. */
export type Issues = 'person' | 'agency' | null

export const REVOCATION = ['crl', 'ocsp', 'both'] as const
export type Revocation = (typeof REVOCATION)[number]

export type Authority = {
  code: string
  certificate: Certificate
  isAnchor: boolean
  issues: Issues
  policies: readonly string[]
  graceSeconds: number
  /** Those that it may use; null: all that are sound. */
  algorithms: readonly AlgorithmName[] | null
  /** How the certificates that it issued are asked about. */
  revocation: Revocation
  /** Where its responder is asked; null where none is. */
  ocspUrl: string | null
  /** Null: none was fetched yet. */
  list: Crl | null
}

type Known = Map<string, { stamp: string; authority: Authority }>

/** What cards are believed by. `stamp`: the same as long as none of it changes. */
export type Belief = { authorities: readonly Authority[]; stamp: string }

/** The authorities in use; one for each process. */
export class Trust {
  readonly responders: Responders
  readonly #database: Pick<Database, 'read'>
  #known: Known = new Map()

  /** `responderMs`: how long a responder is waited for. */
  constructor(database: Pick<Database, 'read' | 'unaudited'>, responderMs?: number) {
    this.#database = database
    this.responders = new Responders(database, responderMs)
  }

  /** As the database has them at this moment. */
  async belief(): Promise<Belief> {
    const { read } = this.#database
    const rows = await stampsOf(read)
    const next: Known = new Map()
    for (const one of rows) {
      const stamp = `${one.event} ${one.fetched}`
      const known = this.#known.get(one.code)
      if (known?.stamp === stamp) next.set(one.code, known)
      else next.set(one.code, { stamp, authority: await loadAuthority(read, one.code) })
    }
    this.#known = next
    return { authorities: [...next.values()].map(({ authority }) => authority), stamp: stampOfAll(rows) }
  }
}

type Row = {
  certificate: Buffer; is_anchor: boolean; issues: Issues; policies: string[]; grace_seconds: number; revocation: Revocation; ocsp_url: string | null
  algorithms: AlgorithmName[] | null; kept: Buffer | null
}

async function loadAuthority(db: Reader, code: string): Promise<Authority> {
  const { rows: [row] } = await sql<Row>`
    select a.certificate, a.is_anchor, a.issues, a.policies, a.grace_seconds, a.revocation, a.ocsp_url, a.algorithms, l.kept
    from certificate_authority a left join certificate_list l on l.authority = a.code where a.code = ${code}`.execute(db)
  return {
    code, certificate: readCertificate(row!.certificate), isAnchor: row!.is_anchor, issues: row!.issues, policies: row!.policies,
    graceSeconds: row!.grace_seconds, revocation: row!.revocation, ocspUrl: row!.ocsp_url, algorithms: row!.algorithms,
    list: row!.kept === null ? null : takenUpCrl(row!.kept),
  }
}
