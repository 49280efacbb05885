// The letters of a world as their readers have them.
import { waySecret } from '../src/store/way-secrets.ts'
import { seal } from './world.ts'
import type { World } from './world.ts'

/** `path`: where it leads, with the secret of its way in; '' where it leads nowhere. */
export type ReadLetter = { recipient: string; body: string; path: string }

async function read({ sql }: Pick<World, 'sql'>, column: 'subject' | 'recipient', value: string): Promise<ReadLetter[]> {
  const rows = await sql<ReadLetter & { way: string | null }>(`select recipient, body_text as body, coalesce(link_path, '') as path, way_id as way
    from mail where ${column} = $1 order by written_at`, [value])
  return rows.map(({ way, path, ...letter }) => ({ ...letter, path: way === null ? path : `${path}?way=${waySecret(seal, way)}` }))
}

/** The letters with this subject, oldest first. */
export const lettersWith = (world: Pick<World, 'sql'>, subject: string): Promise<ReadLetter[]> => read(world, 'subject', subject)

/** The latest letter to the address, which must have come. */
export async function letterTo(world: Pick<World, 'sql'>, recipient: string): Promise<ReadLetter> {
  const letter = (await read(world, 'recipient', recipient)).at(-1)
  if (letter === undefined) throw new Error(`no letter to ${recipient}`)
  return letter
}
