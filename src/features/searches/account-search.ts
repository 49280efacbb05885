// 「查詢人員自訂帳號」: people found by national ID, name or agency within one's scope, with what their accounts are called,
// whether they are in use, and when. An account has no history but its state, so this is asked of today alone.
import { z } from 'zod'
import { dayInTaipei, timeInTaipei } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import { PATIENCE_ASKED, PATIENCE_UNASKED, withPatience } from '../../store/patience.ts'
import { countPeople, MOST_COUNTED, PERSON_KEY, searchPeople } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { cursorText, readCursor } from './cursor.ts'
import { waysOf } from './exports.ts'
import { ROWS_A_BATCH, ROWS_A_PAGE } from './list-search.ts'
import type { Reader } from '../../store/database.ts'
import type { PeopleCriteria, PeopleCursor, PickedPerson } from '../../store/people.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'
import type { SearchRequest } from './exports.ts'
import type { SearchSlice } from './slice.ts'

/** A person with the account; `lastSignIn`: null where there never was one. */
export type FoundAccount = PickedPerson & { lastSignIn: Date | null }

export type AccountsPage = { accounts: FoundAccount[]; count: number | null; previous: string | null; next: string | null }

export const ACCOUNT_COLUMNS = [
  'agency_code', 'agency_name', 'person_key', 'name', 'national_id_masked', 'account_name', 'account_state', 'last_sign_in',
] as const

const KIND = 'search-accounts'
const kept = z.object({
  agency: z.string().nullable(),
  idIndex: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
  name: z.string().max(100),
  states: z.array(z.enum(['pending', 'active', 'disabled'])),
})

/** Keeps the criteria for this session; answers the number that stands in the address instead of them. */
export function keepCriteria({ database }: SearchSlice, { actor }: SearchRequest, criteria: PeopleCriteria): Promise<string> {
  return keepQuery(database.unaudited, actor.sessionId, KIND, criteria)
}

/** The criteria that this session kept under the number; null for any other number. */
export async function keptCriteria(
  { database }: SearchSlice, { actor }: SearchRequest, query: string,
): Promise<PeopleCriteria | null> {
  const criteria = kept.safeParse(await readQuery(database.read, actor.sessionId, KIND, query))
  return criteria.success ? criteria.data : null
}

async function withLastSignIn(db: Reader, people: readonly PickedPerson[]): Promise<FoundAccount[]> {
  if (people.length === 0) return []
  const rows = await db.selectFrom('account').select(['person_id', 'last_sign_in_at'])
    .where('person_id', 'in', people.map(({ id }) => id)).execute()
  const last = new Map(rows.map((row) => [row.person_id, row.last_sign_in_at]))
  return people.map((person) => ({ ...person, lastSignIn: last.get(person.id) ?? null }))
}

/** What was asked by, as events tell it: which kinds of criteria, never what was typed. */
export const askedOf = ({ agency, idIndex, name, states }: PeopleCriteria) => ({
  agency: agency ?? '', nationalId: idIndex !== null, name: name !== '', state: states.join(' '),
})

function readPlace({ seal }: SearchSlice, text: string): PeopleCursor | null {
  const place = readCursor(seal, 'accounts', text)
  if (place === null || !PERSON_KEY.test(place.person ?? '')) return null
  return { agency: place.agency === '' ? null : place.agency ?? null, person: place.person! }
}

/** A page of what was found, read together with its event; null for a cursor that is none. */
export async function findAccounts(
  slice: SearchSlice, request: SearchRequest, criteria: PeopleCriteria,
  { after, before, counted }: { after: string; before: string; counted: boolean },
): Promise<AccountsPage | null> {
  const { database, seal } = slice
  const { actor, today } = request
  const from = before === '' ? after : before
  const place = from === '' ? undefined : readPlace(slice, from)
  if (place === null) return null
  const search = { authority: actor.authority, asOf: { day: today, known: 'now' as const } }
  const span = place === undefined ? {} : before === '' ? { after: place } : { before: place }
  const { accounts, page } = await change(database, requestOrigin(request), async (tx) => {
    const found = await searchPeople(tx.db, seal, criteria, { ...search, ...span, size: ROWS_A_PAGE })
    return {
      result: { page: found, accounts: await withLastSignIn(tx.db, found.people) },
      event: {
        code: 'search.list-seen', agency: criteria.agency,
        detail: {
          search: 'accounts', asOf: today, asked: askedOf(criteria), rows: found.people.length, ways: waysOf(actor),
        },
      },
    }
  })
  const text = (cursor: PeopleCursor | null) => (cursor === null ? null
    : cursorText(seal, 'accounts', { agency: cursor.agency ?? '', person: cursor.person }))
  return {
    accounts,
    count: page.found <= MOST_COUNTED ? page.found
      : await withPatience(database, counted ? PATIENCE_ASKED : PATIENCE_UNASKED, (db) => countPeople(db, criteria, search)),
    previous: text(page.previous),
    next: text(page.next),
  }
}

/** Everybody who was found, batch by batch: one line a person, at the first agency of theirs that one manages. */
export async function* everyAccount(
  { database, seal }: SearchSlice, { actor, today }: SearchRequest, criteria: PeopleCriteria,
): AsyncGenerator<SheetRow<(typeof ACCOUNT_COLUMNS)[number]>> {
  for (let after: PeopleCursor | undefined; ;) {
    const { people, next } = await searchPeople(database.read, seal, criteria, {
      authority: actor.authority, asOf: { day: today, known: 'now' }, after, size: ROWS_A_BATCH,
    })
    for (const account of await withLastSignIn(database.read, people)) yield lineOf(account)
    if (next === null) return
    after = next
  }
}

function lineOf({ posts: [post], key, name, nationalIdMasked, accountName, accountState, lastSignIn }: FoundAccount) {
  return {
    agency_code: post?.agency ?? null, agency_name: post?.agencyName ?? null, person_key: key, name,
    national_id_masked: nationalIdMasked, account_name: accountName, account_state: accountState,
    last_sign_in: lastSignIn === null ? null : `${dayInTaipei(lastSignIn)}T${timeInTaipei(lastSignIn)}+08:00`,
  }
}
