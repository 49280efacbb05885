// The requests F000199: one of them with its steps, its amendment, its printable form.
import { sql } from 'kysely'
import { z } from 'zod'
import { stepsOpenTo } from '../../core/duty-requests.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, freeText } from '../../web/form.ts'
import { periodFilled } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { amendRequest } from './draft-request.ts'
import { dutyFormShape, pressed, readDuty, stateOf } from './duty-form-fields.ts'
import { viewOf } from './duty-form-view.ts'
import { AmendRequestPage } from './duty-pages.tsx'
import { contentShown, findRequest } from './find-request.ts'
import { problemsOf } from './refusal-problems.ts'
import { requestListRoutes } from './request-list-routes.tsx'
import { RequestFormPage, RequestPage } from './request-page.tsx'
import { takeStep } from './take-step.ts'
import type { DutySight } from '../../core/duties.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { NamedAgency } from './duty-form-view.ts'
import type { FoundRequest } from './find-request.ts'
import type { RequestDone } from './request-page.tsx'
import type { RequestNames } from './request-parts.tsx'

const KINDS = ['send', 'agree', 'decline', 'decide', 'return', 'withdraw'] as const
const DONE = ['saved', 'amended', ...KINDS] as const
const MOST_NOTE = 1000

type Asked = FrameRequest & { actor: Actor; params: { id: string } }

/** The names that the request and its steps speak of, today or as they were last. */
async function namesOf(db: Reader, found: FoundRequest, { catalogue }: Pick<DutySight, 'catalogue'>): Promise<RequestNames> {
  const offices = found.steps.flatMap(({ way }) => way.split(' ')[1] ?? [])
  const { rows } = await sql<NamedAgency>`
    select c.code, v.name, v.name_en as "nameEn"
    from (select distinct unnest(${[found.pair.acting, found.pair.served, ...offices]}::text[]) as code) c
    cross join lateral (
      select v.name, v.name_en from agency_version v where v.agency_code = c.code and upper_inf(v.recorded)
      order by v.valid @> current_date desc, v.valid desc limit 1) v`.execute(db)
  return {
    agencies: new Map(rows.map((row) => [row.code, row])),
    applications: new Map(catalogue.map(({ code, name }) => [code, name])),
  }
}

async function load(database: Database, { actor, params, today }: Asked) {
  const found = await findRequest(database.read, actor.authority, params.id, today)
  if (found === null) return null
  const { request, sight } = found
  return { found: request, sight, content: contentShown(request, sight), names: await namesOf(database.read, request, sight) }
}

async function draw(database: Database, request: Asked, form: FormState, done: RequestDone | null) {
  const loaded = await load(database, request)
  if (loaded === null) return problem('notFound')
  const { actor, today } = request
  const { found, sight } = loaded
  const person = actor.personId
  const steps = person === null ? [] : stepsOpenTo(found, { person, authority: actor.authority }, sight.tree, today)
  return page(<RequestPage request={request} shown={{ ...loaded, steps, form, done }} />)
}

function readRoutes(database: Database): Route[] {
  return [
    ...requestListRoutes(database),
    route({
      method: 'GET',
      path: '/manage/duties/requests/:id',
      act: 'manage',
      query: z.object({ done: z.enum(DONE).optional() }),
      handle: (request) => draw(database, request, EMPTY_FORM, request.query.done ?? null),
    }),
    route({
      method: 'GET',
      path: '/manage/duties/requests/:id/form',
      act: 'manage',
      handle: async (request) => {
        const loaded = await load(database, request)
        return loaded === null ? problem('notFound') : page(<RequestFormPage request={request} shown={loaded} />)
      },
    }),
  ]
}

function stepRoute(database: Database): Route {
  return route({
    method: 'POST',
    path: '/manage/duties/requests/:id',
    act: 'manage',
    form: () => z.object({
      step: z.enum(KINDS),
      note: freeText(MOST_NOTE),
      // What was read before the button was pressed: what has changed since is shown first.
      seen: z.coerce.number().int(),
      content: z.coerce.number().int(),
    }),
    handle: async (request) => {
      const { actor, today, language, params: { id }, form: { step, note, seen, content } } = request
      const done = await takeStep(database, requestOrigin(request), actor, {
        id, kind: step, note: note === '' ? null : note, seen, content, today,
      })
      if (!('refused' in done)) return redirect(`/manage/duties/requests/${id}?done=${step}`)
      return done.refused === 'unknown' ? problem('notFound') : refused(problemsOf(done, language, { noteMissing: 'note' }))
    },
    again: (request, form) => draw(database, request, form, null),
  })
}

function formOf({ pair, contents }: FoundRequest, language: Language): FormState {
  const { applications, ...content } = contents.at(-1)!
  return filledForm({ ...pair, application: applications, ...periodFilled(content, language) })
}

async function drawAmend(database: Database, request: Asked, form: FormState | null) {
  const { actor, params: { id }, today } = request
  const seen = await findRequest(database.read, actor.authority, id, today)
  if (seen === null) return problem('notFound')
  const { request: found, sight } = seen
  const person = actor.personId ?? ''
  if (!stepsOpenTo(found, { person, authority: actor.authority }, sight.tree, today).includes('send')) {
    return redirect(`/manage/duties/requests/${id}`)
  }
  const shown = form ?? formOf(found, request.language)
  const fixed = { ...shown, typed: { ...shown.typed, acting: [found.pair.acting], served: [found.pair.served] } }
  return page(
    <AmendRequestPage request={request} id={id} number={found.number} form={fixed} view={viewOf(sight, found.duty)} />,
  )
}

function amendRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/duties/requests/:id/edit',
      act: 'manage',
      handle: (request) => drawAmend(database, request, null),
    }),
    route({
      method: 'POST',
      path: '/manage/duties/requests/:id/edit',
      act: 'manage',
      form: dutyFormShape,
      handle: async (request) => {
        const { actor, today, language, params: { id } } = request
        const seen = await findRequest(database.read, actor.authority, id, today)
        if (seen === null) return problem('notFound')
        const fields = { ...request.form, ...seen.request.pair }
        if (fields.press !== 'save') {
          return drawAmend(database, request, stateOf(pressed(fields, viewOf(seen.sight, seen.request.duty).choices)))
        }
        const read = readDuty(fields, today, language)
        if ('problems' in read) return refused(read.problems)
        const { wish, reason } = read
        const done = await amendRequest(database, requestOrigin(request), actor, { id, wish, reason, today })
        if (!('refused' in done)) return redirect(`/manage/duties/requests/${id}?done=amended`)
        return done.refused === 'unknown' ? problem('notFound') : refused(problemsOf(done, language))
      },
      again: (request, form) => drawAmend(database, request, form),
    }),
  ]
}

/** The addresses of the requests F000199. */
export function requestRoutes(database: Database): Route[] {
  return [...readRoutes(database), stepRoute(database), ...amendRoutes(database)]
}
