// Starts a campaign, and calls one off.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { decideStarting, MOST_ITEMS } from '../../core/campaigns.ts'
import { isOfCentre, wayText } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refused } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { manageAgency } from '../../store/managing.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { countItems, writeItems } from './campaign-items.ts'
import { CAMPAIGN_STEPS, stepPayload } from './campaign-steps.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { CampaignWish, Refused } from '../../core/campaigns.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { CampaignCounts } from './campaign-items.ts'
import type { SeenCampaign } from './campaign-rows.ts'

/** As much of an actor as starting asks. */
export type CampaignActor = { personId: string | null; authority: Authority }

/** What would be started, or why it cannot be: the same on the page that asks and in the act. */
export async function foreseeCampaign(
  db: Reader, actor: CampaignActor, wish: CampaignWish, today: Day,
): Promise<{ counts: CampaignCounts; decided: ReturnType<typeof decideStarting> }> {
  const tree = await loadTree(db, wish.agency === null ? [] : [wish.agency], { day: today, known: 'now' })
  const counts = await countItems(db, wish, actor.authority, today)
  const facts = { today, actor: { person: actor.personId, authority: actor.authority }, tree, items: counts.items }
  return { counts, decided: decideStarting(facts, wish) }
}

function attempt(wish: CampaignWish, id: string, way: string, items: number): AuditEvent<'review.campaign-started'> {
  const { agency, application, below, kinds, due, silence, title } = wish
  return {
    code: 'review.campaign-started', agency, application,
    detail: { campaign: id, title, below, kinds: [...kinds], due, silence, items, way },
  }
}

/** Starts the campaign: nothing is changed by it yet. Its managers are told by a job. */
export function startCampaign(
  database: Database, origin: Origin, actor: CampaignActor, wish: CampaignWish, today: Day,
): Promise<{ started: string; items: number } | Refused> {
  return change<{ started: string; items: number } | Refused>(database, origin, async (tx) => {
    const { decided, counts } = await foreseeCampaign(tx.db, await stillManaging(tx, actor, today), wish, today)
    if ('refused' in decided) return refused(attempt(wish, '', '', Math.min(counts.items, MOST_ITEMS + 1)), decided)
    const id = randomUUID()
    const event = await tx.record(attempt(wish, id, wayText(decided.way), counts.items))
    const { title, agency, below, application, kinds, due, silence, note } = wish
    await tx.db.insertInto('review_campaign').values({
      id, title, agency_code: agency, below, application_code: application, kinds: [...kinds], due, silence, note,
      started_by: actor.personId!, event_id: event,
    }).execute()
    const items = await writeItems(tx.db, id, wish, actor.authority, today)
    await addJob(tx, CAMPAIGN_STEPS, stepPayload(id))
    return { result: { started: id, items }, event }
  })
}

/** Calls it off: what silence would have ended gets its days back, by a job; what was decided stays decided. */
export function cancelCampaign(
  database: Database, origin: Origin, actor: CampaignActor, campaign: SeenCampaign, today: Day,
): Promise<{ cancelled: true } | { refused: 'notOpen' | 'notYours' }> {
  const { id, agency, application, title, progress: { left } } = campaign
  const event: AuditEvent<'review.campaign-cancelled'> = {
    code: 'review.campaign-cancelled', agency: agency?.code ?? null, application: application?.code ?? null,
    detail: { campaign: id, title, left },
  }
  return change<{ cancelled: true } | { refused: 'notOpen' | 'notYours' }>(database, origin, async (tx) => {
    if (!await mayCancel(tx.db, campaign, await stillManaging(tx, actor, today), today)) return refused(event, { refused: 'notYours' as const })
    const { numUpdatedRows } = await tx.db.updateTable('review_campaign').set({ cancelled_at: sql<Date>`now()` })
      .where('id', '=', id).where('settled_at', 'is', null).where('cancelled_at', 'is', null).executeTakeFirst()
    if (numUpdatedRows === 0n) return refused(event, { refused: 'notOpen' as const })
    await tx.db.updateTable('review_item').set({ open: false }).where('campaign_id', '=', id).execute()
    await addJob(tx, CAMPAIGN_STEPS, stepPayload(id))
    return { result: { cancelled: true as const }, event }
  })
}

/** Who started it and manages its agency still, and the centre. */
export async function mayCancel(db: Reader, { startedBy, agency }: SeenCampaign, { personId, authority }: CampaignActor, today: Day): Promise<boolean> {
  if (personId === null) return false
  if (isOfCentre(authority)) return true
  return personId === startedBy && agency !== null && await manageAgency(db, authority, agency.code, today) !== null
}
