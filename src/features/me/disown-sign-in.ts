// 「不是我」: a sign-in that its person does not know. Sessions end, the password lets nobody in until there is a newer one,
// passkeys, cards and a second factor that a stranger may have added are removed, and what the sign-in itself was by, and those who
// manage the person's agencies are told.
// What waited to become the address was perhaps proposed by whoever it was, and is taken back; links and slips to a new password are
// closed by the database (0045). The account itself stays as it is: nobody else has to open it again.
import { sql } from 'kysely'
import { change, refused } from '../../store/change.ts'
import { nearestManagers } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import { giveUpStrangersCards } from '../cards/person-cards.ts'
import { openEmailChange, removeStrangersAddress, withdrawEmail } from '../resets/email-changes.ts'
import { removeThose, strangersPasskeys } from '../passkeys/keep-passkeys.ts'
import { removeStrangersFactor } from '../second-factor/keep-factor.ts'
import { endSessionsOf } from '../sign-in/sessions.ts'
import { findOwnSignIn } from './list-sign-ins.ts'
import type { Day } from '../../core/days.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/** `signIn`: the number of the event; `session`: the one that says so; `agencies`: where the person has posts today. */
export type Disowning = { person: string; session: string; signIn: string; keep: boolean; agencies: readonly string[]; today: Day }

export type Disowned = { sessions: number } | { refused: 'notFound' | 'alreadySaid' }

async function tellManagers(tx: Change, event: EventId, { person, agencies, today }: Disowning): Promise<void> {
  const managers = new Set<string>()
  for (const agency of agencies) for (const one of await nearestManagers(tx.db, agency, today)) managers.add(one)
  await tellPersons(tx, event, [...managers], { kind: 'account.sign-in-disowned', person, reason: null })
}

/** A change of the address that its holder proposed, or somebody at their screen. */
async function takeBackAddress(tx: Change, person: string): Promise<void> {
  const waiting = await openEmailChange(tx.db, person)
  if (waiting?.proposedBy !== person) return
  const { event } = await withdrawEmail(tx, { person, id: waiting.id, way: null })
  if (typeof event !== 'string') await tx.record(event)
}

/** Does it, or refuses: `notFound` where it is no sign-in of the person's. */
export function disownSignIn(database: Pick<Database, 'unaudited'>, origin: Origin, wish: Disowning): Promise<Disowned> {
  const { person, session, signIn, keep } = wish
  const attempt = (sessions: number, passkeys = 0) =>
    ({ code: 'account.sign-in-disowned' as const, person, detail: { signIn, sessions, passkeys, kept: keep } })
  return change<Disowned>(database, origin, async (tx) => {
    await sql`select from account where person_id = ${person} for update`.execute(tx.db)
    const found = await findOwnSignIn(tx.db, person, signIn)
    if (found === null) return refused(attempt(0), { refused: 'notFound' as const })
    if (found.saidNotMe) return refused(attempt(0), { refused: 'alreadySaid' as const })
    const sessions = await endSessionsOf(tx.db, person, 'byUser', keep ? session : null)
    const passkeys = await strangersPasskeys(tx, person, { since: found.at, all: found.method === 'passkey' })
    const event = await tx.record(attempt(sessions, passkeys.length))
    await removeThose(tx, event, passkeys)
    // By the clock, and not by when this began: a password that was chosen while it waited for the account is barred as well.
    await tx.db.updateTable('account').set({ password_barred_at: sql<Date>`clock_timestamp()` })
      .where('person_id', '=', person).where('password_hash', 'is not', null).execute()
    await giveUpStrangersCards(tx, person, { since: found.at, all: found.method === 'personCertificate' })
    await removeStrangersFactor(tx, person, signIn)
    await takeBackAddress(tx, person)
    await removeStrangersAddress(tx, person, signIn)
    await tellManagers(tx, event, wish)
    return { result: { sessions }, event }
  })
}
