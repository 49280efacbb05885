/**
 * A change of an agency or a personnel office as a page proposes it: what it says, what it would do, counted once and kept
 * under a number of the session, and what speaks against it (docs/decisions/013).
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { decideAgencyChange, decideNewAgency, fieldsChanged, periodOn } from '../../core/agency-change.ts'
import type { AgencyDescription, AgencyFields, AgencyPeriod, AgencyRefusal, RewrittenPeriods } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import { decideOffice } from '../../core/personnel-office.ts'
import type { OfficeRefusal, OfficeWish } from '../../core/personnel-office.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Database, Reader } from '../../store/database.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { loadAgencyFacts } from './agency-facts.ts'
import { recordedPeriods } from './agency-rows.ts'
import { changeEffect, NO_EFFECT } from './change-effect.ts'
import type { ChangeEffect, TreeChange } from './change-effect.ts'
import { loadOffices } from './office-rows.ts'
import type { StoredOffice } from './office-rows.ts'

const KIND = 'agency-proposal'

/**
 * `fields` are those that shall be other than what the form was made from, so that they can be laid over what somebody else
 * has written meanwhile; of a new agency all.
 */
export type Proposal =
  | { thing: 'new'; agency: AgencyCode; from: Day; fields: AgencyFields }
  | { thing: 'change'; agency: AgencyCode; from: Day; fields: Partial<AgencyFields> }
  | { thing: 'office'; agency: AgencyCode; wish: OfficeWish }
  | { thing: 'officeEnd'; agency: AgencyCode; relation: string; version: number }

export type ProposalRefusal = AgencyRefusal | OfficeRefusal | 'gone'

/** What is written when the proposal is confirmed. */
export type Decided =
  | { thing: 'new'; agency: AgencyDescription }
  | ({ thing: 'change'; before: AgencyPeriod; fields: Partial<AgencyFields> } & RewrittenPeriods)
  | { thing: 'office'; wish: OfficeWish }
  | { thing: 'officeEnd'; office: StoredOffice }

/** `digest`: of the proposal and of all rows that it would take the place of or stand beside. */
type Judged = { decided: Decided; digest: string }

const digestOf = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

async function judgeAgency(db: Reader, proposal: Proposal & { thing: 'new' | 'change' }): Promise<Judged | { refused: AgencyRefusal }> {
  const { agency, fields, from } = proposal
  const facts = await loadAgencyFacts(db, agency, fields, from)
  const digest = digestOf(proposal, facts.periods.map(({ id }) => id))
  if (proposal.thing === 'new') {
    const known = await db.selectFrom('agency').select('code').where('code', '=', agency).executeTakeFirst()
    const made = decideNewAgency(facts, proposal.fields, from, known !== undefined)
    return 'refused' in made ? made : { decided: { thing: 'new', agency: made }, digest }
  }
  const rewritten = decideAgencyChange(facts, fields, from)
  if ('refused' in rewritten) return rewritten
  const before = periodOn(facts.periods, from)!
  return { decided: { thing: 'change', before, fields: fieldsChanged(before, fields), ...rewritten }, digest }
}

async function judgeOffice(db: Reader, proposal: Proposal & { thing: 'office' }, today: Day): Promise<Judged | { refused: OfficeRefusal }> {
  const { wish } = proposal
  const offices = await loadOffices(db, wish.agency)
  const own = offices.filter(({ office, agency }) => office === wish.office && agency === wish.agency)
  const lives = Map.groupBy(await recordedPeriods(db, [wish.office, wish.agency]), ({ code }) => code)
  const refusal = decideOffice({
    today, officeLives: lives.get(wish.office) ?? [], agencyLives: lives.get(wish.agency) ?? [], standing: own.map(({ valid }) => valid),
  }, wish)
  if (refusal !== null) return { refused: refusal }
  return { decided: { thing: 'office', wish }, digest: digestOf(proposal, offices.map(({ id, version }) => [id, version])) }
}

/** What the proposal comes to by what is known now, or why it cannot be. */
export async function judgeProposal(
  db: Reader, proposal: Proposal, today: Day,
): Promise<Judged | { refused: ProposalRefusal }> {
  if (proposal.thing === 'office') return judgeOffice(db, proposal, today)
  if (proposal.thing !== 'officeEnd') return judgeAgency(db, proposal)
  const office = (await loadOffices(db, proposal.agency)).find(({ id, version, valid }) =>
    id === proposal.relation && version === proposal.version && (valid.to === null || valid.to >= today))
  return office === undefined ? { refused: 'gone' } : { decided: { thing: 'officeEnd', office }, digest: digestOf(proposal) }
}

const later = (day: Day | null, today: Day): Day => (day !== null && day > today ? day : today)

/** The day from which the change has its effect, and what becomes of the tree; null: it stays as it is. */
function treeChange({ agency, ...proposal }: Proposal, decided: Decided, today: Day): { change: TreeChange; day: Day } | null {
  if (decided.thing === 'office') {
    const { office, from } = decided.wish
    return { change: { office, agency: decided.wish.agency, comes: true }, day: later(from, today) }
  }
  if (decided.thing === 'officeEnd') {
    const { office, valid } = decided.office
    return { change: { office, agency: decided.office.agency, comes: false }, day: later(valid.from, today) }
  }
  const { superior } = decided.thing === 'new' ? decided.agency : decided.fields
  const day = later('from' in proposal ? proposal.from : null, today)
  return superior === undefined ? null : { change: { moves: agency, to: superior }, day }
}

async function effectOf(db: Reader, proposal: Proposal, decided: Decided, today: Day): Promise<ChangeEffect> {
  const found = treeChange(proposal, decided, today)
  return found === null ? NO_EFFECT : changeEffect(db, found.change, found.day)
}

/** What was shown, and is kept. `stale`: somebody else had changed the same meanwhile, so that it was counted anew. */
export type KeptProposal = { proposal: Proposal; digest: string; effect: ChangeEffect; stale: boolean }

const kept = z.object({ proposal: z.string(), digest: z.string(), effect: z.string(), stale: z.boolean() })
  .transform((one): KeptProposal => ({
    ...one, proposal: JSON.parse(one.proposal) as Proposal, effect: JSON.parse(one.effect) as ChangeEffect,
  }))

/** Counts what the proposal would do and keeps it for the session; answers the number, or why it cannot be. */
export async function keepProposal(
  database: Database, sessionId: string, proposal: Proposal, today: Day, stale = false,
): Promise<{ id: string } | { refused: ProposalRefusal }> {
  const judged = await judgeProposal(database.read, proposal, today)
  if ('refused' in judged) return judged
  const effect = await effectOf(database.read, proposal, judged.decided, today)
  const id = await keepQuery(database.unaudited, sessionId, KIND, {
    proposal: JSON.stringify(proposal), digest: judged.digest, effect: JSON.stringify(effect), stale,
  })
  return { id }
}

/** What this session has kept under the number. */
export async function readProposal(db: Reader, sessionId: string, id: string): Promise<KeptProposal | null> {
  const found = kept.safeParse(await readQuery(db, sessionId, KIND, id))
  return found.success ? found.data : null
}
