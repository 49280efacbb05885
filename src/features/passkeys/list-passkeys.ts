import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'

/** More than anybody keeps an overview of. The table has as many places. */
export const MOST_PASSKEYS = 10

/** As much of a passkey as an authenticator knows it by. */
export type Kept = { credentialId: Buffer; transports: string[] }

/** A passkey as its person sees it. `synced`: it may be kept in several devices. */
export type Passkey = Kept & { id: string; name: string; synced: boolean; createdAt: Date; lastUsedAt: Date | null }

/** The passkeys of the person, the oldest first. */
export async function listPasskeys(db: Reader, person: string): Promise<Passkey[]> {
  const { rows } = await sql<Passkey>`
    select id, name, credential_id as "credentialId", transports, backup_eligible as synced, created_at as "createdAt", last_used_at as "lastUsedAt"
    from passkey where person_id = ${person} and removed_at is null order by created_at, id`.execute(db)
  return rows
}

/** Whether the person could prove themselves by a passkey. */
export async function hasPasskey(db: Reader, person: string): Promise<boolean> {
  const { rows } = await sql`select from passkey where person_id = ${person} and removed_at is null limit 1`.execute(db)
  return rows.length > 0
}
