/**
 * What a person is told of the acts of others (spec 1, point 5): the closed list. Whoever tells names codes and days;
 * the names as they are then are kept beside it (`Telling`), so that a notice reads the same for ever. The sentences are
 * in told-sentences.ts: a kind that is added here does not compile without its own there.
 */
import type { Day } from './days.ts'
import type { ToldOfCards } from './told-cards.ts'
import type { ToldOfFeeds } from './told-feeds.ts'
import type { ToldOfReviews } from './told-reviews.ts'
import type { ToldOfOwn } from './told-own.ts'
import type { ToldOfPeople } from './told-people.ts'
import type { ToldOfLeaving, ToldOfMoves } from './told-moves.ts'
import type { ToldOfRestructuring } from './told-restructuring.ts'
import type { AgencyCode, Standing } from './standing.ts'

/** A decision's period, `from` null where nobody knows the first day; the reason is free text of whoever decided. */
export type Dated = { from: Day | null; to: Day | null; reason: string | null }

/** Where the reader can act on it: a path of the portal. Absent: nothing is waited for. */
export type Leads = { path?: `/${string}` }

/**
 * Whom a grant concerns: the reader, unless one of these is named. `person` is a person's id (for managers who are told
 * of somebody else's grant), `group` a group's code, `standing` all who have it at the agency.
 */
type Receiver = { person?: string; group?: string; standing?: Standing }

type OfGrant = Dated & Receiver & Leads & { agency: AgencyCode; application: string; category: string }
/** `agency` is the one whose group it is. `person` as for grants. */
type OfMembership = Dated & Leads & { agency: AgencyCode; group: string; person?: string }
/** `scope`: the top of the part of the agency's scope that it was narrowed to. `person` as for grants. */
type OfDelegation = Dated & Leads & { agency: AgencyCode; scope?: AgencyCode | null; person?: string }
type OfDuty = Dated & Leads & { acting: AgencyCode; served: AgencyCode; applications: readonly string[] }
/** A step of F000199; `reason` is what was asked for, `note` what was written at this step. */
type OfDutyRequest = OfDuty & { note: string | null }

export type Of<Kinds extends string, Fields> = { [K in Kinds]: Fields & { kind: K } }[Kinds]

export type Told =
  | Of<'grant.given' | 'grant.changed' | 'grant.ended' | 'grant.suspended' | 'grant.confirmed' | 'grant.proposed'
    | 'grant.agreed' | 'grant.declined', OfGrant>
  | Of<'group.member-added' | 'group.member-changed' | 'group.member-ended' | 'group.member-suspended'
    | 'group.member-confirmed', OfMembership>
  | Of<'delegation.given' | 'delegation.changed' | 'delegation.ended' | 'delegation.suspended' | 'delegation.confirmed',
    OfDelegation>
  | Of<'duty.set' | 'duty.changed' | 'duty.ended', OfDuty>
  | Of<'duty-request.drafted' | 'duty-request.agreed' | 'duty-request.disagreed' | 'duty-request.decided'
    | 'duty-request.returned' | 'duty-request.withdrawn' | 'duty-request.expired', OfDutyRequest>
  | ToldOfFeeds
  | ToldOfPeople
  | ToldOfOwn
  | ToldOfCards
  | ToldOfMoves
  | ToldOfLeaving
  | ToldOfReviews
  | ToldOfRestructuring

export type ToldKind = Told['kind']

/** Who did it, as the event has it: a person in a standing at an agency, whoever held an agency's card, or the system. */
export type Teller = {
  by: 'person' | 'agencyCard' | 'system'
  name: string | null
  office: Standing | 'delegation' | 'central' | null
  agency: AgencyCode | null
}

type Named = { name: string; nameEn: string | null }

/** The names of what a telling speaks of, as they were when it was told. Categories by `application category`. */
export type ToldNames = {
  agencies: Readonly<Record<string, Named>>
  applications: Readonly<Record<string, string>>
  categories: Readonly<Record<string, Named>>
  groups: Readonly<Record<string, string>>
  persons: Readonly<Record<string, string>>
}

/** One act as it is told: what, by whom, and how all of it is called. */
export type Telling = { told: Told; teller: Teller; names: ToldNames }

/** The codes and ids whose names a telling needs. */
export type CodesTold = {
  agencies: string[]
  applications: string[]
  category: string | null
  groups: string[]
  persons: string[]
}

/** What of `told` has a name, found by the names of the fields. */
export function codesOf(told: Told, teller: Teller): CodesTold {
  const fields: { [name: string]: unknown } = told
  const texts = (...names: string[]): string[] =>
    names.map((name) => fields[name]).filter((value) => typeof value === 'string')
  const many = (name: string): string[] => (Array.isArray(fields[name]) ? fields[name].map(String) : [])
  return {
    agencies: [...texts('agency', 'acting', 'served', 'scope', 'successor'), ...many('agencies'), ...(teller.agency === null ? [] : [teller.agency])],
    applications: [...texts('application'), ...many('applications')],
    category: texts('category')[0] ?? null,
    groups: texts('group'),
    persons: texts('person'),
  }
}

/** The teller's office out of an event: its `way` (see `wayText` of scope.ts) goes before the standing in use. */
export function officeOf(
  way: string | null, standing: Standing | null, agency: AgencyCode | null,
): Pick<Teller, 'office' | 'agency'> {
  const [name, of] = (way ?? '').split(' ')
  if (name === 'central') return { office: 'central', agency: null }
  if (name === 'delegation' && of !== undefined) return { office: 'delegation', agency: of }
  if (name === 'hrSupervisor' && of !== undefined) return { office: 'hrSupervisor', agency: of }
  return { office: standing, agency }
}
