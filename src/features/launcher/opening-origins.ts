import { sql } from 'kysely'
import type { LocalPath } from '../../web/reply.ts'
import type { Reader } from '../../store/database.ts'

const OPENING = /^\/applications\/([0-9A-Za-z][0-9A-Za-z._-]{0,31})\/open(?:\?|$)/

/**
 * Where a form may end up that leads to that address of ours: opening an application goes on to another origin, and Chromium holds a
 * form to its page's policy through every redirect. None for any other address.
 */
export async function openingOrigins(db: Reader, path: LocalPath | null): Promise<string[]> {
  const code = OPENING.exec(path ?? '')?.[1]
  if (code === undefined) return []
  const { rows } = await sql<{ url: string }>`
    select launch_url as url from application_version where application_code = ${code} and upper_inf(recorded) and launch_url is not null`.execute(db)
  return rows.map(({ url }) => new URL(url).origin)
}
