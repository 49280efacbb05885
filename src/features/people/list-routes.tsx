import { z } from 'zod'
import { dayInTaipei, timeInTaipei } from '../../core/days.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { PATIENCE_ASKED, PATIENCE_UNASKED, withPatience } from '../../store/patience.ts'
import { PERSON_KEY } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { filledForm, optionalText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { countPeople, findPeople, PEOPLE_SORTS } from './find-people.ts'
import { listAddress, PeoplePage } from './list-page.tsx'
import { messages } from './messages.ts'
import { PEOPLE_PATH } from './slice.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { PeopleAsked } from './find-people.ts'
import type { ListSaid } from './list-page.tsx'
import type { Managing, PeopleSlice } from './slice.ts'

// About two screens at a desk; and some megabytes of a file at a time.
const PEOPLE_A_PAGE = 50
const PEOPLE_A_BATCH = 1_000

/** What must not stand in an address, as the session keeps it. */
const KIND = 'people'
const kept = z.object({ idIndex: z.string().regex(/^[0-9a-f]{64}$/).nullable(), name: z.string().max(100), account: z.string().max(64) })
type Kept = z.output<typeof kept>

const plain = {
  agency: z.string().regex(/^[0-9A-Za-z]{10}$/).or(z.literal('')).default(''),
  below: z.enum(['yes', '']).default(''),
  state: z.enum(['pending', 'active', 'disabled', '']).default(''),
  standing: z.enum(['employee', 'hr', 'hrSupervisor', '']).default(''),
  post: z.enum(['with', 'without', '']).default(''),
}
const place = z.string().regex(PERSON_KEY).optional()
const listQuery = z.object({
  ...plain,
  query: z.string().max(36).default(''),
  sort: z.enum(PEOPLE_SORTS).default('name'),
  after: place,
  before: place,
  count: z.literal('yes').optional(),
})
type ListQuery = z.output<typeof listQuery>

const saidOf = ({ query, agency, below, state, standing, post }: ListQuery): ListSaid => ({ query, agency, below, state, standing, post })

const NOTHING: Kept = { idIndex: null, name: '', account: '' }

/** What the session kept under the number; null for a number of nobody's. */
async function keptOf({ database }: PeopleSlice, { actor }: Managing, query: string): Promise<Kept | null> {
  if (query === '') return NOTHING
  const read = kept.safeParse(await readQuery(database.read, actor.sessionId, KIND, query))
  return read.success ? read.data : null
}

const askedOf = (words: Kept, { agency, below, state, standing, post }: ListQuery): PeopleAsked =>
  ({ ...words, agency, below: below === 'yes', states: state === '' ? [] : [state], standing, post })

const isNothing = ({ idIndex, name, account, agency, states, standing, post }: PeopleAsked): boolean =>
  idIndex === null && name === '' && account === '' && agency === '' && states.length === 0 && standing === '' && post === ''

/** What was asked by, as events tell it: never a name, an account or a national ID. */
const toldOf = ({ idIndex, name, account, below, states, standing, post }: PeopleAsked) => ({
  nationalId: idIndex !== null, name: name !== '', account: account !== '', below, state: states.join(' '), standing, post,
})

const formOf = ({ name, account }: Kept, { agency, below, state, standing, post }: ListQuery): FormState =>
  filledForm({ name, account, agency, below, state, standing, post })

async function listPage(slice: PeopleSlice, request: Managing & { query: ListQuery }): Promise<Reply> {
  const { database, seal } = slice
  const { query, today, actor } = request
  const { sort, after, before } = query
  const words = await keptOf(slice, request, query.query)
  if (words === null) return problem('notFound')
  const asked = askedOf(words, query)
  const shown = { request, said: saidOf(query), sort, form: formOf(words, query), idKept: words.idIndex !== null }
  if (isNothing(asked)) return page(<PeoplePage {...shown} found={null} />)
  const found = await findPeople(database.read, seal, asked, { sort, after, before, size: PEOPLE_A_PAGE }, today)
  const counted = query.count === 'yes'
  const count = found.count
    ?? await withPatience(database, counted ? PATIENCE_ASKED : PATIENCE_UNASKED, (db) => countPeople(db, asked, today))
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'people', asOf: today, asked: toldOf(asked), rows: found.people.length, agency: asked.agency === '' ? null : asked.agency,
  })
  return page(<PeoplePage {...shown} found={{ ...found, count, counted }} />)
}

