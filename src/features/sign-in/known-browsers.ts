// By what somebody's sign-ins are compared (src/core/unusual-sign-in.ts): the browsers they have used, known by a cookie, and the
// sessions of the past months. And whose tries are their own (attempts.ts). The cookie serves this and nothing else: it is read
// when somebody signs in, and its hash is made with the person's number, so that it follows nobody from one account to another.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { readBrowser, sameKindOfBrowser } from '../../core/browsers.ts'
import type { EarlierSignIns, UsualRule } from '../../core/unusual-sign-in.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'

/** What a new browser's cookie holds: 256 random bits. */
export const newBrowserToken = (): string => randomBytes(32).toString('base64url')

// Where the machines of an agency forget cookies every evening, each morning brings another; who has more than these has none
// that tells anything.
const MOST_KEPT = 20

/** What stands for the cookie of this person's browser in the tables; its keyed hash, that is. */
export const browserOf = (person: string, cookie: string): string => `${person} ${cookie}`

/** Whether the person has signed in with this browser. Nobody can make one known without signing in. */
export async function isKnownBrowser(db: Reader, person: string, hash: Buffer): Promise<boolean> {
  const { rows: [row] } = await sql<{ known: boolean }>`select exists (
    select from known_browser where person_id = ${person} and browser_hash = ${hash}) as known`.execute(db)
  return row!.known
}

/** Notes that the person signed in with this browser; answers whether they had before. */
export async function noteBrowser({ db }: Pick<Change, 'db'>, person: string, hash: Buffer): Promise<boolean> {
  const { rows: [row] } = await sql<{ made: boolean }>`
    insert into known_browser as k (person_id, browser_hash) values (${person}, ${hash})
    on conflict (person_id, browser_hash) do update set last_seen_at = now() returning xmax = 0 as made`.execute(db)
  if (!row!.made) return true
  await sql`delete from known_browser where person_id = ${person} and browser_hash in (
    select browser_hash from known_browser where person_id = ${person}
    order by last_seen_at desc, first_seen_at desc offset ${sql.lit(MOST_KEPT)})`.execute(db)
  return false
}

/** Forgets browsers that nobody signed in with for a year, as their own cookies do. A job runs it. */
export async function forgetBrowsers(db: Kysely<Tables>): Promise<void> {
  await sql`delete from known_browser where last_seen_at < now() - interval '1 year'`.execute(db)
}

// The neighbourhood of an address: as much as a provider gives one customer, or an agency one floor.
const network = (address: ReturnType<typeof sql>) =>
  sql`network(set_masklen(${address}, case family(${address}) when 4 then 24 else 48 end))`
const hourOf = (at: ReturnType<typeof sql>) => sql`extract(hour from ${at} at time zone 'Asia/Taipei')::int`

/** Whoever signs in, as they come. */
export type Arriving = { person: string; method: string; address: string; userAgent: string; browserKnown: boolean }

type Row = { none: boolean; agents: string[]; times: number; networks: number; fromThisNetwork: number; aroundThisHour: number }

/** What is known of the person's sign-ins before this one. One statement. */
export async function earlierSignIns(db: Reader, rule: UsualRule, { person, method, address, userAgent, browserKnown }: Arriving): Promise<EarlierSignIns> {
  const here = network(sql`${address}::inet`)
  const { rows: [row] } = await sql<Row>`
    with earlier as (
      select s.method, s.user_agent, ${network(sql`s.address`)} as network,
        (${hourOf(sql`s.signed_in_at`)} - ${hourOf(sql`now()`)} + 24) % 24 as apart
      from session s where s.person_id = ${person} and s.signed_in_at > now() - make_interval(days => ${rule.days})
    )
    select a.last_sign_in_at is null as none, count(e.method)::int as times, count(distinct e.network)::int as networks,
      count(*) filter (where e.network = ${here})::int as "fromThisNetwork",
      count(*) filter (where least(e.apart, 24 - e.apart) <= ${rule.hours})::int as "aroundThisHour",
      coalesce(array_agg(distinct e.user_agent) filter (
        where e.network = ${here} and e.method = ${method}::sign_in_method and e.user_agent is not null), '{}') as agents
    from account a left join earlier e on true where a.person_id = ${person} group by a.person_id`.execute(db)
  const { agents, ...counted } = row!
  const browser = readBrowser(userAgent)
  return { ...counted, browserKnown, alike: agents.some((one) => sameKindOfBrowser(readBrowser(one), browser)) }
}
