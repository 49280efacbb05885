// Telling of campaigns: the managers who are to decide, and those whose rights are about to end, or have ended.
import { sql } from 'kysely'
import { change } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { centralAdministrators, nearestManagers } from '../../store/managers.ts'
import { tellAudience, tellPersons } from '../../store/notices.ts'
import type { Day } from '../../core/days.ts'
import type { Standing } from '../../core/standing.ts'
import type { ToldOfReviews } from '../../core/told-reviews.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Campaign } from './campaign-rows.ts'

export const campaignPath = (id: string): `/${string}` => `/manage/reviews/campaigns/${id}`

/** When managers are told, and in which column it is noted. */
export const MOMENTS = { begun: 'begun_told_at', week: 'week_told_at', day: 'day_told_at' } as const
export type Moment = keyof typeof MOMENTS

/** Who decides for the agencies where something is undecided: the nearest managers of each, or the centre. */
async function deciders(db: Reader, campaign: string, today: Day): Promise<string[]> {
  const { rows } = await sql<{ agency: string }>`
    select distinct agency_code as agency from review_item where campaign_id = ${campaign} and open and decision is null
    order by agency_code`.execute(db)
  const found = new Set<string>()
  let centre = false
  for (const { agency } of rows) {
    const nearest = await nearestManagers(db, agency, today)
    for (const person of nearest) found.add(person)
    centre ||= nearest.length === 0
  }
  if (centre) for (const person of await centralAdministrators(db, today)) found.add(person)
  return [...found]
}

/** Tells the managers once: the note that it was done is written with the notices. `by`: the start is somebody's act. */
export async function tellManagers(
  database: Database, origin: Origin, campaign: Campaign, moment: Moment, today: Day,
): Promise<void> {
  const { id, title, startedBy } = campaign
  const persons = (await deciders(database.read, id, today)).filter((person) => person !== startedBy || moment !== 'begun')
  await change(database, origin, async (tx) => {
    const event = await tx.record({ code: 'review.campaign-told', detail: { campaign: id, title, what: moment, persons: persons.length } })
    const column = sql.ref(MOMENTS[moment])
    const { numAffectedRows } = await sql`update review_campaign set ${column} = now() where id = ${id} and ${column} is null`.execute(tx.db)
    if (numAffectedRows === 1n) {
      const of = moment === 'begun' ? await startOf(tx.db, id) : event
      await tellPersons(tx, of, persons, toldOf(`review.campaign-${moment}`, campaign, { path: campaignPath(id) }), moment === 'begun' ? 'actor' : 'system')
    }
    return { result: null, event }
  })
}

async function startOf(db: Reader, id: string): Promise<EventId> {
  const { rows: [row] } = await sql<{ event: EventId }>`select event_id::text as event from review_campaign where id = ${id}`.execute(db)
  return row!.event
}

type Said = { number?: number; applications?: string[]; path?: `/${string}` }
const toldOf = (kind: ToldOfReviews['kind'], { title, due, note }: Campaign, { number, applications = [], path }: Said): ToldOfReviews => ({
  kind, campaign: title, due, number: number ?? null, applications, reason: note, ...(path === undefined ? {} : { path }),
})

/** What happened to somebody's rights: they are about to end, or have ended, because nobody decided. */
export type Happened = 'ending' | 'ended'
export const TELL_RECEIVERS = 'reviews.tell-receivers'
const WHICH: Record<Happened, ReturnType<typeof sql>> = {
  ending: sql`dated is not null and decision is null`, ended: sql`outcome = 'ended' and decision is null`,
}
// Some hundreds of statements a transaction.
const PERSONS_AT_ONCE = 200
// A letter names so many.
const MOST_NAMED = 20

export type ReceiversPayload = { campaign: string; happened: Happened; event: string; after: string }

/** Has them told by a job, each once, however many rights it is. */
export const tellReceiversLater = (tx: Pick<Change, 'db'>, payload: ReceiversPayload): Promise<void> =>
  addJob(tx, TELL_RECEIVERS, payload)

/** Tells the next of them; the job for those behind them is written with it. */
export async function tellReceivers(tx: Pick<Change, 'db'>, campaign: Campaign, payload: ReceiversPayload): Promise<void> {
  const { happened, event, after } = payload
  const items = sql`select * from review_item where campaign_id = ${campaign.id} and ${WHICH[happened]}`
  if (after === '') await tellAudiences(tx, campaign, payload)
  const { rows } = await sql<{ person: string; number: number; applications: string[] }>`
    select person_id as person, count(*)::int as number,
      (array_remove(array_agg(distinct application_code::text), null))[1:${sql.lit(MOST_NAMED)}] as applications
    from (${items}) i where person_id > ${after === '' ? '0' : after}::bigint
    group by person_id order by person_id limit ${sql.lit(PERSONS_AT_ONCE)}`.execute(tx.db)
  for (const { person, number, applications } of rows) {
    await tellPersons(tx, event as EventId, [person], toldOf(`review.campaign-${happened}`, campaign, { number, applications }), 'system')
  }
  if (rows.length === PERSONS_AT_ONCE) await tellReceiversLater(tx, { ...payload, after: rows.at(-1)!.person })
}

/** Whom a grant to a group or to a standing gives something hears of that grant. */
async function tellAudiences(tx: Pick<Change, 'db'>, campaign: Campaign, { happened, event }: ReceiversPayload): Promise<void> {
  const { rows } = await sql<{ application: string; agency: string; group: string | null; standing: Standing | null }>`
    select g.application_code as application, g.agency_code as agency, g.group_code as "group", g.derived_group as standing
    from review_item i join permission_grant g on g.id = i.subject_id and upper_inf(g.recorded)
    where i.campaign_id = ${campaign.id} and i.kind = 'grant' and i.person_id is null and ${WHICH[happened]}`.execute(tx.db)
  for (const { application, agency, group, standing } of rows) {
    const told = toldOf(`review.campaign-${happened}`, campaign, { number: 1, applications: [application] })
    await tellAudience(tx, event as EventId, group === null ? { standing: standing!, agency } : { group }, told)
  }
}

/** Tells whose right it is that it was kept after all. */
export async function tellKept(tx: Pick<Change, 'db'>, event: EventId, campaign: Campaign, person: string, application: string | null): Promise<void> {
  await tellPersons(tx, event, [person], toldOf('review.campaign-kept', campaign, { number: 1, applications: application === null ? [] : [application] }))
}

/** Tells who started it that it is over. */
export async function tellStarter(tx: Pick<Change, 'db'>, event: EventId, campaign: Campaign): Promise<void> {
  await tellPersons(tx, event, [campaign.startedBy],
    toldOf('review.campaign-settled', campaign, { path: `${campaignPath(campaign.id)}/report` }), 'system')
}
