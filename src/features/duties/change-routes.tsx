// 「編輯」 and 「結束」 of a duty: for managers of either agency; to anybody else the duty is not there.
import { decideChange, isStanding, spanOf } from '../../core/duties.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { filledForm } from '../../web/form.ts'
import { periodFilled } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { changeDuty } from './change-duty.ts'
import { listAddress, PLAIN } from './duties-page.tsx'
import { dutyFormShape, pressed, readDuty, stateOf } from './duty-form-fields.ts'
import { viewOf } from './duty-form-view.ts'
import { ConfirmChangePage, EditDutyPage, EndDutyPage } from './duty-pages.tsx'
import { endDuty } from './end-duty.ts'
import { findDuty } from './find-duty.ts'
import { lossesOf } from './losers.ts'
import { problemsOf } from './refusal-problems.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { FoundDuty } from './find-duty.ts'

type Asked = FrameRequest & { actor: Actor; params: { id: string } }

const standing = ({ lines }: FoundDuty, today: Day) => lines.filter((line) => isStanding(line, today))

/** The first day of a duty that runs already. */
function begunOf(found: FoundDuty, today: Day): Day | null {
  const own = standing(found, today)
  return own.some((line) => line.from <= today) ? spanOf(own).from : null
}

/** The form as the duty is. */
function formOf(found: FoundDuty, today: Day, language: Language): FormState {
  const own = standing(found, today)
  const period = periodFilled({ ...spanOf(own), reason: found.reason }, language)
  return filledForm({
    ...found.pair, application: own.map(({ application }) => application), ...period,
    // The first day of one that has begun is no field.
    ...(begunOf(found, today) === null ? {} : { from: '' }),
  })
}

/** The applications by code and name. */
const namesOf = (codes: readonly string[], { sight }: FoundDuty): string[] =>
  codes.map((code) => `${code} ${sight.catalogue.find((one) => one.code === code)?.name ?? ''}`)

async function find(database: Database, { actor, params, today }: Asked): Promise<FoundDuty | null> {
  const found = await findDuty(database.read, actor.authority, params.id, today)
  return found === null || standing(found, today).length === 0 ? null : found
}

function drawEdit(request: Asked, found: FoundDuty, form: FormState) {
  const { duty, pair, sight } = found
  const fixed = { ...form, typed: { ...form.typed, acting: [pair.acting], served: [pair.served] } }
  const begun = begunOf(found, request.today)
  return page(<EditDutyPage request={request} duty={duty} form={fixed} view={viewOf(sight, duty)} begun={begun} />)
}

const back = ({ pair }: Pick<FoundDuty, 'pair'>, done: 'changed' | 'ended') =>
  redirect(listAddress({ ...PLAIN, ...pair }, { done }))

function editRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/duties/:id/edit',
      act: 'manage',
      handle: async (request) => {
        const found = await find(database, request)
        return found === null ? problem('notFound') : drawEdit(request, found, formOf(found, request.today, request.language))
      },
    }),
    route({
      method: 'POST',
      path: '/manage/duties/:id/edit',
      act: 'manage',
      form: dutyFormShape,
      handle: async (request) => {
        const { actor, today, language, form } = request
        const found = await find(database, request)
        if (found === null) return problem('notFound')
        const { duty, pair, sight } = found
        const fields = { ...form, ...pair }
        const { press } = fields
        if (press !== 'save' && press !== 'confirm') {
          return drawEdit(request, found, stateOf(pressed(fields, viewOf(sight, duty).choices)))
        }
        const read = readDuty(fields, today, language, begunOf(found, today))
        if ('problems' in read) return refused(read.problems)
        const { wish, reason } = read
        const foretold = decideChange(duty, wish, sight)
        const ends = 'refused' in foretold || !('atOnce' in foretold.route) ? [] : foretold.plan.end
        if (press === 'save' && ends.length > 0) {
          const losses = await lossesOf(database.read, found, ends, today)
          const typed = stateOf(fields)
          return page(
            <ConfirmChangePage request={request} duty={duty} form={typed} ends={namesOf(ends, found)} losses={losses} />,
          )
        }
        const done = await changeDuty(database, requestOrigin(request), actor, { duty, wish, reason, today })
        if ('refused' in done) return done.refused === 'unknown' ? problem('notFound') : refused(problemsOf(done, language))
        return 'request' in done ? redirect(`/manage/duties/requests/${done.request}?done=saved`) : back(found, 'changed')
      },
      again: async (request, form) => {
        const found = await find(database, request)
        return found === null ? problem('notFound') : drawEdit(request, found, form)
      },
    }),
  ]
}

function endRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/duties/:id/end',
      act: 'manage',
      handle: async (request) => {
        const { today } = request
        const found = await find(database, request)
        if (found === null) return problem('notFound')
        const { duty, sight } = found
        const applications = standing(found, today).map(({ application }) => application)
        const losses = await lossesOf(database.read, found, applications, today)
        return page(
          <EndDutyPage request={request} duty={duty} view={viewOf(sight, duty)} count={applications.length} losses={losses} />,
        )
      },
    }),
    route({
      method: 'POST',
      path: '/manage/duties/:id/end',
      act: 'manage',
      handle: async (request) => {
        const { actor, today, params: { id } } = request
        const found = await find(database, request)
        const done = await endDuty(database, requestOrigin(request), actor, { duty: id, today })
        if ('refused' in done) return problem(done.refused === 'noPerson' ? 'forbidden' : 'notFound')
        if (found === null) return problem('notFound')
        return back(found, 'ended')
      },
    }),
  ]
}

/** The addresses of one duty. */
export function changeRoutes(database: Database): Route[] {
  return [...editRoutes(database), ...endRoutes(database)]
}
