// AuthZEN Authorization API 1.0 (OpenID, final): an application asks about its own people, and about nothing else.
import { dayInTaipei } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import { FactsQueue } from '../../store/facts-queue.ts'
import { programJson, programProblem } from '../../web/program-route.ts'
import { evaluate, evaluateAll } from './evaluate.ts'
import { FAULTS, NOT_AN_APPLICATION } from './messages.ts'
import { Paging } from './page-token.ts'
import { evaluationsIn, Fault, readEvaluations, readQuestion } from './request.ts'
import { searchActions, searchResources } from './search.ts'
import { searchSubjects } from './search-subjects.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { ProgramReply, ProgramRequest, ProgramRoute, Caller } from '../../web/program-route.ts'
import type { Asking } from './evaluate.ts'
import type { SearchAnswer } from './page-token.ts'
import type { Sought } from './request.ts'
import type { DatedQuestion } from './search.ts'

export type AuthzenSlice = {
  database: Pick<Database, 'read' | 'quick' | 'unaudited'>
  seal: Pick<Seal, 'seal' | 'open' | 'sealNationalId'>
  origin: string
  /** A person's `sub` at an application, and back. */
  subOf: (personKey: string, application: string) => Promise<string>
  personKeyOf: (sub: string, application: string) => Promise<string | null>
}

export const AUTHZEN_PREFIXES = ['/access', '/.well-known/authzen-configuration'] as const
const METADATA_SECONDS = 3600
// Defaults, a question and a context with a schema in it fit many times; and 1000 questions of 250 bytes each.
const BYTES = { one: 32_768, many: 524_288 }
// A search reads lists where an evaluation looks one person up.
const SEARCH_COST = 10

const PATHS = {
  access_evaluation_endpoint: '/access/v1/evaluation', access_evaluations_endpoint: '/access/v1/evaluations',
  search_subject_endpoint: '/access/v1/search/subject', search_resource_endpoint: '/access/v1/search/resource',
  search_action_endpoint: '/access/v1/search/action',
} as const

type Request = ProgramRequest & { caller: Caller }

/** Lets a handler throw a Fault, and tells the caller of it. */
async function told(answer: () => Promise<object>): Promise<ProgramReply> {
  try {
    return programJson(await answer())
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    const { code, pointer } = fault
    const detail = { 'zh-TW': `${pointer}：${FAULTS[code]['zh-TW']}`, en: `${pointer}: ${FAULTS[code].en}` }
    return programProblem('badRequest', detail, pointer)
  }
}

export function authzenRoutes(slice: AuthzenSlice): ProgramRoute[] {
  const { database, seal, personKeyOf } = slice
  const facts = new FactsQueue(database)

  const asked = (answer: (request: Request, asking: Asking) => Promise<object>) => (request: Request) => {
    const { application } = request.caller
    if (application === null) return programProblem('forbidden', NOT_AN_APPLICATION)
    return told(() => answer(request, { application, facts, personKeyOf, seal, today: dayInTaipei(request.now) }))
  }
  const route = (path: ProgramRoute['path'], bytes: number, answer: Parameters<typeof asked>[0], cost = (): number => 1) =>
    ({ method: 'POST', path, scope: 'authzen', bytes, cost, handle: asked(answer) }) as const

  type Search = (question: DatedQuestion, paging: Paging, asking: Asking, request: Request) => Promise<SearchAnswer>
  const search = (path: ProgramRoute['path'], sought: Sought, answer: Search) => route(path, BYTES.one, (request, asking) => {
    const question = readQuestion(request.body, sought)
    const paging = new Paging(seal, asking.application, sought, request.body, asking.today)
    // Midnight may pass between two pages of one list.
    return answer({ ...question, asOf: question.asOf ?? paging.page.day }, paging, asking, request)
  }, () => SEARCH_COST)

  return [
    metadata(slice.origin),
    route(PATHS.access_evaluation_endpoint, BYTES.one, ({ body }, asking) => evaluate(readQuestion(body), asking)),
    { ...route(PATHS.access_evaluations_endpoint, BYTES.many, async ({ body }, asking) => {
      const { questions, semantic } = readEvaluations(body)
      if (questions === null) return evaluate(readQuestion(body), asking)
      return { evaluations: await evaluateAll(questions, semantic, asking) }
    }), cost: evaluationsIn },
    search(PATHS.search_subject_endpoint, 'subject', async (question, paging, asking, request) => {
      if (paging.page.after === null) await recordListing(slice, question, asking, request)
      return searchSubjects(question, paging, { ...asking, database, subOf: slice.subOf })
    }),
    search(PATHS.search_resource_endpoint, 'resource', (question, paging, asking) => searchResources(question, paging, asking)),
    search(PATHS.search_action_endpoint, 'action', (question, paging, asking) => searchActions(question, paging, asking)),
  ]
}

const metadata = (origin: string): ProgramRoute => ({
  method: 'GET', path: '/.well-known/authzen-configuration', scope: null,
  handle: () => programJson({
    policy_decision_point: origin,
    ...Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, origin + path])),
  }, { cacheSeconds: METADATA_SECONDS }),
})

/** Who asks for a list of people leaves an event; who asks about one of its own users does not. */
async function recordListing(
  { database }: AuthzenSlice, { action, agency, asOf }: DatedQuestion, { application }: Asking, { caller, address }: Request,
): Promise<void> {
  const client = caller.clientId
  const origin = { actor: null, sessionId: null, process: `client ${client}`, address, requestId: null }
  await change(database, origin, async () => ({
    result: null,
    event: {
      code: 'access.subjects-listed', application,
      detail: { client, category: action.slice(0, 32), of: agency?.slice(0, 10) ?? '', asOf },
    },
  }))
}
