// 「新增」: one category at one agency, to one receiver, for one period (R-GRT-1).
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { decideGiving, hasLapsed } from '../../core/granting.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { personAimedAt } from '../../store/people.ts'
import { periodText } from '../../store/periods.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { eventParts, periodValues, secondManagers, tellOthers, tellReceivers } from './grant-events.ts'
import { lockGrant, receiverColumns, writeVersion } from './grant-rows.ts'
import { loadGranting } from './load-granting.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { Given, GrantingFacts, GrantWish, Refused } from '../../core/granting.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { GrantActor, GrantTarget } from './load-granting.ts'

export type NewGrant = GrantTarget & GrantWish

/** `proposed`: it waits for a second manager. `id` is the grant's. */
export type GrantGiven = { given: string; state: 'active' | 'proposed' }

/**
 * Gives the grant, or refuses it for a reason of core/granting.ts, or because one for the same receiver holds on some of the
 * days already (`overlaps`, R-GRT-5). `applicationUnknown` is told to nobody but the page.
 */
export async function giveGrant(
  database: Database, origin: Origin, actor: GrantActor, wish: NewGrant, today: Day,
): Promise<GrantGiven | Refused | { refused: 'applicationUnknown' }> {
  const before = await loadGranting(database.read, actor, wish, today)
  if (before === null) return { refused: 'applicationUnknown' }
  try {
    return await change<GrantGiven | Refused>(database, origin, async (tx) => {
      const facts = await loadGranting(tx.db, await stillManaging(tx, actor, today), wish, today) ?? before
      const decided = decideGiving(facts, wish)
      if ('refused' in decided) return refused(attempt(facts, wish), decided)
      return writeGrant(tx, facts, wish, decided)
    })
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    return refuse<Refused>(database, origin, attempt(before, wish), { refused: 'overlaps' })
  }
}

/** The event of giving, which is also that of trying to. */
function attempt(facts: GrantingFacts, wish: NewGrant, id = ''): AuditEvent<'grant.given'> {
  const { detail, ...subjects } = eventParts(facts, { id, category: wish.category, receiver: wish.receiver }, null)
  const said = { ...detail, post: wish.post ?? '', after: periodValues(wish, wish.reason) }
  return { code: 'grant.given', ...subjects, detail: said }
}

/**
 * Records that somebody tried to give to a receiver who is not there, or not within their scope: both alike, and as long
 * lasting.
 */
export async function refuseReceiver(
  database: Database, origin: Origin, { agency, application, category, post, from, to, reason }: Omit<NewGrant, 'receiver'>,
  aimed: { key: string } | { group: string }, refusal: Refused,
): Promise<void> {
  const person = 'group' in aimed ? null : await personAimedAt(database.read, { ...aimed, idIndex: null })
  await refuse(database, origin, {
    code: 'grant.given', agency, application, person, detail: {
      grant: '', category, receiver: 'group' in aimed ? `group ${aimed.group}` : 'person', standing: '', way: '', post: post ?? '',
      after: periodValues({ from, to }, reason),
    },
  }, refusal)
}

/** Writes a grant that was decided, with its event, and tells those concerned. */
export async function writeGrant(
  tx: Change, facts: GrantingFacts, wish: NewGrant, { state, post, way }: Given,
): Promise<{ result: GrantGiven; event: EventId }> {
  const { today } = facts
  const id = randomUUID()
  const given = attempt(facts, { ...wish, post }, id)
  const event = await tx.record({
    ...given, code: state === 'proposed' ? 'grant.proposed' : 'grant.given',
    detail: { ...given.detail, way: eventParts(facts, { id, ...wish }, way).detail.way },
  })
  await endLapsed(tx, wish, today, event)
  await tx.db.insertInto('permission_grant').values({
    id, application_code: wish.application, category_code: wish.category, agency_code: wish.agency,
    ...receiverColumns(wish.receiver, post), valid: periodText(wish), state, reason: wish.reason,
    given_by: facts.giver.person, event_id: event,
  }).execute()
  await tellReceivers(tx, event, state === 'proposed' ? 'grant.proposed' : 'grant.given', wish)
  if (state === 'proposed') {
    await tellOthers(tx, event, 'grant.proposed', wish, await secondManagers(tx, facts), `/manage/grants/${id}/decide`)
  }
  return { result: { given: id, state }, event }
}

/** What lapsed undecided is as good as ended (R-DAY-4), and is ended where it would stand in the way. */
async function endLapsed(tx: Change, wish: NewGrant, today: Day, event: EventId): Promise<void> {
  const { receiver } = wish
  const whose = receiver.to === 'person' ? sql`person_id = ${receiver.person}` : receiver.to === 'group'
    ? sql`group_code = ${receiver.group}` : sql`derived_group = ${receiver.standing}`
  const { rows } = await sql<{ id: string; state: 'suspended' | 'proposed'; since: Date }>`
    select id, state, lower(recorded) as since from permission_grant
    where agency_code = ${wish.agency} and application_code = ${wish.application} and category_code = ${wish.category}
      and ${whose} and upper_inf(recorded) and state in ('suspended', 'proposed')
      and valid && ${periodText(wish)}::daterange`.execute(tx.db)
  for (const { id, state, since } of rows) {
    if (!hasLapsed({ state, since: dayInTaipei(since) }, today)) continue
    const grant = await lockGrant(tx.db, id)
    if (grant !== null && hasLapsed(grant, today)) await writeVersion(tx, grant, { ...grant, state: 'ended' }, event)
  }
}
