// What managers decide in a campaign: keep or end, each with its event, by the law of the thing itself.
import { sql } from 'kysely'
import { whyToSelf } from '../../core/granting.ts'
import { withoutDelegations } from '../../core/scope.ts'
import { change } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { manageAgency } from '../../store/managing.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { loadGiver } from '../grants/load-granting.ts'
import { itemsOf, undecidedItems } from './campaign-rows.ts'
import { tellKept } from './campaign-tell.ts'
import { confirmEntry, endEntry } from './decide-entry.ts'
import { standingLines } from './decision-lines.ts'
import { needsConfirming, personOf } from './entry.ts'
import { toldOf } from './handover-decisions.ts'
import { loadEntries } from './load-entries.ts'
import { firstEvent, keyText, recordEntries } from './record-entries.ts'
import { CAMPAIGN_SENTENCES } from './refusal-messages.ts'
import { giveDaysBack } from './silence.ts'
import type { Day } from '../../core/days.ts'
import type { GrantReceiver } from '../../core/granting.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { ItemState, SeenCampaign } from './campaign-rows.ts'
import type { EntryDone } from './decide-entry.ts'
import type { AudienceGrantEntry, Entry, EntryRef } from './entry.ts'
import type { Decided } from './handover-decisions.ts'
import type { EntryKey } from './load-entries.ts'

/** Who decides in which campaign, as of which day, and why. */
export type DecidingCampaign = { campaign: SeenCampaign; actor: PersonActor; today: Day; reason: string | null }

/** Of these entries, those by which the actor gains something (R-GRT-3): as the one who has it, or as one of many. */
async function ownOf(db: Reader, actor: PersonActor, entries: readonly Entry[], today: Day): Promise<Set<Entry>> {
  const own = new Set(entries.filter((entry) => personOf(entry)?.id === actor.personId))
  const toMany = entries.filter((entry) => entry.kind === 'grant').filter((entry) => entry.audience !== null)
  if (toMany.length === 0) return own
  const giver = await loadGiver(db, actor, today)
  for (const entry of toMany) {
    if (whyToSelf({ giver, receiver: receiverOf(entry.audience), agency: entry.agency.code, today }) !== null) own.add(entry)
  }
  return own
}

const receiverOf = (audience: AudienceGrantEntry['audience']): GrantReceiver => ('group' in audience
  ? { to: 'group', group: audience.group.code, agency: null } : { to: 'standing', standing: audience.standing })

type Own = { ref: EntryRef; entry: Entry; item: ItemState }

/** What of these this actor decides on: open, in their scope, and while the campaign goes on. */
async function ownItems(database: Database, { campaign, actor, today }: DecidingCampaign, refs: readonly EntryRef[]): Promise<Own[]> {
  if (campaign.state !== 'open' || today > campaign.due) return []
  const items = await itemsOf(database.read, actor.authority, campaign.id, refs, today)
  const entries = await loadEntries(database.read, items, today)
  return entries.flatMap((entry) => {
    const item = items.find((one) => one.kind === entry.kind && one.id === entry.id)
    const ref = refs.find((one) => one.kind === entry.kind && one.id === entry.id)
    return item === undefined || ref === undefined ? [] : [{ ref, entry, item }]
  })
}

/** The items as they stand, held until the transaction ends; those that are decided otherwise or over are left out. */
async function holdItems(tx: Change, campaign: string, keys: readonly EntryKey[]): Promise<(EntryKey & { dated: boolean })[]> {
  const { rows } = await sql<EntryKey & { dated: boolean }>`
    select kind, subject_id as id, dated is not null as dated from review_item
    where campaign_id = ${campaign} and open and decision is distinct from 'end' and (kind::text, subject_id) in (
      select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ id }) => id)}::uuid[]))
    order by kind, subject_id for update`.execute(tx.db)
  return rows
}

async function write(
  tx: Change, { campaign, actor, reason }: DecidingCampaign, keys: readonly EntryKey[], decision: 'keep' | 'end',
): Promise<void> {
  await sql`
    update review_item i set decision = ${decision}, decided_by = ${actor.personId}, decided_at = now(), reason = ${reason}
    from json_to_recordset(${JSON.stringify(keys.map(({ kind, id }) => ({ kind, id })))}) as k (kind reviewed_kind, id uuid)
    where i.campaign_id = ${campaign.id} and i.kind = k.kind and i.subject_id = k.id`.execute(tx.db)
}

/** Notes the decisions on many at once; answers those that it left because silence has given them a last day by now. */
async function note(
  database: Database, origin: Origin, deciding: DecidingCampaign, own: readonly Own[], decision: 'keep' | 'end',
): Promise<{ done: number; dated: Own[] }> {
  if (own.length === 0) return { done: 0, dated: [] }
  const { campaign, reason } = deciding
  return change(database, origin, async (tx) => {
    const held = await holdItems(tx, campaign.id, own.map(({ item }) => item))
    const is = (one: Own, dated: boolean): boolean =>
      held.some((key) => keyText(key) === keyText(one.item) && (decision === 'end' || key.dated === dated))
    const noted = own.filter((one) => is(one, false))
    const dated = decision === 'end' ? [] : own.filter((one) => is(one, true))
    const code = decision === 'keep' ? 'review.kept' : 'review.ended'
    if (noted.length === 0) {
      const detail = { review: campaign.id, entry: '', note: reason ?? '' }
      return { result: { done: 0, dated }, event: { code, agency: own[0]!.item.agency, detail, outcome: 'refused', refusal: 'notOpen' } }
    }
    await recordEntries(tx, code, { review: campaign.id, note: reason ?? '' }, noted.map(({ entry, item }) => toldOf(entry, item.agency)))
    await write(tx, deciding, noted.map(({ item }) => item), decision)
    return { result: { done: noted.length, dated }, event: await firstEvent(tx, code) }
  })
}

