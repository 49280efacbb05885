import { z } from 'zod'
import type { Database } from '../../store/database.ts'
import { loadOutages } from '../../store/outages.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, versionField } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import type { ProblemReply, RedirectReply, RefusedReply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import { showDayShort } from '../../web/days.ts'
import { ApplicationPage, applicationPath } from './application-page.tsx'
import { loadState } from './catalogue-change.ts'
import { OutageFormPage, outageShape } from './catalogue-forms.tsx'
import { catalogueMessages } from './catalogue-messages.ts'
import { showApplication } from './list-catalogue.ts'
import { addOutage, changeOutage, withdrawOutage } from './outages.ts'
import type { OutageRefusal, OutageResult } from './outages.ts'
import { versionIn } from './to-preview.ts'

type Typed = z.output<ReturnType<typeof outageShape>>

const FIELD_OF: Partial<Record<OutageRefusal, string>> = { overlaps: 'from', past: 'from' }

/** What speaks against the days by themselves, or null. */
function wrongDays({ from, to }: Typed, { today, language }: Pick<PageRequest, 'today' | 'language'>): RefusedReply | null {
  const m = catalogueMessages(language).problems
  if (to !== null && to < from) return refused([{ field: 'to', message: m.reversed }])
  return to !== null && to < today ? refused([{ field: 'to', message: m.over }]) : null
}

function answer(result: OutageResult, { language }: Pick<PageRequest, 'language'>, code: string): RedirectReply | RefusedReply | ProblemReply {
  if ('done' in result) return redirect(`${applicationPath(code)}?saved=outage`)
  const { refused: why } = result
  if (why === 'notCentral') return problem('notFound')
  return refused([{ field: FIELD_OF[why] ?? null, message: catalogueMessages(language).refused[why] }])
}

const said = ({ from, to, textZh, textEn }: Typed) => ({ from, to, text: { 'zh-TW': textZh, en: textEn } })

/** Notices of outages of an application: giving one, changing it, withdrawing it. */
export function outageRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/applications/:code/new-outage', act: 'central',
      handle: async (request) => {
        const { code } = request.params
        if ((await loadState(read, code)).application === null) return problem('notFound')
        return page(<OutageFormPage request={request} form={EMPTY_FORM} version={0} code={code} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/new-outage', act: 'central', form: outageShape,
      handle: async (request) => {
        const { params: { code }, form, today, actor } = request
        return wrongDays(form, request)
          ?? answer(await addOutage(database, requestOrigin(request), actor, { application: code, today }, said(form)), request, code)
      },
      again: (request, form) => page(<OutageFormPage request={request} form={form} version={0} code={request.params.code} />),
    }),
    route({
      method: 'GET', path: '/manage/applications/:code/outages/:id', act: 'central',
      handle: async (request) => {
        const { params: { code, id }, today, language } = request
        const one = (await loadOutages(read, today, { application: code, coming: true })).find((each) => each.id === id)
        if (one === undefined) return problem('notFound')
        const { period: { from, to }, text, version } = one
        const day = (value: string | null) => (value === null ? '' : showDayShort(value, language))
        const form = filledForm({ from: day(from), to: day(to), textZh: text['zh-TW'], textEn: text.en })
        return page(<OutageFormPage request={request} form={form} version={version} code={code} outage={id} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/outages/:id', act: 'central', form: outageShape,
      handle: async (request) => {
        const { params: { code, id }, form, today, actor } = request
        const which = { application: code, id, version: form.version, today }
        return wrongDays(form, request)
          ?? answer(await changeOutage(database, requestOrigin(request), actor, which, said(form)), request, code)
      },
      again: (request, form) => {
        const { code, id } = request.params
        return page(<OutageFormPage request={request} form={form} version={versionIn(form)} code={code} outage={id} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/outages/:id/withdraw', act: 'central',
      form: () => z.object({ version: versionField }),
      handle: async (request) => {
        const { params: { code, id }, form: { version }, today, actor } = request
        const which = { application: code, id, version, today }
        const result = await withdrawOutage(database, requestOrigin(request), actor, which)
        return 'done' in result ? redirect(`${applicationPath(code)}?saved=withdrawn`) : answer(result, request, code)
      },
      again: async (request) => {
        const shown = await showApplication(database, request.params.code, request.today)
        return shown === null ? problem('notFound')
          : page(<ApplicationPage request={request} shown={shown} refused="changedMeanwhile" />)
      },
    }),
  ]
}
