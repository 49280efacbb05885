// A new passkey of somebody who is signed in (R-ACC-6).
import { randomBytes, randomUUID } from 'node:crypto'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers'
import { sql } from 'kysely'
import { change, refused } from '../../store/change.ts'
import { takeChallenge } from '../../store/challenges.ts'
import { tellPersons } from '../../store/notices.ts'
import { MOST_PASSKEYS } from './list-passkeys.ts'
import { readRegistration } from './read-answer.ts'
import { ALGORITHMS } from './relying-party.ts'
import type { Kysely } from 'kysely'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { UnverifiedRegistration } from './read-answer.ts'
import type { RelyingParty } from './relying-party.ts'

/** `challenge`: not asked of this browser, or too long ago; `notProved`: not what was asked for. */
export type AddRefusal = 'challenge' | 'notProved' | 'already' | 'tooMany'

/** `session`: in which it is asked for; when it has ended meanwhile, nothing is added. */
export type Adding = { person: string; session: string; browser: Buffer; name: string; answer: string }

/** Under what authenticators keep the person's passkeys together; made when it is first asked for. */
export async function handleOf(db: Kysely<Tables>, person: string): Promise<Buffer> {
  await sql`insert into passkey_holder (person_id, handle) values (${person}, ${randomBytes(32)}) on conflict (person_id) do nothing`.execute(db)
  const { handle } = await db.selectFrom('passkey_holder').select('handle').where('person_id', '=', person).executeTakeFirstOrThrow()
  return handle
}

/**
 * We ask for no attestation, and browsers send none, but where the key vouches for itself. What comes with certificates was
 * not asked for, and to look at them the library would follow addresses that they name.
 */
function isWithoutCertificates({ response }: UnverifiedRegistration): boolean {
  const object = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject))
  const format = object.get('fmt')
  return format === 'none' || (format === 'packed' && object.get('attStmt').get('x5c') === undefined)
}

async function proved(party: RelyingParty, answer: UnverifiedRegistration) {
  try {
    if (!isWithoutCertificates(answer)) return null
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {} }, expectedChallenge: answer.challenge, expectedOrigin: party.origin,
      expectedRPID: party.id, requireUserPresence: true, requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS,
    })
    return verified ? registrationInfo : null
  } catch {
    // What the library says of it speaks of bytes; to the person it is not what was asked for.
    return null
  }
}

/** Adds the passkey, tells its person, or refuses. */
export async function addPasskey(
  database: Database, origin: Origin, party: RelyingParty, { person, session, browser, name, answer }: Adding,
): Promise<{ id: string } | { refused: AddRefusal }> {
  const id = randomUUID()
  const read = readRegistration(answer)
  const asked = read !== null && await takeChallenge(database.unaudited, read.challenge, { means: 'passkey', purpose: 'add', browser, person }) === 'fits'
  const made = read === null || !asked ? null : await proved(party, read)
  const attempt = (synced: boolean) => ({ code: 'account.passkey-added' as const, person, detail: { passkey: id, synced } })
  return change<{ id: string } | { refused: AddRefusal }>(database, origin, async (tx) => {
    if (read === null || made === null) return refused(attempt(false), { refused: read === null || asked ? 'notProved' as const : 'challenge' as const })
    const { credential, credentialDeviceType, credentialBackedUp } = made
    const synced = credentialDeviceType === 'multiDevice'
    const credentialId = Buffer.from(credential.id, 'base64url')
    // Whoever says 「不是我」 holds the account as well: a stranger's passkey comes before that and is removed, or does not come.
    await sql`select from account where person_id = ${person} for update`.execute(tx.db)
    const { rows: alive } = await sql`
      select from session s join account a using (person_id) where s.id = ${session} and s.ended_at is null and a.state = 'active'`.execute(tx.db)
    if (alive.length === 0) return refused(attempt(synced), { refused: 'challenge' as const })
    const { rows: [room] } = await sql<{ known: boolean; place: number | null }>`
      select exists (select from passkey where credential_id = ${credentialId}) as known,
        (select min(n) from generate_series(1, ${sql.lit(MOST_PASSKEYS)}) n
          where n not in (select place from passkey where person_id = ${person} and removed_at is null)) as place`.execute(tx.db)
    if (room!.known) return refused(attempt(synced), { refused: 'already' as const })
    if (room!.place === null) return refused(attempt(synced), { refused: 'tooMany' as const })
    const event = await tx.record(attempt(synced))
    await tx.db.insertInto('passkey').values({
      id, person_id: person, place: room!.place, credential_id: credentialId, public_key: Buffer.from(credential.publicKey),
      counter: String(credential.counter), transports: read.response.transports, name, backup_eligible: synced,
      backed_up: credentialBackedUp, event_id: event,
    }).execute()
    await tellPersons(tx, event, [person], { kind: 'account.passkey-added', reason: null, path: '/me/passkeys' }, 'system')
    return { result: { id }, event }
  })
}
