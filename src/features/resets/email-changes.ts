// The one way by which the mail address of an activated account changes, for its holder and for managers alike: propose, which
// tells the old address at once and asks the new one; confirm, by whoever reads the new one; and, after the hold, effect.
// Each is a part of the caller's transaction and answers its outcome: `change(database, origin, (tx) => proposeEmail(tx, slice, …))`.
import { sql } from 'kysely'
import { z } from 'zod'
import { decideConfirming, decideProposing, isOpen, maskEmail, OWN_HOLD_HOURS } from '../../core/email-changes.ts'
import { agencyOfWay, wayText } from '../../core/scope.ts'
import { change, processOrigin, refused } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { tellPersons } from '../../store/notices.ts'
import { closeWays, openWay } from '../ways-in/open-way.ts'
import { mailWay } from '../ways-in/way-letters.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { EmailChangeState, EmailRefused } from '../../core/email-changes.ts'
import type { AccountState } from '../../core/facts.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Change, EventId, Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { Seal } from '../../store/seal.ts'

/**
 * A change as it stands. `proposedBy`: an id, the person's own where they changed it themselves. `confirmedAt` set while
 * `waiting`: it takes effect at `notBefore`.
 */
export type EmailChange = {
  id: string
  person: string
  email: string
  proposedBy: string
  proposedAt: Date
  notBefore: Date
  expiresAt: Date
  confirmedAt: Date | null
  state: EmailChangeState
}

/**
 * `way`: by which a manager corrects it, whom the caller has found to be allowed (`correctEmail` of account-acts.ts), or null
 * for the account's holder, of whom the caller has asked a fresh sign-in. `by`: who proposes, an id.
 */
export type EmailProposal = { person: string; by: string; email: string; consented: boolean; way: ManagementWay | null }

/** What proposing needs of the installation. `emailChangesPerDay`: of one account (ECPA_EMAIL_CHANGES_PER_DAY). */
export type ProposingMeans = { seal: Pick<Seal, 'index'>; emailChangesPerDay: number }

/** What a proposal answers. The address is asked by the letter that the transaction writes. */
export type Proposed = { change: string; notBefore: Date; expiresAt: Date }

const TAKE_EFFECT = 'email.take-effect'

const COLUMNS = sql`c.id, c.person_id::text as person, c.email, c.proposed_by::text as "proposedBy", c.proposed_at as "proposedAt",
  c.not_before as "notBefore", c.expires_at as "expiresAt", c.confirmed_at as "confirmedAt", c.state`

/** The change of the person's address that waits for its confirmation or the end of its hold; null where none does. */
export async function openEmailChange(db: Reader, person: string): Promise<EmailChange | null> {
  const { rows: [row] } = await sql<EmailChange>`
    select ${COLUMNS} from email_change c
    where c.person_id = ${person} and c.state = 'waiting' and (c.confirmed_at is not null or c.expires_at > now())`.execute(db)
  return row ?? null
}

type AccountRow = { state: AccountState; email: string | null; confirmed: boolean; language: LetterLanguage | null; recent: number; now: Date }

/** The account, locked: whoever changes an address does so one after the other. */
async function lockAccount({ db }: Pick<Change, 'db'>, person: string): Promise<AccountRow> {
  await sql`select from account where person_id = ${person} for update`.execute(db)
  const { rows: [row] } = await sql<AccountRow>`
    select a.state, a.email, a.language, a.email_confirmed_at is not null as confirmed, now() as now,
      (select count(*)::int from email_change c where c.person_id = a.person_id and c.proposed_at > now() - interval '1 day') as recent
    from account a where a.person_id = ${person}`.execute(db)
  return row!
}

async function lockChange({ db }: Pick<Change, 'db'>, id: string): Promise<EmailChange | null> {
  const { rows: [row] } = await sql<EmailChange>`select ${COLUMNS} from email_change c where c.id = ${id}::uuid for update`.execute(db)
  return row ?? null
}

/** Closes the change; what was asked of the new address is worth nothing any more. */
async function close(tx: Pick<Change, 'db'>, { id, person }: Pick<EmailChange, 'id' | 'person'>, state: Exclude<EmailChangeState, 'waiting'>, event: EventId): Promise<void> {
  await closeWays(tx, person, 'confirmEmail', state === 'effective' ? 'used' : 'replaced', event)
  await tx.db.updateTable('email_change').set({ state, closed_at: sql<Date>`now()`, closed_event_id: event }).where('id', '=', id).execute()
}

