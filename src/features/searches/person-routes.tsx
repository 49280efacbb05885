import { z } from 'zod'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { LONGEST_CURSOR } from './cursor.ts'
import { searchFile, waysOf } from './exports.ts'
import { askedMoment } from './list-search.ts'
import { messages } from './messages.ts'
import { typedDayOf } from './parts.tsx'
import { pageOf, placeOfRight } from './whole-list.ts'
import { personPath, PersonSearchPage } from './person-page.tsx'
import { arranged, RIGHTS_SORTS, rightsOf } from './person-rights.ts'
import { searchedPerson } from './searched-person.ts'
import { RIGHT_COLUMNS, sheetRow } from './shown-right.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { SearchRequest } from './exports.ts'
import type { Asking } from './list-search.ts'
import type { PersonSearch } from './person-page.tsx'
import type { RightsAsked } from './person-rights.ts'
import type { Said } from './parts.tsx'
import type { SearchName, SearchSlice } from './slice.ts'

const cursor = z.string().max(LONGEST_CURSOR).default('')

const personQuery = z.object({
  person: z.string().max(100).default(''),
  application: z.string().max(100).default(''),
  by: z.enum(['birthright', 'grant', 'duty', '']).default(''),
  asOf: typedDay,
  sort: z.enum(RIGHTS_SORTS).default('application'),
  after: cursor,
  before: cursor,
})
type PersonQuery = z.output<typeof personQuery>

const askedOf = (search: PersonSearch, { application, by, sort }: PersonQuery): RightsAsked =>
  ({ application, by: search === 'duty-applications' ? 'duty' : by, sort })

const saidOf = ({ person, application, by, sort }: PersonQuery, asOf: string): Said =>
  ({ person, application, by, asOf, sort: sort === 'application' ? '' : sort })

/** Reading what a person may use is an event about that person. */
export async function recordPersonSeen(
  { database }: SearchSlice, request: SearchRequest, search: SearchName, person: string, asOf: string,
): Promise<void> {
  await change(database, requestOrigin(request), async () => ({ result: null, event: {
    code: 'search.person-seen', person, detail: { search, asOf, ways: waysOf(request.actor) },
  } }))
}

async function personPage(
  slice: SearchSlice, search: PersonSearch, request: SearchRequest & { query: PersonQuery },
): Promise<Reply> {
  const { query, actor: { authority }, today, language } = request
  const day = readAskedDay(query.asOf)
  if ('canonical' in day) return redirect(addressOf(personPath(search), saidOf(query, day.canonical)))
  const asOf = 'asked' in day ? day.asked : null
  const asking: Asking = { authority, today, language, asOf: askedMoment(asOf, today) }
  const said = saidOf(query, asOf ?? '')
  const m = messages(language)
  const shown = {
    request, search, said, sort: query.sort, asOf,
    typed: { ...said, asOf: 'wrong' in day ? day.wrong : typedDayOf(asOf, language) },
  }
  const person = query.person === '' ? null : await searchedPerson(slice, query.person, asking)
  if ('wrong' in day) {
    const problems = [unreadDay(language)]
    return page(<PersonSearchPage {...shown} person={person} problems={problems} found={null} />, { status: 400 })
  }
  if (person === null) {
    const problems = query.person === '' ? [] : [{ field: 'person', message: m.noPerson }]
    const status = query.person === '' ? 200 : 404
    return page(<PersonSearchPage {...shown} person={null} problems={problems} found={null} />, { status })
  }
  const rights = await rightsOf(slice, person, asking)
  const found = pageOf(slice.seal, search, arranged(rights, askedOf(search, query)), placeOfRight, query)
  if (found === null) return problem('badRequest')
  await recordPersonSeen(slice, request, search, person.id, asking.asOf.day)
  return page(
    <PersonSearchPage {...shown} person={person} problems={[]} found={{ page: found, catalogue: rights.catalogue }} />,
  )
}

async function exported(
  slice: SearchSlice, search: PersonSearch, format: Format, request: SearchRequest & { query: PersonQuery },
): Promise<Reply> {
  const { query, actor: { authority }, today, language } = request
  const day = readAskedDay(query.asOf)
  if (!('asked' in day)) return problem('badRequest')
  const asking: Asking = { authority, today, language, asOf: askedMoment(day.asked, today) }
  const person = await searchedPerson(slice, query.person, asking)
  if (person === null) return problem('notFound')
  const { application, by } = askedOf(search, query)
  return searchFile(slice.database, request, {
    search, format, asOf: asking.asOf, columns: RIGHT_COLUMNS, asked: { application, by }, person: person.id,
    async* rows() {
      for (const right of arranged(await rightsOf(slice, person, asking), askedOf(search, query))) yield sheetRow(right)
    },
  })
}

/** 「可用應用系統查詢」 and 「可用兼辦應用系統查詢」, each as a page and as two files. */
export function personRoutes(slice: SearchSlice): Route[] {
  return (['applications', 'duty-applications'] as const).flatMap((search) => [
    route({
      method: 'GET', path: personPath(search), act: 'manage', query: personQuery,
      handle: (request) => personPage(slice, search, request),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${personPath(search)}.${format}`, act: 'manage', query: personQuery,
      handle: (request) => exported(slice, search, format, request),
    })),
  ])
}
