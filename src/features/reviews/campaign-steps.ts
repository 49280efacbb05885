// The steps of a campaign that its days bring: managers are told, what is undecided gets its last day, reminders, its end. Each
// is noted when it is done and does nothing twice; a step that was missed while nothing ran is taken as soon as something does.
import { sql } from 'kysely'
import { DATED_DAYS, isWithin, REMINDED_DAYS } from '../../core/campaigns.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { campaignOf } from './campaign-rows.ts'
import { TELL_RECEIVERS, tellManagers, tellReceivers, tellReceiversLater, tellStarter } from './campaign-tell.ts'
import { dateUndecided, giveAllBack, outcomeOf, settle } from './silence.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { Campaign } from './campaign-rows.ts'
import type { ReceiversPayload } from './campaign-tell.ts'

export const CAMPAIGN_STEPS = 'reviews.campaign-steps'
const ORIGIN = processOrigin(CAMPAIGN_STEPS)

export const stepPayload = (campaign: string): { campaign: string } => ({ campaign })

// Whoever heard of it in the week before needs no reminder of the week.
const REMINDABLE = sql<boolean>`started_at::date < due - ${sql.lit(REMINDED_DAYS.week + 1)}`

type Noted = { begun: boolean; dated: boolean; week: boolean; day: boolean; remindable: boolean }

/** Which steps have been taken. */
async function notedOf({ read }: Database, id: string): Promise<Noted> {
  const { rows } = await sql<Noted>`
    select begun_told_at is not null as begun, dated_at is not null as dated, week_told_at is not null as week,
      day_told_at is not null as day, ${REMINDABLE} as remindable from review_campaign where id = ${id}`.execute(read)
  return rows[0]!
}

/** Takes the steps that are due on the day. */
export async function takeSteps(database: Database, id: string, today: Day): Promise<void> {
  const campaign = await campaignOf(database.read, id, today)
  if (campaign === null) return
  if (campaign.state === 'cancelled') return giveAllBack(database, ORIGIN, campaign, today)
  if (campaign.state !== 'open') return
  const { due, silence } = campaign
  if (today > due) return end(database, campaign, today)
  const noted = await notedOf(database, id)
  if (!noted.begun) await tellManagers(database, ORIGIN, campaign, 'begun', today)
  if (silence === 'end' && !noted.dated && isWithin(due, DATED_DAYS, today)) await date(database, campaign, today)
  if (!noted.week && noted.remindable && isWithin(due, REMINDED_DAYS.week, today)) await tellManagers(database, ORIGIN, campaign, 'week', today)
  if (!noted.day && isWithin(due, REMINDED_DAYS.day, today)) await tellManagers(database, ORIGIN, campaign, 'day', today)
}

async function date(database: Database, campaign: Campaign, today: Day): Promise<void> {
  const { id, title, due } = campaign
  const items = await dateUndecided(database, ORIGIN, campaign, today)
  await change(database, ORIGIN, async (tx) => {
    const event = await tx.record({ code: 'review.campaign-dated', detail: { campaign: id, title, items, due } })
    const { numAffectedRows } = await sql`
      update review_campaign set dated_at = now() where id = ${id} and dated_at is null`.execute(tx.db)
    if (numAffectedRows === 1n) await tellReceiversLater(tx, { campaign: id, happened: 'ending', event, after: '' })
    return { result: null, event }
  })
}

async function end(database: Database, campaign: Campaign, today: Day): Promise<void> {
  const { id, title } = campaign
  await settle(database, ORIGIN, campaign, today)
  await change(database, ORIGIN, async (tx) => {
    const event = await tx.record({
      code: 'review.campaign-settled', agency: campaign.agency?.code ?? null, application: campaign.application?.code ?? null,
      detail: { campaign: id, title, ...await outcomeOf(tx.db, id) },
    })
    const { numAffectedRows } = await sql`
      update review_campaign set settled_at = now() where id = ${id} and settled_at is null and cancelled_at is null`.execute(tx.db)
    if (numAffectedRows === 1n) {
      await tellStarter(tx, event, campaign)
      await tellReceiversLater(tx, { campaign: id, happened: 'ended', event, after: '' })
    }
    return { result: null, event }
  })
}

/** Has the steps taken of every campaign that one is due of. */
async function lookAtAll({ unaudited }: Database, today: Day): Promise<void> {
  await unaudited.transaction().execute(async (db) => {
    const { rows } = await sql<{ id: string }>`
      select id from review_campaign where settled_at is null and cancelled_at is null and (
        begun_told_at is null or due < ${today}::date or (due <= ${addDays(today, DATED_DAYS)}::date and (
          (silence = 'end' and dated_at is null) or (week_told_at is null and ${REMINDABLE})))
        or (due <= ${addDays(today, REMINDED_DAYS.day)}::date and day_told_at is null))`.execute(db)
    for (const { id } of rows) await addJob({ db }, CAMPAIGN_STEPS, stepPayload(id), { key: `${CAMPAIGN_STEPS} ${id}` })
  })
}

const idIn = (payload: unknown): string => {
  const { campaign } = payload as { campaign?: unknown }
  if (typeof campaign !== 'string') throw new TypeError('not a campaign')
  return campaign
}

/** The jobs of campaigns. */
export const campaignTasks = (clock: () => Date = () => new Date()): Task[] => [
  { name: 'reviews.campaigns', every: '*/5 * * * *', handle: (_payload, { database }) => lookAtAll(database, dayInTaipei(clock())) },
  { name: CAMPAIGN_STEPS, handle: (payload, { database }) => takeSteps(database, idIn(payload), dayInTaipei(clock())) },
  {
    name: TELL_RECEIVERS,
    handle: async (payload, { database }) => {
      const campaign = await campaignOf(database.read, idIn(payload), dayInTaipei(clock()))
      if (campaign === null) return
      await database.unaudited.transaction().execute((db) => tellReceivers({ db }, campaign, payload as ReceiversPayload))
    },
  },
]
