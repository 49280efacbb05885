// Whether an authenticator's answer proves somebody: each check in its order, and the use of the passkey written down.
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { sql } from 'kysely'
import { takeChallenge } from '../../store/challenges.ts'
import { readAssertion } from './read-answer.ts'
import type { Change } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { AskedOfPasskey } from './challenges.ts'
import type { UnverifiedAssertion } from './read-answer.ts'
import type { RelyingParty } from './relying-party.ts'

/**
 * `malformed`: no answer of an authenticator. `challenge`: not asked of this browser for this, or too long ago. `unknown`: no
 * passkey of ours, or not of whom the authenticator says. `removed`: it was one. `another`: of somebody else than was asked.
 * `notProved`: signature, site, origin, or that nobody was seen to hold it. `counter`: it went back, as a copy's would.
 */
export type PasskeyRefusal = 'malformed' | 'challenge' | 'unknown' | 'removed' | 'another' | 'notProved' | 'counter'

/** A passkey and what it said of itself, proved; nothing is written yet. */
export type Proved = { passkey: string; person: string; counter: number; backedUp: boolean; eligible: boolean }

/** `person`: who is named by the passkey, for the log, where one is. */
export type Unproved = { refused: PasskeyRefusal; person: string | null }

type Row = { id: string; person: string; handle: Buffer; publicKey: Buffer; removed: boolean }

async function findPasskey(database: Database, { rawId }: UnverifiedAssertion): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select k.id, k.person_id as person, h.handle, k.public_key as "publicKey", k.removed_at is not null as removed
    from passkey k join passkey_holder h using (person_id) where k.credential_id = ${Buffer.from(rawId, 'base64url')}`.execute(database.read)
  return rows[0]
}

async function verified(party: RelyingParty, answer: UnverifiedAssertion, publicKey: Buffer): Promise<Omit<Proved, 'passkey' | 'person'> | null> {
  try {
    const { userHandle: _, ...response } = answer.response
    const { verified: good, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, response, clientExtensionResults: {} },
      expectedChallenge: answer.challenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true,
      // The counter is compared where the row is locked (`usePasskey`).
      credential: { id: answer.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    })
    const { newCounter, credentialBackedUp, credentialDeviceType } = authenticationInfo
    return good ? { counter: newCounter, backedUp: credentialBackedUp, eligible: credentialDeviceType === 'multiDevice' } : null
  } catch {
    // What the library says of it speaks of bytes; the log says which check it was.
    return null
  }
}

/** Proves the answer to what was asked. The question is gone after it, whatever the answer. */
export async function checkAnswer(database: Database, party: RelyingParty, asked: AskedOfPasskey, text: string): Promise<Proved | Unproved> {
  const answer = readAssertion(text)
  if (answer === null) return { refused: 'malformed', person: null }
  const [asking, row] = await Promise.all([takeChallenge(database.unaudited, answer.challenge, { means: 'passkey', ...asked }), findPasskey(database, answer)])
  const no = (why: PasskeyRefusal): Unproved => ({ refused: why, person: row?.person ?? null })
  if (asking !== 'fits') return no('challenge')
  if (row === undefined || !isOf(row, answer, asked)) return no('unknown')
  if (asked.person !== null && asked.person !== row.person) return no('another')
  if (row.removed) return no('removed')
  const said = await verified(party, answer, row.publicKey)
  return said === null ? no('notProved') : { passkey: row.id, person: row.person, ...said }
}

/** Whoever is not named beforehand is named by the authenticator (WebAuthn 7.2, step 6). */
function isOf({ handle }: Row, { response: { userHandle } }: UnverifiedAssertion, { person }: AskedOfPasskey): boolean {
  return userHandle == null ? person !== null : Buffer.from(userHandle, 'base64url').equals(handle)
}

/** Writes the use of a passkey that was proved, under lock, or says why it is none after all. A part of the caller's transaction. */
export async function usePasskey({ db }: Pick<Change, 'db'>, { passkey, counter, backedUp, eligible }: Proved): Promise<'removed' | 'notProved' | 'counter' | null> {
  const { rows: [row] } = await sql<{ counter: string; eligible: boolean; removed: boolean }>`
    select counter, backup_eligible as eligible, removed_at is not null as removed from passkey where id = ${passkey} for update`.execute(db)
  if (row === undefined || row.removed) return 'removed'
  // Of what kind it is stays as it was when it was made (WebAuthn 7.2, step 19).
  if (row.eligible !== eligible) return 'notProved'
  if (counter <= Number(row.counter) && (counter > 0 || Number(row.counter) > 0)) return 'counter'
  await db.updateTable('passkey').set({ counter: String(counter), backed_up: backedUp, last_used_at: sql<Date>`now()` })
    .where('id', '=', passkey).execute()
  return null
}
