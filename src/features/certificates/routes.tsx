import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { agencyNames } from '../../store/agency-list.ts'
import { EMPTY_FORM, filledForm, optionalDay, optionalText, requiredDay, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { askingRoutes } from './asking-routes.tsx'
import { loadListed, serialOf } from './authority-rows.ts'
import { addListed, endListed } from './change-list.ts'
import { CERTIFICATES_PATH, CertificatesPage, DONE, EndListedPage, NEW_PATH, NewListedPage } from './certificates-page.tsx'
import { pageMessages } from './page-messages.ts'
import { trustState } from './trust-state.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { ShownCertificate } from './certificates-page.tsx'

type Slice = { database: Database }
type Asked = FrameRequest & { actor: PersonActor }

async function shownListed(slice: Slice, today: Day): Promise<ShownCertificate[]> {
  const listed = await loadListed(slice.database.read)
  const names = await agencyNames(slice.database.read, listed.flatMap(({ agency }) => agency ?? []), today)
  return listed.map((one) => ({ ...one, agencyName: one.agency === null ? null : names.get(one.agency) ?? null }))
}

const SERIAL = /^(?:[0-9A-Fa-f]{2}[: ]?){1,64}$/

function newShape(language: Language) {
  const m = pageMessages(language).problems
  return z.object({
    issuer: z.string({ error: m.authority }).min(1, m.authority).max(32), serial: z.string({ error: m.serial }).trim().max(200).regex(SERIAL, m.serial),
    kind: z.enum(['agency', 'refused'], { error: m.kind }), agency: optionalText(10), from: requiredDay(language), to: optionalDay(language),
    reason: requiredText(m.reason, 500),
  })
}

function newRoutes(slice: Slice): Route[] {
  const { database } = slice
  const shown = async (request: Asked, form: FormState) => {
    const authorities = (await trustState(database.read, request.now)).filter(({ issues }) => issues !== null).map(({ code }) => code)
    return page(<NewListedPage request={request} form={form} authorities={authorities} />)
  }
  return [
    route({
      method: 'GET', path: NEW_PATH, act: 'central', fresh: true, query: z.object({ agency: z.string().regex(/^[0-9A-Za-z]{10}$/).optional() }),
      handle: (request) => shown(request, request.query.agency === undefined ? EMPTY_FORM : filledForm({ agency: request.query.agency, kind: 'agency' })),
    }),
    route({
      method: 'POST', path: NEW_PATH, act: 'central', fresh: true, form: newShape,
      handle: async (request) => {
        const { form, actor, language, today } = request
        const { problems: m } = pageMessages(language)
        const agency = form.kind === 'refused' ? null : form.agency.trim().toUpperCase()
        if (agency === '') return refused([{ field: 'agency', message: m.agency }])
        if (agency !== null && !(await agencyNames(database.read, [agency], today)).has(agency)) return refused([{ field: 'agency', message: m.unknownAgency }])
        if (form.to !== null && form.to < form.from) return refused([{ field: 'to', message: m.reversed }])
        const authorities = await trustState(database.read, request.now)
        if (!authorities.some(({ code, issues }) => code === form.issuer && issues !== null)) return refused([{ field: 'issuer', message: m.authority }])
        const wish = { issuer: form.issuer, serial: serialOf(form.serial), agency, from: form.from, to: form.to, reason: form.reason }
        const done = await addListed(database, requestOrigin(request), actor, wish, request)
        if ('listed' in done) return redirect(`${CERTIFICATES_PATH}?done=added`)
        return done.refused === 'notCentral' ? problem('notFound') : refused([{ field: 'serial', message: m.overlaps }])
      },
      again: shown,
    }),
  ]
}

function endRoutes(slice: Slice): Route[] {
  const { database } = slice
  const path = `${CERTIFICATES_PATH}/:listed/end` as const
  const find = async (id: string, today: Day) => (await shownListed(slice, today)).find((one) => one.id === id)
  const shown = async (request: Asked & { params: { listed: string } }, form: FormState) => {
    const one = await find(request.params.listed, request.today)
    return one === undefined ? problem('notFound') : page(<EndListedPage request={request} form={form} one={one} />)
  }
  return [
    route({ method: 'GET', path, act: 'central', fresh: true, handle: (request) => shown(request, EMPTY_FORM) }),
    route({
      method: 'POST', path, act: 'central', fresh: true, form: (language) => z.object({ reason: requiredText(pageMessages(language).problems.reason, 500) }),
      handle: async (request) => {
        const one = await find(request.params.listed, request.today)
        if (one === undefined) return problem('notFound')
        const done = await endListed(database, requestOrigin(request), request.actor, one, request.form.reason, request)
        return 'refused' in done ? problem('notFound') : redirect(`${CERTIFICATES_PATH}?done=removed`)
      },
      again: shown,
    }),
  ]
}

/** 「憑證白名單管理」, for central administrators. */
export function certificateRoutes(slice: Slice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: CERTIFICATES_PATH, act: 'central', query: z.object({ done: z.enum(DONE).optional() }),
      handle: async (request) => {
        const { today, now, query } = request
        const [listed, authorities] = await Promise.all([shownListed(slice, today), trustState(database.read, now)])
        return page(<CertificatesPage request={request} listed={listed} authorities={authorities} done={query.done ?? null} />)
      },
    }),
    ...askingRoutes(slice),
    ...newRoutes(slice),
    ...endRoutes(slice),
  ]
}
