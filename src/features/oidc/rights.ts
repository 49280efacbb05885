// What the law says of one person and one application at this moment, and the claims that tell it (4.6).
import { decide } from '../../core/access.ts'
import { forEntries, waysOf } from '../../core/claim.ts'
import { dayInTaipei } from '../../core/days.ts'
import { standingsOn } from '../../core/standing.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { applicationsOfCard } from '../../store/card-access.ts'
import type { ForEntry } from '../../core/claim.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Database } from '../../store/database.ts'
import type { SignInMethod } from '../../store/tables.ts'
import type { SessionRow } from './statements.ts'

/** `for`: empty means that the person may not. `chosen`: the standing in use (R-STD-5), null without a current post. */
export type Rights = { for: ForEntry[]; chosen: { agency: AgencyCode; standing: Standing } | null }

/** Asks the law. It is asked at each issue, and nothing of its answer is kept. */
export type AskLaw = (session: SessionRow, application: string) => Promise<Rights>

/** The law as it stands in the database, asked for the day it is in Taipei. */
export function lawOf(database: Pick<Database, 'read'>, clock: () => Date): AskLaw {
  return async (session, application) => {
    const day = dayInTaipei(clock())
    if (session.card_agency !== null) {
      const opened = await applicationsOfCard(database.read, session.card_agency, day)
      return { for: opened.find((one) => one.application.code === application)?.entries ?? [], chosen: null }
    }
    const facts = await loadPersonFacts(database.read, session.person_id, { day, known: 'now' }, { application })
    const [answer] = decide(facts, { application })
    const standings = standingsOn(facts.posts, day)
    const chosen = standings.find(({ agency }) => agency === session.chosen_agency) ?? standings[0] ?? null
    return {
      for: forEntries(answer?.reasons ?? []),
      chosen: chosen === null ? null : { agency: chosen.agency, standing: chosen.standing },
    }
  }
}

// From here on a token would outgrow the headers that carry it; the application fetches the list instead.
export const MOST_ENTRIES_IN_A_TOKEN = 200

/** The `ecpa` claim. `forUrl` is where the `for` list is fetched by the access token when it is too long to carry. */
export function ecpaClaim(session: SessionRow, application: string, rights: Rights, forUrl: string) {
  return {
    agency: rights.chosen?.agency ?? session.card_agency,
    standing: rights.chosen?.standing ?? 'none',
    method: session.method,
    application,
    ...(rights.for.length < MOST_ENTRIES_IN_A_TOKEN ? { for: rights.for } : { forUrl }),
  }
}

/**
 * For which agency the application is opened, as the audit names it, and by which ways: the agency that was asked for,
 * else the one of the standing in use, where the person may; else the first.
 */
export function openedFor({ for: entries, chosen }: Rights, asked: AgencyCode | null) {
  const has = (code: AgencyCode | undefined) => code !== undefined && entries.some(({ agency }) => agency === code)
  const agency = [asked ?? undefined, chosen?.agency].find(has) ?? entries[0]?.agency ?? chosen?.agency ?? ''
  return { agency, ways: waysOf(entries.filter((entry) => entry.agency === agency)) }
}

export type SecondFactor = 'totp' | 'recovery'

const ACR: Record<SignInMethod, string> = {
  password: 'urn:ecpa:acr:password',
  passkey: 'urn:ecpa:acr:passkey',
  personCertificate: 'urn:ecpa:acr:person-certificate',
  agencyCertificate: 'urn:ecpa:acr:agency-certificate',
}

/**
 * RFC 8176: `pop` proof of a key (`hwk` where it is surely in hardware; a passkey may be in either), `user` presence tested, `mfa`
 * more than one factor (a passkey is opened by fingerprint, face or PIN each time), `sc` smart card, `pin`.
 */
const AMR: Record<SignInMethod, string[]> = {
  password: ['pwd'],
  passkey: ['pop', 'user', 'mfa'],
  personCertificate: ['hwk', 'sc', 'pin'],
  agencyCertificate: ['hwk', 'sc', 'pin'],
}

export const ACR_VALUES = Object.values(ACR)

export const acrOf = (method: SignInMethod): string => ACR[method]
/**
 * A second factor that a password was followed by: `otp` is a code of the app (RFC 6238), a recovery code is of no kind of its own. `pwd`
 * with an agency's card: its holder is who was named, for they gave their own password (R-CRT-5).
 */
export function amrOf(
  { method, second_factor: second, holder_key: holder, unverified }: Pick<SessionRow, 'method' | 'second_factor' | 'holder_key' | 'unverified'>,
): string[] {
  if (holder !== null && !unverified) return [...AMR[method], 'pwd']
  return second === null ? AMR[method] : [...AMR[method], ...(second === 'totp' ? ['otp'] : []), 'mfa']
}

// A request for a weaker way is met by a stronger one. The agency's card is nobody in particular and stands for none.
const STRENGTH: Record<SignInMethod, number> = { password: 1, passkey: 2, personCertificate: 3, agencyCertificate: 0 }

/**
 * Whether the way of signing in meets one of the `acr_values`. Values that are not ours ask for nothing we know, and the
 * parameter is no order (OpenID Connect Core 3.1.2.1), so a list without any of ours is met.
 */
export function meetsAcr(method: SignInMethod, acrValues: string): boolean {
  const asked = acrValues.split(' ')
  const known = Object.entries(ACR).filter(([, acr]) => asked.includes(acr)).map(([name]) => name as SignInMethod)
  return known.length === 0 || known.some((one) => one === method || (STRENGTH[one] > 0 && STRENGTH[method] >= STRENGTH[one]))
}

/** R-USE-5: whether a session by that method opens an application that requires a certificate. */
export function provesCertificate(method: SignInMethod, passkeyAllowed: boolean): boolean {
  return method === 'personCertificate' || method === 'agencyCertificate' || (method === 'passkey' && passkeyAllowed)
}
