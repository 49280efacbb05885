import { z } from 'zod'
import { checkNationalId } from '../../core/national-id.ts'
import { manageAgency } from '../../store/managing.ts'
import { addressOf } from '../../web/address.ts'
import { filledForm, optionalText } from '../../web/form.ts'
import { managedDefault } from '../../web/managed.ts'
import { FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { AccountPage, ACCOUNTS_PATH, EVERYWHERE_PATH } from './account-page.tsx'
import { ACCOUNT_COLUMNS, askedOf, everyAccount, findAccounts, keepCriteria, keptCriteria } from './account-search.ts'
import { LONGEST_CURSOR } from './cursor.ts'
import { searchFile } from './exports.ts'
import { messages } from './messages.ts'
import type { Format } from '../../web/export-reply.ts'
import type { PeopleCriteria } from '../../store/people.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { SearchRequest } from './exports.ts'
import type { SearchSlice } from './slice.ts'

const cursor = z.string().max(LONGEST_CURSOR).default('')
const accountQuery = z.object({
  /** The number of what this session asked for; the words themselves stand in no address. */
  query: z.string().max(36).optional(),
  /** What the agency picker brings. */
  agency: z.string().max(100).optional(),
  after: cursor,
  before: cursor,
  count: z.literal('yes').optional(),
})
type AccountQuery = z.output<typeof accountQuery>

const formOf = ({ agency, name, states }: PeopleCriteria): FormState =>
  filledForm({ agency: agency ?? '', name, state: states })

async function accountPage(slice: SearchSlice, request: SearchRequest & { query: AccountQuery }): Promise<Reply> {
  const { query, agency = managedDefault(request.actor) ?? '', ...place } = request.query
  const nodeOf = async (code: string | null) => (code === null || code === '' ? null
    : (await manageAgency(slice.database.read, request.actor.authority, code, request.today))?.agency ?? null)
  if (query === undefined) return page(<AccountPage request={request} form={filledForm({ agency })} agency={await nodeOf(agency)} found={null} />)
  const criteria = await keptCriteria(slice, request, query)
  if (criteria === null) return problem('notFound')
  const counted = place.count === 'yes'
  const found = await findAccounts(slice, request, criteria, { ...place, counted })
  if (found === null) return problem('badRequest')
  const node = await nodeOf(criteria.agency)
  return page(
    <AccountPage
      request={request} form={formOf(criteria)} agency={node} query={query} idKept={criteria.idIndex !== null}
      found={{ page: found, counted, at: node, elsewhere: criteria.idIndex !== null || criteria.name !== '' }}
    />,
  )
}

async function exported(
  slice: SearchSlice, format: Format, request: SearchRequest & { query: AccountQuery },
): Promise<Reply> {
  const criteria = request.query.query === undefined ? null : await keptCriteria(slice, request, request.query.query)
  if (criteria === null) return problem('notFound')
  return searchFile(slice.database, request, {
    search: 'accounts', format, asOf: { day: request.today, known: 'now' }, columns: ACCOUNT_COLUMNS, asked: askedOf(criteria),
    agency: criteria.agency, rows: () => everyAccount(slice, request, criteria),
  })
}

const accountForm = () => z.object({
  nationalId: optionalText(64),
  name: optionalText(100),
  agency: optionalText(100),
  state: z.array(z.enum(['pending', 'active', 'disabled'])),
})

/** What was typed as criteria, or what is wrong with it: an agency that is not there is one that is not managed. */
async function readCriteria(
  { database, seal }: SearchSlice, request: SearchRequest & { form: z.output<ReturnType<typeof accountForm>> },
): Promise<{ criteria: PeopleCriteria } | { problems: FormProblem[] }> {
  const { form: { nationalId, name, agency, state }, actor, today, language } = request
  const m = messages(language)
  const id = nationalId === '' ? null : checkNationalId(nationalId)
  const managed = agency === '' || (await manageAgency(database.read, actor.authority, agency, today)) !== null
  const problems = [
    ...(id === null || id.ok ? [] : [{ field: 'nationalId', message: m.wrongId }]),
    ...(managed ? [] : [{ field: 'agency', message: m.noAgency }]),
    ...(nationalId === '' && name === '' && agency === '' ? [{ field: 'nationalId', message: m.askSomething }] : []),
  ]
  if (problems.length > 0) return { problems }
  return {
    criteria: {
      agency: agency === '' ? null : agency, name, states: state,
      idIndex: id === null || !id.ok ? null : seal.indexNationalId(id.id).toString('hex'),
    },
  }
}

/** The same question of all agencies that one manages: what was typed is not typed again, and a national ID is not known again. */
async function everywhere(slice: SearchSlice, request: SearchRequest & { form: { query: string } }): Promise<Reply> {
  const criteria = await keptCriteria(slice, request, request.form.query)
  if (criteria === null) return problem('notFound')
  return redirect(addressOf(ACCOUNTS_PATH, { query: await keepCriteria(slice, request, { ...criteria, agency: null }) }))
}

/** 「查詢人員自訂帳號」: POST keeps what was asked and leads to the page of what it finds; and as two files. */
export function accountRoutes(slice: SearchSlice): Route[] {
  return [
    route({
      method: 'GET', path: ACCOUNTS_PATH, act: 'manage', query: accountQuery, handle: (request) => accountPage(slice, request),
    }),
    route({
      method: 'POST', path: ACCOUNTS_PATH, act: 'manage', holderless: true, form: accountForm,
      handle: async (request) => {
        const read = await readCriteria(slice, request)
        if ('problems' in read) return refused(read.problems)
        return redirect(addressOf(ACCOUNTS_PATH, { query: await keepCriteria(slice, request, read.criteria) }))
      },
      again: (request, form) => page(<AccountPage request={request} form={form} found={null} />),
    }),
    route({
      method: 'POST', path: EVERYWHERE_PATH, act: 'manage', holderless: true, form: () => z.object({ query: z.string().max(36) }),
      handle: (request) => everywhere(slice, request),
      again: (request, form) => page(<AccountPage request={request} form={form} found={null} />),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${ACCOUNTS_PATH}.${format}`, act: 'manage', query: accountQuery,
      handle: (request) => exported(slice, format, request),
    })),
  ]
}
