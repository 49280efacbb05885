// Writing an announcement, changing it and withdrawing it. Each change is a version beside the one before.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { decideWithdrawing, decideWriting } from '../../core/notices.ts'
import { waysToManage, wayText } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { closed } from '../../store/periods.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { findNotice } from './notice-rows.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { NoticeWish, WritingFacts, WritingRefusal } from '../../core/notices.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Notice } from './notice-rows.ts'

/** Who writes, when. */
export type Writing = { authority: Authority; now: Date; today: Day }
type Refused = { refused: WritingRefusal }
export type Written = { written: string } | Refused

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000)

/** The wish with the moments as they were where a form, which knows minutes alone, says the same minute. */
function withKeptMoments(wish: NoticeWish, before: Notice | null): NoticeWish {
  const same = before !== null && wish.publishAt !== null && minuteOf(wish.publishAt) === minuteOf(before.publishAt)
  return same ? { ...wish, publishAt: before.publishAt } : wish
}

/** What core asks before anything is written there. */
export async function factsOf(
  tx: Change, writing: Writing, agency: AgencyCode | null, audience: AgencyCode | null, before: Notice | null,
): Promise<WritingFacts> {
  const { authority, now, today } = await stillManaging(tx, writing, writing.today)
  const named = [agency, audience].filter((code) => code !== null)
  return { authority, agency, now, before, tree: await loadTree(tx.db, named, { day: today, known: 'now' }) }
}

/** The way by which they write there, as an event names it. */
export function wayOf({ authority, agency, tree }: WritingFacts): string {
  const way = agency === null ? authority.ways.find((one) => one.way === 'central') : waysToManage(authority, agency, tree)[0]
  return way === undefined ? '' : wayText(way)
}

type Valued = Omit<NoticeWish, 'publishAt'> & { publishAt: Date | null }

/** What an event tells of it; the text by its hash, for it stands in the version. */
const valuesOf = ({ title, body, pinned, mustAcknowledge, audience, publishAt, withdrawAt }: Valued) => ({
  title, text: createHash('sha256').update(body).digest('hex').slice(0, 16), audience: audience.agency ?? '',
  below: audience.below, standing: audience.standing ?? 'public', pinned, mustAcknowledge,
  publishAt: publishAt?.toISOString() ?? '', withdrawAt: withdrawAt?.toISOString() ?? '',
})

const sameAs = (wish: NoticeWish, before: Notice): boolean =>
  wish.body === before.body
  && JSON.stringify(valuesOf({ ...wish, publishAt: wish.publishAt ?? before.publishAt })) === JSON.stringify(valuesOf(before))

async function insertVersion(
  tx: Change, id: string, version: number, { audience, ...wish }: NoticeWish & { publishAt: Date; withdrawn: boolean }, event: string,
): Promise<void> {
  await tx.db.insertInto('announcement_version').values({
    announcement_id: id, version, title: wish.title, body: wish.body, pinned: wish.pinned, must_acknowledge: wish.mustAcknowledge,
    audience_agency: audience.agency, audience_below: audience.below, audience_standing: audience.standing,
    publish_at: wish.publishAt, withdraw_at: wish.withdrawAt, withdrawn: wish.withdrawn, event_id: event,
  }).execute()
}

/** `number`: of the form (a UUID), which writes once however often it is sent; whoever calls without a form needs none. */
export type WrittenBy<Wish> = { agency: AgencyCode | null; wish: Wish; number?: string | undefined }

/** Writes an announcement in the name of the agency (null: the centre), or refuses by core/notices.ts. */
export async function writeNotice(database: Database, origin: Origin, writing: Writing, written: WrittenBy<NoticeWish>): Promise<Written> {
  const id = written.number ?? randomUUID()
  try {
    return await attempt(database, origin, writing, { ...written, id })
  } catch (error) {
    if (!isUniqueViolation(error, 'announcement_pkey')) throw error
    const tried: AuditEvent<'announcement.written'> = { code: 'announcement.written', agency: written.agency, detail: { announcement: id, after: {}, way: '' } }
    return refuse<Refused>(database, origin, tried, { refused: 'writtenAlready' })
  }
}