const askForm = () => z.object({
  ...plain, nationalId: optionalText(64), name: optionalText(100), account: optionalText(64), agency: optionalText(100),
})

/** Keeps what must not stand in an address, and leads to the address of the rest. */
async function ask(slice: PeopleSlice, request: Managing & { form: z.output<ReturnType<typeof askForm>> }) {
  const { database, seal } = slice
  const { form: { nationalId, name, account, ...said }, actor, language } = request
  const m = messages(language)
  const id = nationalId === '' ? null : checkNationalId(nationalId)
  const known = said.agency === ''
    || await database.read.selectFrom('agency').select('code').where('code', '=', said.agency).executeTakeFirst() !== undefined
  const nothing = nationalId === '' && name === '' && account === '' && said.agency === '' && said.state === ''
    && said.standing === '' && said.post === ''
  const problems: FormProblem[] = [
    ...(id === null || id.ok ? [] : [{ field: 'nationalId', message: m.wrongId }]),
    ...(known ? [] : [{ field: 'agency', message: m.noAgency }]),
    ...(nothing ? [{ field: 'nationalId', message: m.askSomething }] : []),
  ]
  if (problems.length > 0) return refused(problems)
  const words: Kept = {
    name, account: account.toLowerCase(), idIndex: id === null || !id.ok ? null : seal.indexNationalId(id.id).toString('hex'),
  }
  const secret = words.idIndex !== null || name !== '' || account !== ''
  const query = secret ? await keepQuery(database.unaudited, actor.sessionId, KIND, words) : ''
  return redirect(listAddress({ ...said, query }, 'name'))
}

const COLUMNS = [
  'agency_code', 'agency_name', 'unit', 'title', 'person_key', 'name', 'national_id_masked', 'account_name', 'account_state',
  'last_sign_in',
] as const

async function exported(slice: PeopleSlice, format: Format, request: Managing & { query: ListQuery }): Promise<Reply> {
  const { database, seal } = slice
  const { query, today, actor } = request
  const words = await keptOf(slice, request, query.query)
  if (words === null) return problem('notFound')
  const asked = askedOf(words, query)
  if (isNothing(asked)) return problem('badRequest')
  async function* rows() {
    for (let after: string | undefined; ;) {
      const span = { sort: query.sort, after, size: PEOPLE_A_BATCH }
      const { people, next } = await findPeople(database.read, seal, asked, span, today)
      // One line a person, with the first of the posts.
      for (const { posts: [post], lastSignIn: last, ...person } of people) {
        yield {
          agency_code: post?.agency ?? null, agency_name: post?.agencyName ?? null, unit: post?.unit ?? null, title: post?.title ?? null,
          person_key: person.key, name: person.name, national_id_masked: person.nationalIdMasked, account_name: person.accountName,
          account_state: person.accountState, last_sign_in: last === null ? null : `${dayInTaipei(last)}T${timeInTaipei(last)}+08:00`,
        }
      }
      if (next === null) return
      after = next
    }
  }
  const agency = asked.agency === '' ? null : asked.agency
  const about = { list: 'people', format, asOf: { day: today, known: 'now' as const }, asked: toldOf(asked), agency }
  return exportReply(actor, {
    format, name: `people-${today}`, columns: COLUMNS,
    rows: recordedRows(database, requestOrigin(request), actor.authority, about, rows),
  })
}

/** 「員工管理」: POST keeps what was asked and leads to the page of what it finds; and as two files. */
export function listRoutes(slice: PeopleSlice): Route[] {
  return [
    route({ method: 'GET', path: PEOPLE_PATH, act: 'central', query: listQuery, handle: (request) => listPage(slice, request) }),
    route({
      method: 'POST', path: PEOPLE_PATH, act: 'central', form: askForm,
      handle: (request) => ask(slice, request),
      again: (request, form) => page(
        <PeoplePage
          request={request} form={form} sort="name" found={null}
          said={{ query: '', agency: '', below: '', state: '', standing: '', post: '' }}
        />,
      ),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${PEOPLE_PATH}.${format}`, act: 'central', query: listQuery,
      handle: (request) => exported(slice, format, request),
    })),
  ]
}
