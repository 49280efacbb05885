/** Notices of outages: giving one, changing it, withdrawing it. */
import type { Sentence } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import { change, refuse, refused } from '../../store/change.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { loadOutages } from '../../store/outages.ts'
import type { Outage } from '../../store/outages.ts'
import { closed, periodText } from '../../store/periods.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { takeTurn, wayOf } from './catalogue-rows.ts'
import { beforeAndAfter, fieldChanges } from './configuration-change.ts'

/** What a notice says and when. */
export type OutageSaid = { from: Day; to: Day | null; text: Sentence }

type Which = { application: string; id: string; version: number; today: Day }

/** As much of an actor as is asked. */
type OutageActor = { authority: Authority }

type Tried = Parameters<typeof refuse>[2]

/** Why it cannot be. */
export type OutageRefusal = 'overlaps' | 'changedMeanwhile' | 'nothing' | 'gone' | 'past' | 'notCentral'

export type OutageResult = { done: true } | { refused: OutageRefusal }

const not = (tried: Tried, why: OutageRefusal): Outcome<OutageResult> => refused(tried, { refused: why })

const values = ({ from, to, text }: { from: Day | null; to: Day | null; text: Sentence }) =>
  ({ from, to, textZh: text['zh-TW'], textEn: text.en })
const valuesOf = ({ period, text }: Outage) => values({ ...period, text })

async function write(
  tx: Change, version: { id?: string; version: number; application: string; state: 'active' | 'ended' },
  valid: string, text: Sentence, event: string,
): Promise<void> {
  const { id, application, state } = version
  if (id !== undefined) {
    await tx.db.updateTable('outage').set({ recorded: closed })
      .where('id', '=', id).where('version', '=', version.version - 1).execute()
  }
  await tx.db.insertInto('outage').values({
    ...(id === undefined ? {} : { id }), version: version.version, application_code: application, valid, state,
    text_zh: text['zh-TW'], text_en: text.en, event_id: event,
  }).execute()
}

/** Gives notice of an outage of the application. */
export async function addOutage(
  database: Database, origin: Origin, actor: OutageActor, { application, today }: Pick<Which, 'application' | 'today'>, said: OutageSaid,
): Promise<OutageResult> {
  const tried = { code: 'catalogue.outage-added' as const, application, detail: { after: values(said), way: 'central' } }
  return overlapRefused(database, origin, tried, async (tx): Promise<Outcome<OutageResult>> => {
    await takeTurn(tx.db)
    if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
    const known = await tx.db.selectFrom('application').select('code').where('code', '=', application).executeTakeFirst()
    if (known === undefined) return not(tried, 'gone')
    if (said.from < today) return not(tried, 'past')
    const event = await tx.record({ ...tried, detail: { ...tried.detail, way: wayOf(tx) } })
    await write(tx, { version: 1, application, state: 'active' }, periodText(said), said.text, event)
    return { result: { done: true }, event }
  })
}

async function lockOutage(tx: Change, { application, id, today }: Which): Promise<Outage | undefined> {
  await takeTurn(tx.db)
  return (await loadOutages(tx.db, today, { application, coming: true })).find((one) => one.id === id)
}

/** Says something else in it, or on other days; the first day of one that has begun stays. */
export async function changeOutage(
  database: Database, origin: Origin, actor: OutageActor, which: Which, said: OutageSaid,
): Promise<OutageResult> {
  const { application } = which
  const tried = { code: 'catalogue.outage-changed' as const, application,
    detail: { before: {}, after: values(said), way: 'central' } }
  return overlapRefused(database, origin, tried, async (tx): Promise<Outcome<OutageResult>> => {
    const old = await lockOutage(tx, which)
    if (!await stillOfCentre(tx, actor, which.today)) return not(tried, 'notCentral')
    if (old === undefined) return not(tried, 'gone')
    if (old.version !== which.version) return not(tried, 'changedMeanwhile')
    if (said.from < which.today && said.from !== old.period.from) return not(tried, 'past')
    const fields = fieldChanges(valuesOf(old), values(said))
    if (fields.length === 0) return not(tried, 'nothing')
    const event = await tx.record({ ...tried, detail: { ...beforeAndAfter(fields), way: wayOf(tx) } })
    await write(tx, { id: old.id, version: old.version + 1, application, state: 'active' }, periodText(said), said.text, event)
    return { result: { done: true }, event }
  })
}

/** Withdraws it at once. */
export function withdrawOutage(database: Database, origin: Origin, actor: OutageActor, which: Which): Promise<OutageResult> {
  const { application } = which
  return change(database, origin, async (tx): Promise<Outcome<OutageResult>> => {
    const old = await lockOutage(tx, which)
    const before = old === undefined ? {} : valuesOf(old)
    const event = { code: 'catalogue.outage-withdrawn' as const, application, detail: { before, way: wayOf(tx) } }
    if (!await stillOfCentre(tx, actor, which.today)) return not(event, 'notCentral')
    if (old === undefined) return not(event, 'gone')
    if (old.version !== which.version) return not(event, 'changedMeanwhile')
    const id = await tx.record(event)
    await write(tx, { id: old.id, version: old.version + 1, application, state: 'ended' }, periodText(old.period), old.text, id)
    return { result: { done: true }, event: id }
  })
}

// Two notices on one day are refused by the database (outage_once), which ends the transaction.
async function overlapRefused(
  database: Database, origin: Origin, tried: Tried, act: (tx: Change) => Promise<Outcome<OutageResult>>,
): Promise<OutageResult> {
  try {
    return await change(database, origin, act)
  } catch (error) {
    if (!isExclusionViolation(error, 'outage_once')) throw error
    return refuse(database, origin, tried, { refused: 'overlaps' as const })
  }
}
