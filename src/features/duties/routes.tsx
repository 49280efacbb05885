// 「兼辦管理」: the list and its export, 「新增」, 「編輯」, 「結束」. The requests F000199 are in request-routes.tsx.
import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { filledForm } from '../../web/form.ts'
import { managedDefault } from '../../web/managed.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { changeRoutes } from './change-routes.tsx'
import { DutiesPage, listAddress, PLAIN } from './duties-page.tsx'
import { dutyFormShape, pressed, readDuty, stateOf } from './duty-form-fields.ts'
import { isAgencyCode, loadFormView } from './duty-form-view.ts'
import { NewDutyPage } from './duty-pages.tsx'
import { dutyCatalogue } from './duty-sight.ts'
import { countDuties, DUTY_SORTS, DUTY_STATES, everyDuty, listDuties } from './list-duties.ts'
import { countRequests } from './list-requests.ts'
import { messages } from './messages.ts'
import { problemsOf } from './refusal-problems.ts'
import { requestRoutes } from './request-routes.tsx'
import { setUpDuty } from './set-up-duty.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { DutyAddress } from './duties-page.tsx'
import type { DutyFilter, DutyPlace } from './list-duties.ts'

const text = (most: number) => z.string().max(most).default('').transform((value) => value.normalize('NFKC').trim())
const key = z.string().max(100).optional()

const listQuery = {
  acting: text(100),
  served: text(100),
  application: text(32),
  state: z.enum(DUTY_STATES).or(z.literal('').transform(() => 'current' as const)).default('current'),
  asOf: typedDay,
  sort: z.enum(DUTY_SORTS).default('served'),
  order: z.enum(['asc', 'desc']).default('asc'),
}

/** What the address asks for; what cannot be read is said, and the list is what it is without it. */
function readAddress(
  { acting, served, application, state, asOf: typed }: DutyAddress, authority: Authority, today: Day, language: Language,
): { filter: DutyFilter; day: Day; problems: FormProblem[] } {
  const m = messages(language)
  const problems: FormProblem[] = []
  const code = (field: 'acting' | 'served', one: string): string | null => {
    if (one === '') return null
    if (!isAgencyCode(one)) problems.push({ field, message: m.agencyUnfit })
    return isAgencyCode(one) ? one : null
  }
  const read = readAskedDay(typed)
  if ('wrong' in read) problems.push(unreadDay(language))
  const day = ('asked' in read ? read.asked : 'canonical' in read ? read.canonical : null) ?? today
  const filter: DutyFilter = {
    authority, today, asOf: asOf(day, today), acting: code('acting', acting), served: code('served', served),
    application: application === '' ? null : application, state,
  }
  return { filter, day, problems }
}

function listRoute(database: Database): Route {
  return route({
    method: 'GET',
    path: '/manage/duties',
    act: 'manage',
    query: z.object({ ...listQuery, after: key, before: key, done: z.enum(['set', 'changed', 'ended']).optional() }),
    handle: async (request) => {
      const { actor, today, language, query: { after, before, done, ...address } } = request
      const { filter, day, problems } = readAddress(address, actor.authority, today, language)
      const place: DutyPlace = after !== undefined ? { after } : before !== undefined ? { before } : null
      const db = database.read
      const [shown, count, waiting, applications] = await Promise.all([
        listDuties(db, filter, { sort: address.sort, descending: address.order === 'desc', place }),
        countDuties(db, filter),
        countRequests(db, actor.authority, today, 'open'),
        dutyCatalogue(db),
      ])
      const all = { address, problems, day, page: shown, count, waiting, applications, done: done ?? null }
      return page(<DutiesPage request={request} shown={all} />, { status: problems.length > 0 ? 400 : 200 })
    },
  })
}

const COLUMNS = [
  'acting_code', 'acting_name', 'agency_code', 'agency_name', 'application', 'application_name', 'state', 'from', 'until',
  'reason', 'duty',
] as const

async function* rowsOf(database: Database, filter: DutyFilter) {
  for await (const { duty, acting, served, lines, reason } of everyDuty(database.read, filter)) {
    for (const line of lines) {
      yield {
        acting_code: acting.code, acting_name: acting.name, agency_code: served.code, agency_name: served.name,
        application: line.application, application_name: line.name, state: line.state, from: line.from, until: line.to,
        reason, duty,
      }
    }
  }
}

function exportRoute(database: Database, format: Format): Route {
  return route({
    method: 'GET',
    path: `/manage/duties.${format}`,
    act: 'manage',
    query: z.object(listQuery),
    handle: async (request) => {
      const { actor, today, language, query: address } = request
      const { filter, day, problems } = readAddress(address, actor.authority, today, language)
      // A page can say what it could not read; a file would be taken for what was asked.
      if (problems.length > 0) return problem('badRequest')
      const { acting, served, application, state } = filter
      const exported = {
        list: 'duties', format, asOf: filter.asOf, application,
        asked: { acting: acting ?? '', served: served ?? '', state },
      }
      return exportReply(actor, {
        format, name: `concurrent-duties-${day}`, columns: COLUMNS,
        rows: recordedRows(database, requestOrigin(request), actor.authority, exported, () => rowsOf(database, filter)),
      })
    },
  })
}

type Asked = FrameRequest & { actor: Actor }

async function drawNew(database: Database, request: Asked, form: FormState) {
  const typed = (side: string): string => form.typed[side]?.[0] ?? ''
  const pair = { acting: typed('acting'), served: typed('served') }
  const view = await loadFormView(database.read, request.actor.authority, pair, request.today)
  return page(<NewDutyPage request={request} form={form} view={view} />)
}

function newRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/duties/new',
      act: 'manage',
      query: z.object({
        acting: text(10), served: text(10), application: z.array(z.string().max(32)).max(200), from: text(50), to: text(50),
        permanent: z.enum(['yes']).optional(),
      }),
      handle: async (request) => {
        const { actor, query: { acting, served, permanent, ...rest } } = request
        const first = acting === '' && served === '' ? managedDefault(actor) ?? '' : acting
        return drawNew(database, request, filledForm({
          ...rest, acting: first, served, ...(permanent === undefined ? {} : { permanent }),
        }))
      },
    }),
    route({
      method: 'POST',
      path: '/manage/duties/new',
      act: 'manage',
      form: dutyFormShape,
      handle: async (request) => {
        const { actor, today, language, form: fields } = request
        if (fields.press !== 'save') {
          const view = await loadFormView(database.read, actor.authority, fields, today)
          return page(<NewDutyPage request={request} form={stateOf(pressed(fields, view.choices))} view={view} />)
        }
        const read = readDuty(fields, today, language)
        if ('problems' in read) return refused(read.problems)
        const done = await setUpDuty(database, requestOrigin(request), actor, { ...read, today })
        if ('refused' in done) return refused(problemsOf(done, language))
        if ('request' in done) return redirect(`/manage/duties/requests/${done.request}?done=saved`)
        return redirect(listAddress({ ...PLAIN, ...read.pair }, { done: 'set' }))
      },
      again: (request, form) => drawNew(database, request, form),
    }),
  ]
}

/** 「兼辦管理」 as a whole. */
export function dutyRoutes({ database }: { database: Database }): Route[] {
  return [
    listRoute(database), ...FORMATS.map((format) => exportRoute(database, format)), ...newRoutes(database), ...changeRoutes(database), ...requestRoutes(database),
  ]
}
