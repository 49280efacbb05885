// What an application reads: its own users and their groups, by the law as it stands today.
import { asOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { FactsQueue } from '../../store/facts-queue.ts'
import type { AccessQuery } from '../../store/access-list.ts'
import type { Database } from '../../store/database.ts'

export type Application = {
  database: Pick<Database, 'read'>
  facts: FactsQueue
  code: string
  clientId: string
  /** What its people's sign-ins tell it (4.6): no more is told here. */
  tells: ReadonlySet<string>
  today: Day
  subOf: (personKey: string, application: string) => Promise<string>
  personKeyOf: (sub: string, application: string) => Promise<string | null>
}

/** The rights to the application today. */
export const rightsTo = ({ code, today }: Application): AccessQuery => ({ asOf: asOf(today, today), applications: [code] })

/** The id of a group: a category of the application, for an agency. */
export const groupId = (category: string, agency: string): string => `${category}.${agency}`

/** The category and agency of a group's id; null for what is none. */
export function groupOf(id: string): { category: string; agency: string } | null {
  const at = id.lastIndexOf('.')
  return at < 1 || at === id.length - 1 ? null : { category: id.slice(0, at), agency: id.slice(at + 1) }
}

export const groupName = (category: string, agency: string): string => `${category}（${agency}）`
