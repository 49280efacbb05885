// An application adds to 「待辦事項」 of its own people, and takes it away again (client credentials, scope `todos`).
import { z } from 'zod'
import { decide } from '../../core/access.ts'
import { asOf } from '../../core/as-of.ts'
import { holdsNationalId, MOST_TITLE, refusedTodo } from '../../core/application-todos.ts'
import { dayInTaipei, isDay } from '../../core/days.ts'
import { FactsQueue } from '../../store/facts-queue.ts'
import { programEmpty, programJson, programProblem, programRoute } from '../../web/program-route.ts'
import { FIELDS, REFUSALS, todoSays as says } from './api-messages.ts'
import { addedUnder, addTodo, digestOf, withdrawTodo } from './keep-todos.ts'
import type { TodoAsked } from '../../core/application-todos.ts'
import type { Day } from '../../core/days.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Caller, ProgramProblem, ProgramReply, ProgramRequest, ProgramRoute } from '../../web/program-route.ts'
import type { Added } from './keep-todos.ts'

export type TodoApiSlice = {
  database: Database
  /** The key behind a person's `sub` at an application. */
  personKeyOf: (sub: string, application: string) => Promise<string | null>
}

export const TODO_API_PATH = '/api/v1/todos'
const SCOPE = 'todos'
// Its longest texts in escapes of six characters each.
const BYTES = 16_384

const body = z.strictObject({
  subject: z.string().min(1).max(100),
  title: z.string().max(MOST_TITLE.zh),
  titleEn: z.string().max(MOST_TITLE.en).optional(),
  link: z.string().max(2000),
  deadline: z.string().refine((text) => isDay(text)).optional(),
})

type Request = ProgramRequest & { caller: Caller }
type Read = { subject: string; asked: TodoAsked; key: string }

function readRequest({ body: sent, idempotencyKey: key }: Request): Read | ProgramProblem {
  const read = body.safeParse(sent)
  if (!read.success) {
    const [issue] = read.error.issues
    const unknown = issue?.code === 'unrecognized_keys'
    const field = unknown ? issue.keys[0]! : String(issue?.path[0])
    return programProblem('invalid', unknown ? says.unknownField : FIELDS[field]!, pointerTo(field))
  }
  if (key === null || key.length > 200 || holdsNationalId(key)) return programProblem('badRequest', says.noKey)
  const { subject, title, titleEn = null, link, deadline = null } = read.data
  return { subject, asked: { title, titleEn, link, deadline }, key }
}

const pointerTo = (field: string): string => `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** All addresses that were registered of the application. */
async function addressesOf(db: Reader, application: string, launchUrl: string | null): Promise<string[]> {
  const clients = await db.selectFrom('oidc_client').select('redirect_uris').where('application_code', '=', application).execute()
  return [...(launchUrl === null ? [] : [launchUrl]), ...clients.flatMap(({ redirect_uris: uris }) => uris)]
}

export function todoApiRoutes({ database, personKeyOf }: TodoApiSlice): ProgramRoute[] {
  const facts = new FactsQueue(database)

  /** The person of that `sub`, and what is registered, if the law lets them use the application today. */
  async function userOf(subject: string, application: string, today: Day) {
    const key = await personKeyOf(subject, application)
    const found = key === null ? null : await facts.load({ who: { key }, application, agencies: null }, asOf(today, today))
    if (found === null || !decide(found, { application }).some(({ reasons }) => reasons.length > 0)) return null
    const launchUrl = found.catalogue.find(({ code }) => code === application)?.launchUrl ?? null
    return { person: found.person, addresses: await addressesOf(database.read, application, launchUrl) }
  }

  async function add(request: Request): Promise<ProgramReply> {
    const { caller: { application, clientId }, address, now } = request
    if (application === null) return programProblem('forbidden', says.notAnApplication)
    const read = readRequest(request)
    if ('kind' in read) return read
    const { subject, asked, key } = read
    const digest = digestOf(subject, asked)
    const before = await addedUnder(database, application, key, digest)
    if (before !== null) return again(before)
    const today = dayInTaipei(now)
    const user = await userOf(subject, application, today)
    if (user === null) return programProblem('invalid', says.nobody, '/subject')
    const wrong = refusedTodo(asked, { addresses: user.addresses, today })
    if (wrong !== null) return programProblem('invalid', REFUSALS[wrong.refused], pointerTo(wrong.field))
    const added = await addTodo(database, { application, clientId, address }, { person: user.person, asked, key, digest })
    if (added === 'sameKey') return again((await addedUnder(database, application, key, digest)) ?? 'other')
    return 'refused' in added ? programProblem('conflict', says.full) : again(added)
  }

  return [
    programRoute({ method: 'POST', path: TODO_API_PATH, scope: SCOPE, bytes: BYTES, handle: add }),
    programRoute({
      method: 'DELETE', path: `${TODO_API_PATH}/:id`, scope: SCOPE,
      handle: async ({ params: { id }, caller: { application, clientId }, address }) => {
        if (application === null) return programProblem('forbidden', says.notAnApplication)
        const known = z.guid().safeParse(id).success && await withdrawTodo(database, { application, clientId, address }, id)
        return known ? programEmpty(204) : programProblem('notFound', says.unknown)
      },
    }),
  ]
}

/** The answer to a request, which is also that to the same request again. */
function again(added: Added | 'other'): ProgramReply {
  if (added === 'other') return programProblem('invalid', says.otherUnderKey)
  const href = `${TODO_API_PATH}/${added.id}`
  return programJson({ id: added.id, href, addedAt: added.addedAt.toISOString() }, { status: 201, headers: { location: href } })
}
