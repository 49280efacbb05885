import { wordsOf } from '../../core/thrown.ts'
import { json } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { Database, Log } from '../../store/database.ts'
import type { Route } from '../../web/route.ts'

// A proxy asks every second or so, and several at once; the database need not answer each of them.
const REMEMBERED_MILLISECONDS = 1000

/** Whether the database answers and has our migrations, asked at most once a second. */
function readiness(database: Database, log: Log): () => Promise<boolean> {
  let askedAt = -Infinity
  let answer: Promise<boolean> = Promise.resolve(false)
  return () => {
    const now = performance.now()
    if (now - askedAt > REMEMBERED_MILLISECONDS) {
      askedAt = now
      answer = database.ready().then(() => true, (error: unknown) => {
        log.warn({ error: wordsOf(error) }, 'Not ready')
        return false
      })
    }
    return answer
  }
}

/** `/livez`: the process is alive. `/readyz`: it can serve people (4.1). */
export function operationsRoutes({ database, log }: { database: Database; log: Log }): Route[] {
  const isReady = readiness(database, log)
  return [
    route({ method: 'GET', path: '/livez', act: 'anyone', duringMaintenance: true, handle: () => json({ status: 'alive' }) }),
    route({
      method: 'GET',
      path: '/readyz',
      act: 'anyone',
      duringMaintenance: true,
      handle: async () => ((await isReady()) ? json({ status: 'ready' }) : json({ status: 'not ready' }, { status: 503 })),
    }),
  ]
}
