/** Says in a feed's row on what somebody works, and by that, that somebody does: from another connection than the work's own. */
import { sql } from 'kysely'
import type { Database } from '../../store/database.ts'

export type WorkStage = 'compare' | 'preview' | 'apply'

/** How far a stage is; `total` counts its steps. */
export type Far = { stage: WorkStage; done: number; total: number }

export type Heartbeat = {
  say: (far: Far) => void
  /** Says that nobody is at it any more. */
  end: () => Promise<void>
}

const BEAT_MILLISECONDS = 1000
/** Who was not seen for so long is no more: many beats, or one that a busy database kept waiting. */
export const GONE_AFTER_SECONDS = 60

export function startHeartbeat({ unaudited }: Pick<Database, 'unaudited'>, feed: string, told: (far: Far) => void): Heartbeat {
  let far: Far | null = null
  let beating: Promise<void> | null = null
  const beat = (): void => {
    if (far === null || beating !== null) return
    const { stage, done, total } = far
    // Not over a feed that is done with: a beat that waited for the last transaction comes after it. A database that is away is
    // noticed by the work itself.
    beating = sql`update feed set seen_at = now(), stage = ${stage}, done = ${done}, total = ${total}
      where id = ${feed} and state in ('received', 'ready', 'held')`.execute(unaudited)
      .then(() => {}, () => {}).finally(() => { beating = null })
  }
  const timer = setInterval(beat, BEAT_MILLISECONDS)
  return {
    say(next) {
      far = next
      told(next)
    },
    async end() {
      clearInterval(timer)
      await beating
      await sql`update feed set stage = null, done = 0, total = null where id = ${feed} and state <> 'receiving'`
        .execute(unaudited).catch(() => {})
    },
  }
}
