import { z } from 'zod'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { managedDefault } from '../../web/managed.ts'
import { FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { reachedOf } from '../../store/scope.ts'
import { LONGEST_CURSOR } from './cursor.ts'
import { searchFile } from './exports.ts'
import { ListSearchPage, listPath } from './list-page.tsx'
import { askedMoment, catalogueOf, everythingFound, findPage, LIST_SORTS, readQuestion } from './list-search.ts'
import { messages } from './messages.ts'
import { typedDayOf } from './parts.tsx'
import { RIGHT_COLUMNS } from './shown-right.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { SearchRequest } from './exports.ts'
import type { ListName } from './list-page.tsx'
import type { Asking, ListAsked, ListProblem, ListQuestion } from './list-search.ts'
import type { Said } from './parts.tsx'
import type { SearchSlice } from './slice.ts'

const code = z.string().max(100).default('').transform((text) => text.trim())
const cursor = z.string().max(LONGEST_CURSOR).default('')

const listQuery = z.object({
  application: code,
  // Of 「權限類別內容查詢」 `A4:use`, of the others `use`.
  category: code,
  agency: code,
  below: z.literal('yes').optional(),
  by: z.enum(['birthright', 'grant', 'duty', '']).default(''),
  asOf: typedDay,
  sort: z.enum(LIST_SORTS).default('agency'),
  after: cursor,
  before: cursor,
  count: z.literal('yes').optional(),
})
type ListQuery = z.output<typeof listQuery>

/** What is asked, with the agency that a page opens with where nothing was asked yet. */
function readAsked(search: ListName, query: ListQuery, opensWith: string | null): ListAsked {
  const { application, category, agency, below, by, sort } = query
  const [first = '', second = ''] = search === 'categories' ? category.split(':') : [application, category]
  const opening = first === '' && agency === '' && search !== 'categories'
  return {
    application: first, category: second, agency: opening ? opensWith ?? '' : agency, below: below === 'yes', by, sort,
  }
}

/** What was asked as an address holds it: without pages, and with the day in its one form. */
function saidOf(search: ListName, { application, category, agency, below, by, sort }: ListAsked, asOf: string): Said {
  const what: Said = search === 'categories'
    ? { category: application === '' ? '' : `${application}:${category}` } : { application, category }
  return { ...what, agency, below: below ? 'yes' : '', by, asOf, sort: sort === 'agency' ? '' : sort }
}

function problemOf(wrong: ListProblem, search: ListName, request: SearchRequest): FormProblem {
  const m = messages(request.language)
  if (wrong === 'agency') return { field: 'agency', message: m.noAgency }
  if (search === 'categories') return { field: 'category', message: m.noCategory }
  return wrong === 'application' ? { field: wrong, message: m.noApplication } : { field: wrong, message: m.noCategory }
}

const askedOf = ({ found, category, below, by }: ListQuestion) => ({ application: found.code, category, below, by })

async function listPage(
  slice: SearchSlice, search: ListName, request: SearchRequest & { query: ListQuery },
): Promise<Reply> {
  const { query, actor: { authority }, today, language } = request
  const day = readAskedDay(query.asOf)
  const asked = readAsked(search, query, managedDefault(request.actor))
  if ('canonical' in day) return redirect(addressOf(listPath(search), saidOf(search, asked, day.canonical)))
  const asOf = 'asked' in day ? day.asked : null
  const asking: Asking = { authority, today, language, asOf: askedMoment(asOf, today) }
  const catalogue = await catalogueOf(slice, asking)
  const said = saidOf(search, asked, asOf ?? '')
  const shown = {
    request, search, catalogue, said, asOf,
    typed: { ...said, asOf: 'wrong' in day ? day.wrong : typedDayOf(asOf, language) },
  }
  if ('wrong' in day) {
    const problems = [unreadDay(language)]
    return page(<ListSearchPage {...shown} problems={problems} agency={null} found={null} />, { status: 400 })
  }
  const read = await readQuestion(slice, search, asked, catalogue, asking)
  if (read !== null && 'wrong' in read) {
    const problems = [problemOf(read.wrong, search, request)]
    return page(<ListSearchPage {...shown} problems={problems} agency={null} found={null} />, { status: 404 })
  }
  if (read === null) {
    const reached = await reachedOf(slice.database.read, authority, [asked.agency], asking.asOf, today)
    return page(<ListSearchPage {...shown} problems={[]} agency={reached.get(asked.agency) ?? null} found={null} />)
  }
  const counted = query.count === 'yes'
  const found = await findPage(slice, read.question, asking, catalogue, { ...query, counted })
  if (found === null) return problem('badRequest')
  const { question } = read
  await recordListSeen(slice.database, requestOrigin(request), authority, {
    list: search, asOf: asking.asOf.day, asked: askedOf(question), rows: found.rights.length, agency: question.node?.code ?? null,
    application: question.found.code,
  })
  return page(
    <ListSearchPage {...shown} problems={[]} agency={question.node} found={{ question, page: found, counted }} />,
  )
}

async function exported(
  slice: SearchSlice, search: ListName, format: Format, request: SearchRequest & { query: ListQuery },
): Promise<Reply> {
  const { query, actor: { authority }, today, language } = request
  const day = readAskedDay(query.asOf)
  if (!('asked' in day)) return problem('badRequest')
  const asking: Asking = { authority, today, language, asOf: askedMoment(day.asked, today) }
  const catalogue = await catalogueOf(slice, asking)
  const read = await readQuestion(slice, search, readAsked(search, query, null), catalogue, asking)
  if (read === null || 'wrong' in read) return problem('notFound')
  const { question } = read
  return searchFile(slice.database, request, {
    search, format, asOf: asking.asOf, columns: RIGHT_COLUMNS, asked: askedOf(question),
    agency: question.node?.code ?? null, application: question.found.code,
    rows: () => everythingFound(slice, question, asking, catalogue),
  })
}

/** 「應用系統權限查詢」, 「兼辦應用系統權限查詢」 and 「權限類別內容查詢」, each as a page and as two files. */
export function listRoutes(slice: SearchSlice): Route[] {
  return (['permissions', 'duty-permissions', 'categories'] as const).flatMap((search) => [
    route({
      method: 'GET', path: listPath(search), act: 'manage', query: listQuery,
      handle: (request) => listPage(slice, search, request),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${listPath(search)}.${format}`, act: 'manage', query: listQuery,
      handle: (request) => exported(slice, search, format, request),
    })),
  ])
}