function attempt(
  database: Database, origin: Origin, writing: Writing, { agency, wish, id }: WrittenBy<NoticeWish> & { id: string },
): Promise<Written> {
  return change<Written>(database, origin, async (tx) => {
    const facts = await factsOf(tx, writing, agency, wish.audience.agency, null)
    const publishAt = wish.publishAt ?? writing.now
    const tried: AuditEvent<'announcement.written'> = {
      code: 'announcement.written', agency, detail: { announcement: id, after: valuesOf({ ...wish, publishAt }), way: wayOf(facts) },
    }
    const bar = decideWriting(facts, wish)
    if (bar !== null) return refused(tried, { refused: bar })
    const event = await tx.record(tried)
    await tx.db.insertInto('announcement').values({ id, agency_code: agency, event_id: event }).execute()
    await insertVersion(tx, id, 1, { ...wish, publishAt, withdrawn: false }, event)
    return { result: { written: id }, event }
  })
}

/** The announcement with its present version locked, so that the next is the only next. */
export async function lockNotice({ db }: Change, id: string): Promise<Notice | null> {
  const before = await findNotice(db, id)
  if (before === null) return null
  await sql`select from announcement_version where announcement_id = ${id} and upper_inf(recorded) for no key update`.execute(db)
  return findNotice(db, id)
}

const closeVersion = ({ db }: Change, id: string, version: number) =>
  db.updateTable('announcement_version').set({ recorded: closed }).where('announcement_id', '=', id).where('version', '=', version).execute()

/** Writes the next version of an announcement; `version`: the one that was edited. */
export function editNotice(
  database: Database, origin: Origin, writing: Writing, { id, version, wish: wished }: { id: string; version: number; wish: NoticeWish },
): Promise<Written> {
  return change<Written>(database, origin, async (tx) => {
    const before = await lockNotice(tx, id)
    const wish = withKeptMoments(wished, before)
    const agency = before?.agency?.code ?? null
    const facts = await factsOf(tx, writing, agency, wish.audience.agency, before)
    const publishAt = wish.publishAt ?? writing.now
    const tried: AuditEvent<'announcement.edited'> = {
      code: 'announcement.edited', agency,
      detail: {
        announcement: before?.id ?? '', version: (before?.version ?? 0) + 1, before: before === null ? {} : valuesOf(before),
        after: valuesOf({ ...wish, publishAt }), way: wayOf(facts),
      },
    }
    const bar = before === null ? 'notFound' : decideWriting(facts, wish)
      ?? (before.version !== version ? 'changedMeanwhile' : sameAs(wish, before) ? 'nothingChanged' : null)
    if (bar !== null || before === null) return refused(tried, { refused: bar ?? 'notFound' })
    const event = await tx.record(tried)
    await closeVersion(tx, id, before.version)
    await insertVersion(tx, id, before.version + 1, { ...wish, publishAt, withdrawn: false }, event)
    return { result: { written: id }, event }
  })
}

/** Withdraws an announcement for good; its text, its versions and who signed for it stay for its writers. */
export function withdrawNotice(
  database: Database, origin: Origin, writing: Writing, { id, version, reason }: { id: string; version: number; reason: string },
): Promise<Written> {
  return change<Written>(database, origin, async (tx) => {
    const before = await lockNotice(tx, id)
    const agency = before?.agency?.code ?? null
    const facts = await factsOf(tx, writing, agency, null, before)
    const tried: AuditEvent<'announcement.withdrawn'> = {
      code: 'announcement.withdrawn', agency,
      detail: { announcement: before?.id ?? '', before: before === null ? {} : valuesOf(before), reason, way: wayOf(facts) },
    }
    const bar = decideWithdrawing(facts) ?? (before?.version === version ? null : 'changedMeanwhile')
    if (bar !== null || before === null) return refused(tried, { refused: bar ?? 'notFound' })
    const event = await tx.record(tried)
    await closeVersion(tx, id, before.version)
    await insertVersion(tx, id, before.version + 1, { ...before, withdrawn: true }, event)
    return { result: { written: id }, event }
  })
}