/** What waited for this account gives way to what comes after it. */
async function closeEarlier(tx: Change, person: string, now: Date, way: ManagementWay | null): Promise<void> {
  const { rows: [earlier] } = await sql<EmailChange>`
    select ${COLUMNS} from email_change c where c.person_id = ${person} and c.state = 'waiting' for update`.execute(tx.db)
  if (earlier === undefined) return
  const why = isOpen(earlier, now) ? 'replaced' : 'expired'
  const event = await tx.record({
    code: 'account.email-withdrawn', person, agency: agencyOfWay(way),
    detail: { change: earlier.id, why, way: wayText(way) },
  })
  await close(tx, earlier, why === 'expired' ? 'expired' : 'withdrawn', event)
}

/**
 * Proposes an address, or refuses (`EmailRefused`). The old address is told at once, whoever proposes it; one that was
 * proposed before and waits is taken back. Nothing of the account changes yet.
 */
export async function proposeEmail(
  tx: Change, { seal, emailChangesPerDay: most }: ProposingMeans, { person, by, email, consented, way }: EmailProposal,
): Promise<Outcome<Proposed | EmailRefused>> {
  const own = way === null
  if (own !== (by === person)) throw new Error('an address is proposed by its own holder, or by way of managing')
  const account = await lockAccount(tx, person)
  const said = (id: string) => ({
    code: 'account.email-proposed' as const, person, agency: agencyOfWay(way),
    detail: { change: id, own, consented: !own && consented, way: own ? '' : wayText(way) },
  })
  const decided = decideProposing({ now: account.now, account, recent: account.recent, most, own, consented, proposed: email })
  if ('refused' in decided) return refused(said(''), decided)
  await closeEarlier(tx, person, account.now, way)
  const { rows: [made] } = await sql<{ id: string }>`select gen_random_uuid() as id`.execute(tx.db)
  const { id } = made!
  const event = await tx.record(said(id))
  await tx.db.insertInto('email_change').values({
    id, person_id: person, email, proposed_by: by, consented: !own, not_before: decided.notBefore, expires_at: decided.expiresAt, event_id: event,
    is_first: own && !account.confirmed,
  }).execute()
  const masked = maskEmail(email)
  if (account.confirmed || !own) await (own
    ? tellPersons(tx, event, [person], { kind: 'email.proposed', email: masked, hours: OWN_HOLD_HOURS, reason: null }, 'system')
    : tellPersons(tx, event, [person], { kind: 'email.correction', email: masked, reason: null }))
  // The old address is told first.
  const { id: asking } = await openWay(tx, seal, event, { person, purpose: 'confirmEmail', medium: 'link', by, change: id })
  await mailWay(tx, 'confirmEmail', { to: email, language: account.language ?? 'zh-TW', way: asking })
  return { result: { change: id, ...decided }, event }
}

/** Makes the confirmed address the account's. The old address hears of it: this is the last letter that goes there. */
async function takeEffect(tx: Change, { id, person, email }: EmailChange): Promise<EventId> {
  const event = await tx.record({ code: 'account.email-changed', person, detail: { change: id } })
  await tellPersons(tx, event, [person], { kind: 'email.changed', email: maskEmail(email), reason: null }, 'system')
  await tx.db.updateTable('account').set({ email, email_confirmed_at: sql<Date>`now()` }).where('person_id', '=', person).execute()
  await close(tx, { id, person }, 'effective', event)
  return event
}

/**
 * Whoever reads the new address has confirmed it, which the caller has proved: it takes effect now, or when its hold is over.
 * To confirm twice what still waits changes nothing and answers the same.
 */
export async function confirmEmail(tx: Change, person: string, id: string): Promise<Outcome<{ effective: 'now' | Date } | EmailRefused>> {
  const account = await lockAccount(tx, person)
  const found = await lockChange(tx, id)
  const attempt = { code: 'account.email-confirmed' as const, person, detail: { change: id } }
  if (found === null || found.person !== person) return refused(attempt, { refused: 'notOpen' as const })
  const decided = decideConfirming(found, account.state, account.now)
  if ('refused' in decided) return refused(attempt, decided)
  const confirmed = await tx.record(attempt)
  if (found.confirmedAt === null) {
    await tx.db.updateTable('email_change').set({ confirmed_at: sql<Date>`now()` }).where('id', '=', id).execute()
  }
  if (decided.effective === 'now') return { result: decided, event: await takeEffect(tx, found) }
  await addJob(tx, TAKE_EFFECT, { change: id, person }, { runAt: decided.effective, key: `${TAKE_EFFECT}:${id}` })
  return { result: decided, event: confirmed }
}

/**
 * Takes back the change that waits, or refuses. `way`: of a manager who takes it back, whom the caller has found to be allowed;
 * null for the holder, who may whoever proposed it.
 */
