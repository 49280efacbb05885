/** Does what a proposal said, exactly that one, over exactly the rows that it was counted by. */
import type { AgencyFields } from '../../core/agency-change.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import { change as inOneTransaction, refused } from '../../store/change.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { takeAgencyTurn, writeAgencies, writePeriods } from './agency-rows.ts'
import { insertOffice, reviseOffice } from './office-rows.ts'
import { judgeProposal } from './proposals.ts'
import type { Decided, KeptProposal, Proposal, ProposalRefusal } from './proposals.ts'

export type Saved = { saved: true } | { refused: ProposalRefusal | 'changedMeanwhile' | 'notCentral' }

const WAY = 'central'
const values = (fields: Partial<AgencyFields>) => fields as Record<string, string | number | null>

/** What somebody tried, where nothing came of it. */
function tried(proposal: Proposal): AuditEvent {
  const { agency } = proposal
  switch (proposal.thing) {
    case 'new': return { code: 'agency.added', agency, detail: { from: proposal.from, after: values(proposal.fields), way: WAY } }
    case 'change':
      return { code: 'agency.changed', agency, detail: { from: proposal.from, before: {}, after: values(proposal.fields), way: WAY } }
    case 'office': {
      const { office, from, to } = proposal.wish
      return { code: 'office.set', agency: proposal.wish.agency, detail: { office, after: { from, to } } }
    }
    case 'officeEnd': return { code: 'office.ended', agency, detail: { office: proposal.relation, before: {} } }
  }
}

async function write(tx: Change, { agency }: Proposal, decided: Decided, from: Day): Promise<EventId> {
  if (decided.thing === 'new') {
    const { superiorMissing: _, from: __, to: ___, ...fields } = decided.agency
    const event = await tx.record({ code: 'agency.added', agency, detail: { from, after: values(fields), way: WAY } })
    await writeAgencies(tx, [agency])
    await writePeriods(tx, [], [{ ...decided.agency, code: agency }], event)
    return event
  }
  if (decided.thing === 'change') {
    const before = Object.fromEntries(Object.keys(decided.fields).map((name) => [name, decided.before[name as keyof AgencyFields]]))
    const event = await tx.record({
      code: 'agency.changed', agency, detail: { from, before, after: values(decided.fields), way: WAY },
    })
    await writePeriods(tx, decided.closed.map(({ id }) => id), decided.written.map((one) => ({ ...one, code: agency })), event)
    return event
  }
  if (decided.thing === 'office') {
    const { wish: { office, agency: served, ...after } } = decided
    const event = await tx.record({ code: 'office.set', agency: served, detail: { office, after } })
    await insertOffice(tx, office, served, after, event)
    return event
  }
  const { office } = decided
  const event = await tx.record({
    code: 'office.ended', agency: office.agency, detail: { office: office.office, before: { ...office.valid } },
  })
  await reviseOffice(tx, office, { valid: office.valid, state: 'ended' }, event)
  return event
}

/** `changedMeanwhile`: somebody else's rows came between; it has to be looked at anew. */
export function saveProposal(
  database: Database, origin: Origin, actor: { authority: Authority }, { proposal, digest }: KeptProposal, today: Day,
): Promise<Saved> {
  return inOneTransaction(database, origin, async (tx): Promise<Outcome<Saved>> => {
    await takeAgencyTurn(tx)
    if (!await stillOfCentre(tx, actor, today)) return refused(tried(proposal), { refused: 'notCentral' as const })
    const judged = await judgeProposal(tx.db, proposal, today)
    if ('refused' in judged) return refused(tried(proposal), judged)
    if (judged.digest !== digest) return refused(tried(proposal), { refused: 'changedMeanwhile' as const })
    const event = await write(tx, proposal, judged.decided, 'from' in proposal ? proposal.from : today)
    return { result: { saved: true }, event }
  })
}
