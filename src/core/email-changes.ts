// The law of changing the mail address of an account: the holder's own change, which is held for a day while the old address
// may object, and a manager's correction (R-ACC-4), which needs the holder's consent. Neither takes effect before whoever reads
// the new address has confirmed it. Who may correct whose address is account-acts.ts.
import type { AccountState } from './facts.ts'

const HOUR = 3_600_000

/** So long a change of one's own is held, for the old address to object. */
export const OWN_HOLD_HOURS = 24
/** So long a new address can be confirmed. */
export const CONFIRM_HOURS = 72
/** So long after correcting an address the same actor opens no way into the account (R-ACC-4). */
export const CORRECTION_REST_HOURS = 72

/** `waiting` is for the confirmation, or, confirmed, for the end of the hold. */
export type EmailChangeState = 'waiting' | 'effective' | 'withdrawn' | 'expired'

/** Why a change of an address is refused, with the rule. A code is what the audit event keeps. */
export const EMAIL_REFUSALS = {
  notAnAddress: 'R-ACC-4',
  sameAddress: 'R-ACC-4',
  noConsent: 'R-ACC-4',
  tooMany: 'R-ACC-4',
  notActive: 'R-ACC-7',
  notOpen: 'R-ACC-4',
  tooLate: 'R-ACC-4',
} as const
export type EmailRefusal = keyof typeof EMAIL_REFUSALS
export type EmailRefused = { refused: EmailRefusal }

const no = (refused: EmailRefusal): EmailRefused => ({ refused })

// RFC 5321 leaves more room than any address in use takes; what could write a second recipient or a header is no address.
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,63}$/i
const LONGEST_ADDRESS = 254

/** Whether it is one bare mail address that can be written to: something at a domain of two parts or more. */
export const isMailAddress = (text: string): boolean => text.length <= LONGEST_ADDRESS && ADDRESS.test(text)

/** The address as it may be shown to whoever need not know it: the first letter and the domain, `w***@ecpa.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, Math.min(1, at))}***${email.slice(at)}`
}

/** What is asked of a proposal. `email`: the address now; `recent`: how many were proposed for the account within a day. */
export type ProposalFacts = {
  now: Date
  account: { state: AccountState; email: string | null; confirmed: boolean }
  /** Changes of this account that were proposed within a day, and how many may be: each writes letters to addresses of somebody's choosing. */
  recent: number
  most: number
  /** `own`: by the account's holder, of whom no consent is asked. */
  own: boolean
  consented: boolean
  proposed: string
}

/** Whether the address may be proposed, and between when it can be confirmed and take effect. */
export function decideProposing(
  { now, account, recent, most, own, consented, proposed }: ProposalFacts,
): { notBefore: Date; expiresAt: Date } | EmailRefused {
  if (!isMailAddress(proposed)) return no('notAnAddress')
  if (account.state !== 'active') return no('notActive')
  if (account.confirmed && account.email?.toLowerCase() === proposed.toLowerCase()) return no('sameAddress')
  if (!own && !consented) return no('noConsent')
  if (recent >= most) return no('tooMany')
  return {
    // Without an old address that is read, there is nobody to object.
    notBefore: own && account.confirmed ? new Date(now.getTime() + OWN_HOLD_HOURS * HOUR) : now,
    expiresAt: new Date(now.getTime() + CONFIRM_HOURS * HOUR),
  }
}

/** A change as it stands. */
export type StandingChange = { state: EmailChangeState; notBefore: Date; expiresAt: Date; confirmedAt: Date | null }

/** Whether it waits for anything: not closed, and confirmed or still to be confirmed in time. */
export const isOpen = ({ state, expiresAt, confirmedAt }: StandingChange, now: Date): boolean =>
  state === 'waiting' && (confirmedAt !== null || now < expiresAt)

/** What the confirmation of whoever reads the new address does: at once, or from when. Confirming again says the same. */
export function decideConfirming(
  change: StandingChange, account: AccountState, now: Date,
): { effective: 'now' | Date } | EmailRefused {
  if (change.state !== 'waiting') return no('notOpen')
  if (!isOpen(change, now)) return no('tooLate')
  if (account !== 'active') return no('notActive')
  return { effective: now >= change.notBefore ? 'now' : change.notBefore }
}

/**
 * Until when the actor, who corrected this account's address (`waiting`: a correction of theirs that is not effective yet, or
 * else when the last one became so), opens no way into it; null where they may. `waiting` has no end that anybody knows yet.
 */
export function restsUntil(correction: { waiting: boolean; effectiveAt: Date | null } | null, now: Date): Date | 'confirmed' | null {
  if (correction === null) return null
  if (correction.waiting) return 'confirmed'
  if (correction.effectiveAt === null) return null
  const until = new Date(correction.effectiveAt.getTime() + CORRECTION_REST_HOURS * HOUR)
  return now < until ? until : null
}