export async function withdrawEmail(
  tx: Change, { person, id, way }: { person: string; id: string; way: ManagementWay | null },
): Promise<Outcome<{ withdrawn: true } | EmailRefused>> {
  const account = await lockAccount(tx, person)
  const found = await lockChange(tx, id)
  const attempt = {
    code: 'account.email-withdrawn' as const, person, agency: agencyOfWay(way),
    detail: { change: id, why: 'byHand', way: wayText(way) },
  }
  if (found === null || found.person !== person || !isOpen(found, account.now)) return refused(attempt, { refused: 'notOpen' as const })
  const event = await tx.record(attempt)
  await close(tx, { id, person }, 'withdrawn', event)
  await tellPersons(tx, event, [person], { kind: 'email.withdrawn', email: maskEmail(found.email), reason: null })
  return { result: { withdrawn: true }, event }
}

/** The address of the account where it is one that was proposed in the person's own name after that event; null: it is not. */
export async function ownAddressSince(db: Reader, person: string, event: string): Promise<{ change: string; email: string } | null> {
  const { rows: [row] } = await sql<{ change: string; email: string }>`
    select c.id as change, c.email from email_change c join account a using (person_id)
    where c.person_id = ${person} and c.proposed_by = c.person_id and c.state = 'effective' and c.event_id > ${event}::bigint and c.email = a.email
    order by c.closed_at desc limit 1`.execute(db)
  return row ?? null
}

/**
 * 「不是我」: takes away the address that a stranger may have given the account since that sign-in (its event), for links to a new password
 * would go there. A part of the caller's transaction, which holds the account.
 */
export async function removeStrangersAddress(tx: Change, person: string, signIn: string): Promise<void> {
  const since = await ownAddressSince(tx.db, person, signIn)
  if (since === null) return
  const event = await tx.record({ code: 'account.email-withdrawn', person, detail: { change: since.change, why: 'disowned', way: '' } })
  await tx.db.updateTable('account').set({ email: null, email_confirmed_at: null }).where('person_id', '=', person).execute()
  await tellPersons(tx, event, [person], { kind: 'email.withdrawn', email: maskEmail(since.email), reason: null }, 'system')
}

/** At the end of the hold what was confirmed takes effect, unless it was taken back or the account is not in use any more. */
function afterHold(database: Database, { change: id, person }: HeldJob): Promise<null> {
  return change(database, processOrigin(TAKE_EFFECT), async (tx) => {
    const { state } = await lockAccount(tx, person)
    const found = await lockChange(tx, id)
    if (found === null || found.state !== 'waiting') {
      return refused({ code: 'account.email-changed', person, detail: { change: id } }, { refused: 'notOpen' as const })
    }
    if (state === 'active') return { result: null, event: await takeEffect(tx, found) }
    const event = await tx.record({ code: 'account.email-withdrawn', person, detail: { change: id, why: 'notActive', way: '' } })
    await close(tx, { id, person }, 'withdrawn', event)
    return { result: null, event }
  }).then(() => null)
}

// Some dozens a day at most; what is left over is closed the next time.
const EXPIRED_AT_ONCE = 500

/** Writes down what nobody confirmed in time, which is over by being evaluated live; answers how many. */
export async function expireEmailChanges(database: Database): Promise<number> {
  const overdue = sql`state = 'waiting' and confirmed_at is null and expires_at <= now()`
  const { rows: [any] } = await sql`select from email_change where ${overdue} limit 1`.execute(database.read)
  if (any === undefined) return 0
  return change(database, processOrigin('email.expire'), async (tx) => {
    const { rows } = await sql<{ id: string; person: string }>`
      select id, person_id::text as person from email_change where ${overdue} order by id limit ${sql.lit(EXPIRED_AT_ONCE)} for update skip locked`.execute(tx.db)
    const event = await tx.record({ code: 'account.emails-expired', detail: { count: rows.length } })
    for (const overdueOne of rows) await close(tx, overdueOne, 'expired', event)
    return { result: rows.length, event }
  })
}

type HeldJob = { change: string; person: string }

const heldJob = z.object({ change: z.uuid(), person: z.string().regex(/^\d{1,19}$/) })

/** What takes effect after its hold, and what is over unconfirmed. */
export const emailTasks: readonly Task[] = [
  { name: TAKE_EFFECT, handle: async (payload, { database }) => void await afterHold(database, heldJob.parse(payload)) },
  { name: 'email.expire', every: '25 * * * *', handle: async (_, { database }) => void await expireEmailChanges(database) },
]
