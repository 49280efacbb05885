import type { Day } from '../core/days.ts'
import type { Authority, ManagementWay } from '../core/scope.ts'
import type { Standing } from '../core/standing.ts'
import type { Language } from './language.ts'

/** How the session was proved. */
export type SignInMethod = 'password' | 'passkey' | 'personCertificate' | 'agencyCertificate'

/** A standing with what a page needs to name it. */
export type StandingAt = { agencyCode: string; agencyName: string; standing: Standing }

/** The agency being worked for now, and by what relation: one's own, one that is managed, or one served by 兼辦. */
export type WorkingFor = { agencyCode: string; agencyName: string; relation: 'own' | 'managed' | 'served' }

/** Who was named as holding the agency's card (R-CRT-5). `verified`: they confirmed it themselves, by an account that is active. */
export type CardHolder = { name: string; verified: boolean }

/** The agency whose card signed in. `holder` null: nobody was named yet, and nothing may be changed. */
export type AgencyCard = { agencyCode: string; agencyName: string; holder: CardHolder | null }

/**
 * Who is behind a request, with today's standings (R-STD-4: derived at each request, never remembered by the session).
 * A session of an agency's card has no person: `personKey`, `accountName` and `chosen` are null and `name` is the agency's
 * (R-USE-6); `personId` is that of the holder, once named, for the holder counts as the actor (R-CRT-5).
 */
export type Actor = {
  sessionId: string
  /** Whose acts these are. */
  personId: string | null
  /** The opaque key that may stand in addresses; the national ID never does. */
  personKey: string | null
  name: string
  accountName: string | null
  method: SignInMethod
  signedInAt: Date
  /** The last day on which the session counts without a second factor, where its person has to have one (R-ACC-8); null: none is missing. */
  secondFactorBy: Day | null
  /** Has to agree to 「重要訊息」 before anything else opens. */
  agreementAsked: boolean
  standings: readonly StandingAt[]
  /** The standing in use (R-STD-5); null without a current post, and for an agency card. */
  chosen: StandingAt | null
  workingFor: WorkingFor | null
  roles: readonly ('central' | 'auditor')[]
  /** What this session manages today (R-SCP-2); with a way, 「權限與兼辦管理」 is open to it. Core's scope asks it. */
  authority: Authority
  /** What is theirs to manage too, but opens only when the handover review there is done or put off (R-JML-3). */
  closedWays: readonly ManagementWay[]
  /** Of a session by an agency's card alone. */
  card: AgencyCard | null
  /** How many notices of others' acts nobody has read yet, counted to `MOST_UNREAD`. */
  unreadNotices: number
  /** How many things waited for the person when they were last counted, to `MOST_UNREAD`; whether that is to be counted anew. */
  openTodos: number
  todosStale: boolean
  /** The language kept with the account; the browser's own choice goes first. */
  language: Language | null
  /** How large the person has pages written. */
  displaySize: DisplaySize
}

/** The sizes of 「顯示與語言」; each is a class of the page (`layout.tsx`). */
export const DISPLAY_SIZES = ['normal', 'large', 'largest'] as const
export type DisplaySize = (typeof DISPLAY_SIZES)[number]

/** More are said to be “more than that”: a count is worth no longer look at the database. */
export const MOST_UNREAD = 99

/** An actor who is a person. */
export type PersonActor = Actor & { personId: string; personKey: string }

/** Whether it is a session of a person, not of an agency's card. */
export const isPerson = (actor: Actor | null): actor is PersonActor => actor !== null && actor.personId !== null && actor.personKey !== null

/** Whether it is a card's, of whose holder nobody has said yet who it is: such a session looks and changes nothing (R-CRT-5). */
export const lacksHolder = (actor: Actor | null): boolean => actor?.card?.holder === null

type ActorOf = {
  anyone: Actor | null
  signedIn: Actor
  person: PersonActor
  manage: Actor
  central: PersonActor
  audit: Actor
}

/**
 * The acts a route may ask for. They open a door, no more: what may be done to *this* agency or person is decided by the
 * handler with core's scope, on the rows it has locked.
 */
export type Act = keyof ActorOf

/** The actor a handler gets behind an act. */
export type ActorFor<A extends Act> = ActorOf[A]

/** For which agency applications open unless another is asked for: the one being served, else that of the standing in use. */
export function agencyInUse({ workingFor, chosen }: Actor): string | null {
  return workingFor?.relation === 'served' ? workingFor.agencyCode : chosen?.agencyCode ?? null
}

/** Whether 「權限與兼辦管理」 is open to this session. */
export const managesAnything = ({ authority }: Actor): boolean => authority.ways.length > 0

/** Whether this session would manage something, if it were not for a handover review that waits (R-JML-3). */
export const reviewsFirst = ({ closedWays }: Actor): boolean => closedWays.length > 0

/** Whether that actor (null: nobody signed in) may do the act. */
export const MAY: { readonly [A in Act]: (actor: Actor | null) => boolean } = {
  anyone: () => true,
  signedIn: (actor) => actor !== null,
  person: isPerson,
  manage: (actor) => actor !== null && managesAnything(actor),
  central: (actor) => isPerson(actor) && actor.roles.includes('central'),
  audit: (actor) => actor !== null && (managesAnything(actor) || actor.roles.includes('auditor')),
}
