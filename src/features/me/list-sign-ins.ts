// The history of one's own sign-ins, read out of the audit log: the newest first, a page by key.
import { sql } from 'kysely'
import { parseBrowser } from '../../core/browsers.ts'
import { UNUSUAL } from '../../core/unusual-sign-in.ts'
import type { BrowserRead } from '../../core/browsers.ts'
import type { Unusual } from '../../core/unusual-sign-in.ts'
import type { Reader } from '../../store/database.ts'

/** What became of it; `wrong` where the log says no more. */
export type SignInOutcome = 'done' | 'wrong' | 'wrongPassword' | 'disabled' | 'pending' | 'barred' | 'locked' | 'wrongCode'

/** `id`: the number of its event. `browser` null where none was kept. `saidNotMe`: its person said so. */
export type SignIn = {
  id: string
  at: Date
  outcome: SignInOutcome
  method: string
  browser: BrowserRead | null
  address: string | null
  unusual: Unusual[]
  saidNotMe: boolean
}

export type SignInPage = { signIns: SignIn[]; previous: string | null; next: string | null }
export type SignInPlace = { before?: string | undefined; after?: string | undefined }

const PAGE = 20
const CODES = sql`e.code in ('session.signed-in', 'session.sign-in-failed', 'session.sign-in-locked')`

type Row = { id: string; at: Date; code: string; detail: { [name: string]: unknown }; address: string | null; said: boolean }

const COLUMNS = sql`e.id::text, e.at, e.code, e.detail, host(e.address) as address, exists (
  select from audit_event d where d.code = 'account.sign-in-disowned' and d.person_id = e.person_id and d.outcome = 'done'
    and d.detail ->> 'signIn' = e.id::text) as said`

const OUTCOMES: Readonly<Record<string, SignInOutcome>> = {
  active: 'wrongPassword', disabled: 'disabled', pending: 'pending', barred: 'barred', secondFactor: 'wrongCode',
}

function outcomeOf({ code, detail }: Row): SignInOutcome {
  if (code === 'session.signed-in') return 'done'
  if (code === 'session.sign-in-locked') return 'locked'
  return (detail['method'] === 'password' ? OUTCOMES[String(detail['why'])] : undefined) ?? 'wrong'
}

function read(row: Row): SignIn {
  const { id, at, detail, address, said } = row
  const { method, browser, unusual } = detail
  return {
    id, at, address, saidNotMe: said, outcome: outcomeOf(row),
    // Only a password is locked.
    method: typeof method === 'string' ? method : 'password',
    browser: typeof browser === 'string' ? parseBrowser(browser) : null,
    unusual: UNUSUAL.filter((one) => Array.isArray(unusual) && unusual.includes(one)),
  }
}

/** One page of the person's sign-ins. One statement. */
export async function listOwnSignIns(db: Reader, person: string, { before, after }: SignInPlace): Promise<SignInPage> {
  const back = before === undefined && after !== undefined
  const from = before ?? after
  const place = from === undefined ? sql`` : sql`and e.id ${back ? sql`>` : sql`<`} ${from}::bigint`
  const { rows } = await sql<Row>`
    select ${COLUMNS} from audit_event e where e.person_id = ${person} and ${CODES} ${place}
    order by e.id ${back ? sql`asc` : sql`desc`} limit ${sql.lit(PAGE + 1)}`.execute(db)
  const more = rows.length > PAGE
  const shown = rows.slice(0, PAGE).map(read)
  if (back) shown.reverse()
  return {
    signIns: shown,
    previous: (back ? more : from !== undefined) ? shown[0]?.id ?? null : null,
    next: (back ? true : more) ? shown.at(-1)?.id ?? null : null,
  }
}

/** A sign-in of the person's that succeeded, by the number of its event; null when it is none. */
export async function findOwnSignIn(db: Reader, person: string, id: string): Promise<SignIn | null> {
  const { rows: [row] } = await sql<Row>`
    select ${COLUMNS} from audit_event e
    where e.id = ${id}::bigint and e.person_id = ${person} and e.code = 'session.signed-in'`.execute(db)
  return row === undefined ? null : read(row)
}
