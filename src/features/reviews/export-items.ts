// A campaign, or a list of entries, as a file: with the columns that the searches use for the same things (spec 3).
import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { dayInTaipei } from '../../core/days.ts'
import { listItems } from './campaign-rows.ts'
import { personOf } from './entry.ts'
import { loadEntries } from './load-entries.ts'
import { keyText } from './record-entries.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Reader } from '../../store/database.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { ItemPage, ItemState } from './campaign-rows.ts'
import type { Entry } from './entry.ts'
import type { EntryKey } from './load-entries.ts'

const entryColumnNames = [
  'agency_code', 'agency_name', 'kind', 'application', 'category', 'receiver', 'person_key', 'name', 'post_agency_code', 'post',
  'acting_agency_code', 'served_agency_code', 'from', 'until', 'state', 'given_by', 'reason', 'last_used',
] as const
type EntryRow = SheetRow<(typeof entryColumnNames)[number]>

function receiverOf(entry: Entry): string {
  if (entry.kind === 'duty') return ''
  if (entry.kind === 'membership') return `group ${entry.group.code}`
  if (entry.person !== null) return 'person'
  return 'group' in entry.audience ? `group ${entry.audience.group.code}` : `standing ${entry.audience.standing}`
}

/** To whom it is given, where that has a name. */
function nameOf(entry: Entry): string | null {
  if (entry.kind === 'duty') return null
  if (entry.person !== null) return entry.person.name
  return 'group' in entry.audience ? entry.audience.group.name : DERIVED_GROUP_NAMES[entry.audience.standing]['zh-TW']
}

const applicationsOf = (entry: Entry): string => {
  if (entry.kind === 'grant') return entry.application.code
  if (entry.kind === 'duty') return entry.applications.map(({ code }) => code).join(' ')
  return entry.kind === 'membership' ? entry.applications.join(' ') : ''
}

function rowOf(entry: Entry): EntryRow {
  const post = entry.kind === 'duty' ? null : entry.post
  return {
    agency_code: entry.agency.code, agency_name: entry.agency.name, kind: entry.kind, application: applicationsOf(entry),
    category: entry.kind === 'grant' ? entry.category.code : null, receiver: receiverOf(entry),
    person_key: personOf(entry)?.key ?? null, name: nameOf(entry), post_agency_code: post?.agency ?? null,
    post: post === null ? null : `${post.unit}${post.title}`,
    acting_agency_code: entry.kind === 'duty' ? entry.acting.code : null, served_agency_code: entry.kind === 'duty' ? entry.served.code : null,
    from: entry.from, until: entry.to, state: entry.state, given_by: entry.givenBy, reason: entry.reason, last_used: entry.used,
  }
}

export const listColumns = [...entryColumnNames, 'flags'] as const

// As many as are read at a time.
const AT_ONCE = 500

/** The entries of a list as rows, page after page of its keys. */
export async function* listRows(
  db: Reader, pages: AsyncIterable<readonly EntryKey[]>, today: Day,
): AsyncGenerator<SheetRow<(typeof listColumns)[number]>> {
  for await (const keys of pages) {
    for (const entry of await loadEntries(db, keys, today)) {
      yield { ...rowOf(entry), flags: entry.flags.map(({ by, note }) => `${by}：${note}`).join('\n') }
    }
  }
}

/** Each page of a list of keys that is paged by `after`, one after the other. */
export async function* everyPage(
  page: (after: string) => Promise<{ keys: readonly EntryKey[]; next: string | null }>,
): AsyncGenerator<readonly EntryKey[]> {
  let after: string | null = ''
  while (after !== null) {
    const { keys, next }: { keys: readonly EntryKey[]; next: string | null } = await page(after)
    yield keys
    after = next
  }
}

export const itemColumnNames = [...entryColumnNames, 'decision', 'decided_by', 'decided_on', 'decision_reason', 'outcome'] as const

/** All items of a campaign at the agencies that the authority manages, with what was decided. */
export async function* itemRows(
  db: Reader, authority: Authority, campaign: string, today: Day,
): AsyncGenerator<SheetRow<(typeof itemColumnNames)[number]>> {
  let after: string | null = ''
  while (after !== null) {
    const page: ItemPage = await listItems(db, authority, campaign, { shown: 'all', agency: null, after, size: AT_ONCE }, today)
    const items = new Map(page.items.map((item): [string, ItemState] => [keyText(item), item]))
    for (const entry of await loadEntries(db, page.items, today)) {
      const item = items.get(keyText(entry))!
      yield {
        ...rowOf(entry), agency_code: item.agency, decision: item.decision, decided_by: item.by,
        decided_on: item.at === null ? null : dayInTaipei(item.at), decision_reason: item.reason, outcome: item.outcome,
      }
    }
    after = page.next
  }
}
