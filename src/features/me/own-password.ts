// A person's own password: proved once more before what is worth it, and changed (R-ACC-2, R-ACC-3).
import { sql } from 'kysely'
import { change, refuse, refused } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import { isFresh } from '../../web/fresh.ts'
import { hasPasskey } from '../passkeys/list-passkeys.ts'
import { countTry, forgetTries } from '../sign-in/attempts.ts'
import { verifyPassword } from '../sign-in/password-hash.ts'
import { hashIfAllowed } from '../sign-in/password-rules.ts'
import { endSessionsOf, lockSelf } from '../sign-in/sessions.ts'
import type { Origin } from '../../store/change.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Busy } from '../sign-in/hashing-turns.ts'
import type { PasswordRefusal } from '../sign-in/password-rules.ts'
import type { MeSlice } from './slice.ts'

type Proof = 'right' | 'wrong' | 'locked'

type ProvingMeans = Pick<MeSlice, 'database' | 'subjectOf' | 'tries' | 'turns'>

/**
 * Whether it is the password of the account. Tries from a session are counted for themselves, so that a screen left open is no place
 * to guess at, and no stranger's tries at the sign-in keep its owner from changing the password; they rest
 * after as many.
 */
export const proveOwnPassword = (slice: ProvingMeans, person: string, typed: string, address: string | null): Promise<Proof | 'busy'> =>
  slice.turns.during(address, () => lookAtOwn(slice, person, typed)).then((proof) => (typeof proof === 'object' ? proof.refused : proof))

async function lookAtOwn({ database, subjectOf, tries }: ProvingMeans, person: string, typed: string): Promise<Proof> {
  const account = await database.read.selectFrom('account').select('password_hash as hash').where('person_id', '=', person).executeTakeFirstOrThrow()
  const tried = { kind: 'browser', subject: subjectOf('browser', `${person} in a session`) } as const
  const { locked } = await countTry(database.unaudited, tried, tries)
  if (locked) return 'locked'
  if (!await verifyPassword(account.hash, typed)) return 'wrong'
  await forgetTries(database.unaudited, tried)
  return 'right'
}

/** `ended`: the session in which it was asked for, while it was looked at. */
export type ChangeRefusal = Exclude<Proof, 'right'> | Busy['refused'] | 'ended' | PasswordRefusal

/** What is asked of whoever changes what is worth it: the password of now, and whether a passkey may stand in for it. */
export type Asked = { password: boolean; passkey: boolean }

/**
 * A session that was proved by more than a password minutes ago has said enough (024): so somebody whose password is forgotten or
 * barred chooses another with a passkey or card in hand. `minutes`: how long ago.
 */
export async function askedOf(
  { database }: Pick<MeSlice, 'database'>, actor: Pick<PersonActor, 'personId' | 'method' | 'signedInAt'>, now: Date, minutes: number,
): Promise<Asked> {
  if (actor.method !== 'password' && isFresh(actor, now, minutes)) return { password: false, passkey: false }
  return { password: true, passkey: await hasPasskey(database.read, actor.personId) }
}

/** `session`: the one that goes on; all others end. `current`: null where the session was proved by more (`askedOf`). */
export type Changing = { person: string; session: string; current: string | null; password: string }

/** Changes the password, or refuses. */
export async function changePassword(
  slice: MeSlice, origin: Origin, { person, session, current, password }: Changing,
): Promise<{ changed: true } | { refused: ChangeRefusal }> {
  const { database } = slice
  const attempt = { code: 'account.password-changed', person, detail: { sessions: 0 } } as const
  const looked = await slice.turns.during(origin.address, async () => {
    const proof = current === null ? 'right' : await lookAtOwn(slice, person, current)
    return proof === 'right' ? hashIfAllowed(database.read, person, password) : { refused: proof }
  })
  if ('refused' in looked) return looked.refused === 'busy' ? looked : refuse(database, origin, attempt, looked)
  return change<{ changed: true } | { refused: ChangeRefusal }>(database, origin, async (tx) => {
    if (!await lockSelf(tx.db, person, session)) return refused(attempt, { refused: 'ended' as const })
    await tx.db.updateTable('account').set({ password_hash: looked.hash, password_changed_at: sql<Date>`clock_timestamp()` }).where('person_id', '=', person).execute()
    const sessions = await endSessionsOf(tx.db, person, 'passwordChanged', session)
    const event = await tx.record({ code: 'account.password-changed', person, detail: { sessions } })
    await tellPersons(tx, event, [person], { kind: 'account.password-changed', reason: null }, 'system')
    return { result: { changed: true as const }, event }
  })
}
