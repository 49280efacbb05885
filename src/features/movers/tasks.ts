// What the movers do by the clock and after others' acts.
import { followIfNewDay } from './follow-day.ts'
import { tellTask } from './tell.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

export const moverTasks = (database: Database, clock: () => Date = () => new Date()): Task[] => [
  { name: 'movers.follow-day', every: '*/5 * * * *', handle: () => followIfNewDay(database, clock) },
  tellTask(clock),
]
