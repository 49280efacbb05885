// A time of maintenance: planned and ended by the command line, known to every portal process within seconds, also while the
// database is away.
import { sql } from 'kysely'
import { wordsOf } from '../../core/thrown.ts'
import { change, processOrigin } from '../../store/change.ts'
import type { Database, Log, Reader } from '../../store/database.ts'
import type { Maintenance } from '../../web/maintenance.ts'

/** The maintenance that is planned or goes on, or null. What is over is none. */
export async function findMaintenance(db: Reader): Promise<Maintenance | null> {
  const row = await db.selectFrom('maintenance').select(['starts as from', 'ends as to', 'note', 'note_en as noteEn'])
    .where('ends', '>', sql<Date>`now()`).executeTakeFirst()
  return row ?? null
}

const detailOf = ({ from, to }: Maintenance) => ({ from: from.toISOString(), to: to.toISOString() })

/** Plans it, in the place of one that was planned. `by`: the command. */
export function planMaintenance(database: Pick<Database, 'unaudited'>, planned: Maintenance, by: string): Promise<void> {
  const { from, to, note, noteEn } = planned
  return change(database, processOrigin(by), async (tx) => {
    const event = await tx.record({ code: 'maintenance.planned', detail: { ...detailOf(planned), note: note ?? '' } })
    const said = { starts: from, ends: to, note, note_en: noteEn, event_id: event }
    await tx.db.insertInto('maintenance').values(said).onConflict((conflict) => conflict.column('only_one').doUpdateSet(said)).execute()
    return { result: undefined, event }
  })
}

/** Ends or calls off what is planned or goes on; answers it, or null where there is none. */
export async function endMaintenance(database: Pick<Database, 'read' | 'unaudited'>, by: string): Promise<Maintenance | null> {
  const found = await findMaintenance(database.read)
  if (found === null) return null
  return change(database, processOrigin(by), async (tx) => {
    await tx.db.deleteFrom('maintenance').execute()
    return { result: found, event: { code: 'maintenance.ended', detail: detailOf(found) } }
  })
}

const KNOWN_MILLISECONDS = 5_000

/** Asks at most every five seconds; while the database does not answer, what was known last is known still. */
export function watchMaintenance(
  { quick }: Pick<Database, 'quick'>, log: Log, clock: () => number = () => performance.now(),
): () => Promise<Maintenance | null> {
  let known: Promise<Maintenance | null> = Promise.resolve(null)
  let askedAt = -Infinity
  const ask = async () => findMaintenance(quick.read)
  return () => {
    const now = clock()
    if (now - askedAt > KNOWN_MILLISECONDS) {
      askedAt = now
      const before = known
      known = ask().catch((error: unknown) => {
        log.warn({ error: wordsOf(error) }, 'Whether there is maintenance could not be asked')
        return before
      })
    }
    return known
  }
}
