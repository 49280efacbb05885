// 啟用帳號 by a printed slip, a mailed code or one's card (R-ACC-1): 未啟用 becomes 啟用, with account name, password and an address that is asked whether it is read.
import { sql } from 'kysely'
import { namesNear } from '../../core/account-names.ts'
import { refuse } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { tellPersons } from '../../store/notices.ts'
import { bindIn, changeBinding } from '../cards/person-cards.ts'
import { openCard } from '../cards/sealed-card.ts'
import { proposeEmail } from '../resets/email-changes.ts'
import { slowDown } from '../sign-in/attempts.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { newPasswordFault, ownWords } from '../sign-in/password-rules.ts'
import { closeWays } from './open-way.ts'
import { openWayOf, proveWay, wayRefused } from './prove-way.ts'
import { mailActivated } from './way-letters.ts'
import type { Day } from '../../core/days.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { WayMedium } from '../../core/ways-in.ts'
import type { Bound, BindRefusal } from '../cards/person-cards.ts'
import type { FoundWay, Identity, WayRefused } from './prove-way.ts'
import type { WaysSlice } from './slice.ts'

/** `name`: of the shape that account names have; `email`: an address that can be written to. */
export type Activating = { typed: string; identity: Identity; name: string; password: string; email: string; today: Day }

/** `free`: names like it that nobody has. Told to whoever has proved to be somebody: whether a name is taken is nobody else's matter. */
type NameTaken = { refused: 'nameTaken'; free: string[] }

const MOST_SUGGESTED = 3

async function freeNamesNear(db: Reader, name: string): Promise<string[]> {
  const near = namesNear(name)
  const taken = new Set((await db.selectFrom('account').select('name').where('name', 'in', near).execute()).map((row) => row.name))
  return near.filter((one) => !taken.has(one)).slice(0, MOST_SUGGESTED)
}

/** The person, where they read their notices and at the mailbox of the personnel record; and whoever printed the slip. */
async function tell(tx: Change, event: EventId, { person, openedBy, email }: { person: string; openedBy: string | null; email: string }): Promise<void> {
  await tellPersons(tx, event, [person], { kind: 'account.activated', reason: null }, 'system')
  if (openedBy !== null) await tellPersons(tx, event, [openedBy], { kind: 'account.activated', person, reason: null }, 'system')
  const { rows: [record] } = await sql<{ email: string | null; language: LetterLanguage | null }>`
    select v.email, a.language from person_version v join account a using (person_id) where v.person_id = ${person} and upper_inf(v.recorded)`.execute(tx.db)
  if (record?.email == null || record.email.toLowerCase() === email.toLowerCase()) return
  await mailActivated(tx, { to: record.email, language: record.language ?? 'zh-TW' })
}

/** Binds the card that opened the way; null: it was opened otherwise. */
async function bindWith(tx: Change, { seal }: Pick<WaysSlice, 'seal'>, { id, person, card }: FoundWay, today: Day): Promise<Outcome<Bound> | null> {
  return card === null ? null : bindIn(tx, { seal }, { person, card: openCard(seal, card, Buffer.from(id)), today })
}

const HOW = { slip: 'slip', link: 'mail', card: 'card' } as const satisfies Record<WayMedium, string>

type Activated = { activated: true } | WayRefused | { refused: BindRefusal }

/** Activates the account, or refuses; with a card, it is bound by the same act or nothing is done. */
export async function activateAccount(
  slice: WaysSlice, origin: Origin, { typed, identity, name, password, email, today }: Activating,
): Promise<Activated | NameTaken> {
  const { database } = slice
  await slowDown(slice, origin.address)
  // Before the transaction, and only for whoever has a slip.
  const way = await openWayOf(database.read, 'activation', typed)
  const hash = way === null ? null : await slice.turns.during(origin.address, () => hashPassword(password))
  if (typeof hash === 'object' && hash !== null) return hash
  const attempt = changeBinding(slice, origin, async (tx): Promise<Outcome<Activated>> => {
    const proved = await proveWay(tx, slice, 'activation', typed, identity)
    if ('outcome' in proved) return proved.outcome
    const { person, account, medium, openedBy } = proved.way
    const fault = newPasswordFault(password, await ownWords(tx.db, person))
    if (fault !== null) return wayRefused('activation', person, fault, fault)
    if (hash === null) return wayRefused('activation', person, 'unknown', 'wrong')
    if (account === 'disabled') return wayRefused('activation', person, 'notActive', 'notActive')
    if (account !== 'pending') return wayRefused('activation', person, 'notPending', 'notPending')
    const bound = await bindWith(tx, slice, proved.way, today)
    if (bound !== null && 'refused' in bound.result) return { result: bound.result, event: bound.event }
    const event = await tx.record({ code: 'account.activated', person, detail: { how: HOW[medium] } })
    await closeWays(tx, person, 'activation', 'used', event)
    await tx.db.updateTable('account').set({ state: 'active', name, password_hash: hash, password_changed_at: sql<Date>`now()` })
      .where('person_id', '=', person).execute()
    const asked = await proposeEmail(tx, slice, { person, by: person, email, consented: false, way: null })
    if (typeof asked.event !== 'string') await tx.record(asked.event)
    await tell(tx, event, { person, openedBy, email })
    return { result: { activated: true }, event }
  })
  return attempt.catch(async (error: unknown): Promise<NameTaken> => {
    // The database knows best whether a name is taken; the slip stays good.
    if (!isUniqueViolation(error, 'account_name_key')) throw error
    const free = await freeNamesNear(database.read, name)
    return refuse(database, origin, { code: 'account.way-refused', detail: { purpose: 'activation', why: 'nameTaken' } }, { refused: 'nameTaken' as const, free })
  })
}
