// Who is here, and for which agencies they work: a person by their own sign-in, or the holder of an agency's card by one of its two ways.
import { WEBHR } from './clients.ts'
import type { Personnel } from './record.ts'
import type { Standing, StandingAt } from './user-accounts.ts'
import type { Session } from '../sample-applications/session-store.ts'
import type { Visit } from '../sample-applications/relying-party.ts'

/** `card`: 「機關憑證登入」. `simulated`: 「模擬自然人憑證登入」. */
export type CardWay = 'card' | 'simulated'

/**
 * `actor`: the portal's `sub` of the person, or of whoever it says holds the card. `agencies`: never empty for a card. `waiting`: where an
 * account waits for somebody of that name, who first says that they are it.
 */
export type Here = { session: Session, way: 'person' | CardWay, actor: string, name: string | null, agencies: string[], waiting: string[] }

/** What the portal said of an agency's card: its agency, and who holds it. */
export type Card = { agency: string, holder: string }

/** Null where somebody came as themselves, or the token does not name both agency and holder. */
export function cardOf({ access, idTokenClaims, entries }: Visit): Card | null {
  const act = idTokenClaims['act']
  const holder = typeof act === 'object' && act !== null && 'sub' in act && typeof act.sub === 'string' ? act.sub : null
  const { agency, method } = access
  const itself = entries.some((entry) => entry.by === 'agencyCard' && entry.agency === agency && entry.categories.includes(USE))
  return method === 'agencyCertificate' && agency !== null && holder !== null && itself ? { agency, holder } : null
}

/** The one category of WebHR (2.10): whoever has it for an agency does all four functions there. */
export const USE = 'use'

/** Whether the holder of the card proved by their own password who they are, after that instant (milliseconds). */
export function provedSince({ idTokenClaims }: Visit, instant: number): boolean {
  const { amr, auth_time: at } = idTokenClaims
  return Array.isArray(amr) && amr.includes('pwd') && typeof at === 'number' && at >= Math.floor(instant / 1000)
}

// As sessions live at most.
const LONGEST_MS = 10 * 60 * 60_000

export type Operators = ReturnType<typeof operatorsIn>

/** Who holds the card in a session, as they said when they came in. */
export function operatorsIn({ database, inOne }: Pick<Personnel, 'database' | 'inOne'>) {
  const add = database.prepare('insert or replace into operator (session, way, holder, name, agencies, since) values (?, ?, ?, ?, ?, ?)')
  const sweep = database.prepare('delete from operator where since < ?')
  const one = database.prepare('select way, name, agencies from operator where session = ? and holder = ?')
  return {
    name(session: Session, holder: string, { way, name, agencies }: { way: CardWay, name: string | null, agencies: string[] }, now: number): void {
      inOne(() => {
        sweep.run(now - LONGEST_MS)
        add.run(session.key, way, holder, name, JSON.stringify(agencies), now)
      })
    },
    of(session: Session, { holder }: Card): { way: CardWay, name: string | null, agencies: string[] } | null {
      const row = one.get(session.key, holder)
      if (!row) return null
      const { way, name, agencies } = row
      return { way: way as CardWay, name: name === null ? null : String(name), agencies: JSON.parse(String(agencies)) as string[] }
    },
  }
}

/** Who is here; null for the session of a card whose holder has not said by which way they come in. */
export function hereOf(session: Session, operators: Operators, standingAt: StandingAt): Here | null {
  const { visit } = session
  const card = cardOf(visit)
  if (card !== null) {
    const operator = operators.of(session, card)
    return operator === null ? null : { session, actor: card.holder, waiting: [], ...operator }
  }
  const { sub, userinfo } = visit
  const name = typeof userinfo['name'] === 'string' && userinfo['name'] !== '' ? userinfo['name'].slice(0, LONGEST_NAME) : null
  const own = visit.access.method === 'agencyCertificate' ? []
    : visit.entries.filter(({ categories }) => categories.includes(USE)).map(({ agency }) => agency)
  const standing = new Map(own.map((agency) => [agency, standingAt({ sub, name }, agency)]))
  const where = (one: Standing) => [...standing.keys()].filter((agency) => standing.get(agency) === one)
  return { session, way: 'person', actor: sub, name, agencies: where('works'), waiting: where('bind') }
}
// As the personnel record has them at most.
const LONGEST_NAME = 100

/** The application whose sessions these are; sign-ins of the simulated way are told apart by the second. */
export const AS_WEBHR = { code: WEBHR } as const
export const AS_SIMULATED = { code: `${WEBHR}-simulated` } as const