/** Keeps one that silence has given a last day: it gets its days back, and its receiver is told. */
async function keepDated(database: Database, origin: Origin, deciding: DecidingCampaign, { entry, item }: Own): Promise<EntryDone> {
  const { campaign, reason, today } = deciding
  try {
    return await change<EntryDone>(database, origin, async (tx) => {
      const held = await holdItems(tx, campaign.id, [item])
      const detail = { review: campaign.id, entry: keyText(item), note: reason ?? '' }
      const managed = entry.kind !== 'delegation' ? null
        : await manageAgency(tx.db, (await stillManaging(tx, deciding.actor, today)).authority, item.agency, today)
      const person = personOf(entry)?.id ?? null
      const application = entry.kind === 'grant' ? entry.application.code : item.application
      const event = { code: 'review.kept' as const, agency: item.agency, person, application, detail }
      if (held.length === 0) {
        return { result: { refused: CAMPAIGN_SENTENCES.notOpen }, event: { ...event, outcome: 'refused', refusal: 'notOpen' } }
      }
      // To lengthen a delegation is to give it (R-SCP-3).
      if (entry.kind === 'delegation' && (managed === null || withoutDelegations(managed).ways.length === 0)) {
        return { result: { refused: CAMPAIGN_SENTENCES.byDelegate }, event: { ...event, outcome: 'refused', refusal: 'byDelegate' } }
      }
      const recorded = await tx.record(event)
      await giveDaysBack(tx, campaign.id, item, today)
      await write(tx, deciding, [item], 'keep')
      if (person !== null) await tellKept(tx, recorded, campaign, person, application)
      return { result: { done: true as const }, event: recorded }
    })
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    return { refused: CAMPAIGN_SENTENCES.placeTaken }
  }
}

/**
 * 「保留」. Nobody keeps their own (R-GRT-3). What is suspended is confirmed on the post that `posts` names; what silence has
 * given a last day gets its days back.
 */
export async function keepItems(
  database: Database, origin: Origin, deciding: DecidingCampaign, refs: readonly EntryRef[], posts: ReadonlyMap<string, string>,
): Promise<Decided> {
  const { actor, today } = deciding
  const decided: Decided = { done: 0, failed: [] }
  const kept: Own[] = []
  const items = await ownItems(database, deciding, refs)
  const gaining = await ownOf(database.read, actor, items.map(({ entry }) => entry), today)
  for (const own of items) {
    const { entry, ref } = own
    const answer: EntryDone = gaining.has(entry) ? { refused: CAMPAIGN_SENTENCES.toSelf }
      : needsConfirming(entry) ? await confirmEntry(database, origin, actor, ref, posts.get(entry.id) ?? null, today) : { done: true }
    if ('refused' in answer) decided.failed.push({ entry, says: answer.refused })
    else kept.push(own)
  }
  const { done, dated } = await note(database, origin, deciding, kept, 'keep')
  decided.done = done
  for (const own of dated) {
    const answer = await keepDated(database, origin, deciding, own)
    if ('refused' in answer) decided.failed.push({ entry: own.entry, says: answer.refused })
    else decided.done += 1
  }
  return decided
}

/** 「結束」, at once; of a duty the application that the campaign looks through. */
export async function endItems(
  database: Database, origin: Origin, deciding: DecidingCampaign, refs: readonly EntryRef[],
): Promise<Decided> {
  const { actor, today, reason } = deciding
  const decided: Decided = { done: 0, failed: [] }
  const ended: Own[] = []
  for (const own of await ownItems(database, deciding, refs)) {
    const { entry, item, ref } = own
    const only = entry.kind === 'duty' && item.application !== null ? { only: item.application } : {}
    const answer = await endEntry(database, origin, actor, { ...ref, ...only }, reason, today)
    if ('refused' in answer) decided.failed.push({ entry, says: answer.refused })
    else ended.push(own)
  }
  decided.done = (await note(database, origin, deciding, ended, 'end')).done
  return decided
}

// So many at a press: what silence has dated is kept one by one.
const MOST_AT_ONCE = 500

/** Keeps what is undecided at one agency and needs nothing but to say so; answers how many more there are like that. */
export async function keepAllAt(
  database: Database, origin: Origin, deciding: DecidingCampaign, agency: string,
): Promise<Decided & { more: number }> {
  const { campaign, actor, today } = deciding
  const keys = await undecidedItems(database.read, actor.authority, { campaign: campaign.id, agency, person: actor.personId }, today)
  const lines = await standingLines(database.read, keys.map((key) => ({ ...key, application: null })), today)
  const waits = new Set(lines.filter(({ state }) => state === 'suspended').map(keyText))
  const delegations = await loadEntries(database.read, keys.filter(({ kind }) => kind === 'delegation'), today)
  for (const entry of delegations) if (needsConfirming(entry)) waits.add(keyText(entry))
  const toMany = await loadEntries(database.read, keys.filter((key) => key.toMany), today)
  for (const entry of await ownOf(database.read, actor, toMany, today)) waits.add(keyText(entry))
  const wanted = keys.filter((key) => !waits.has(keyText(key)))
  const refs = wanted.slice(0, MOST_AT_ONCE).map((key) => ({ ...key, version: 0 }))
  return { ...await keepItems(database, origin, deciding, refs, new Map()), more: wanted.length - refs.length }
}
