// 「匯出」: the list as a file, with the columns that the searches use for the same things (spec 3).
import { allGrants } from './list-grants.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Reader } from '../../store/database.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { GrantFilter } from './list-grants.ts'

export const exportColumns = [
  'agency_code', 'agency_name', 'application', 'category', 'receiver', 'person_key', 'name', 'post_agency_code', 'post', 'from',
  'until', 'state', 'given_by', 'agreed_by', 'reason', 'last_used',
] as const

/** Each grant of the filter as a row: `receiver` is `person`, `group CODE` or `standing NAME`, `state` what it is on the day. */
export async function* exportRows(
  db: Reader, filter: GrantFilter, asOf: AsOf, agencyName: string,
): AsyncGenerator<SheetRow<(typeof exportColumns)[number]>> {
  for await (const grant of allGrants(db, filter, asOf)) {
    const { receiver } = grant
    const person = receiver.to === 'person' ? receiver : null
    yield {
      agency_code: grant.agency, agency_name: agencyName, application: grant.application, category: grant.category,
      receiver: receiver.to === 'person' ? 'person' : receiver.to === 'group' ? `group ${receiver.group}`
        : `standing ${receiver.standing}`,
      person_key: person?.key ?? null, name: receiver.to === 'standing' ? null : receiver.name,
      post_agency_code: person?.post.agency ?? null, post: person === null ? null : `${person.post.unit}${person.post.title}`,
      from: grant.from, until: grant.to, state: grant.condition, given_by: grant.givenBy, agreed_by: grant.confirmedBy,
      reason: grant.reason, last_used: grant.used,
    }
  }
}
