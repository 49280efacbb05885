import { addressOf } from '../../web/address.ts'
import type { Day } from '../../core/days.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { GrantFilter } from './list-grants.ts'

/** What a list's address says besides agency and application. */
export type ListAddress = { filter: GrantFilter; query: string; asOf: Day | null }

/** The list's address with this filter, from its first page. */
export function listAddress({ filter, query, asOf }: ListAddress, more: Record<string, string> = {}): LocalPath {
  const { agency, application, category, shown, sort, descending } = filter
  return addressOf('/manage/grants', {
    agency, application, category, query, asOf, state: shown === 'current' ? '' : shown, sort: sort === 'category' ? '' : sort,
    dir: descending ? 'desc' : '', ...more,
  })
}
