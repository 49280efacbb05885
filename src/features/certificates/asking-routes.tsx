// How the certificates of one authority are asked about: the page for it, and its change.
import { z } from 'zod'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { filledForm, optionalText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { isAskedAddress } from './address.ts'
import { loadAuthorities } from './authority-rows.ts'
import { CERTIFICATES_PATH } from './certificates-page.tsx'
import { changeAsking } from './change-asking.ts'
import { pageMessages } from './page-messages.ts'
import { REVOCATION } from './trust.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'

const MOST_GRACE_HOURS = 168

/** 「查詢方式」 of an authority. */
export function AskingPage({ request, form, code }: { request: FrameRequest & { actor: Actor }; form: FormState; code: string }) {
  const { language } = request
  const m = pageMessages(language)
  const common = { language, form }
  return (
    <ManagePage request={request} title={m.askingTitle(code)} crumbs={[{ label: m.title, href: CERTIFICATES_PATH }]} problems={form.problems}>
      <p class="lead">{m.askingLead}</p>
      <Form request={request} action={`${CERTIFICATES_PATH}/authorities/${code}`}>
        <Radios {...common} name="revocation" label={m.asked} choices={REVOCATION.map((one) => ({ value: one, label: m.revocationOf[one] }))} />
        <TextField {...common} name="listUrl" label={m.listUrl} width="long" maxlength={2000} optional />
        <TextField {...common} name="ocspUrl" label={m.ocspUrl} width="long" maxlength={2000} optional />
        <TextField {...common} name="graceHours" label={m.graceHours} hint={m.graceHint} width="short" maxlength={3} />
        <Actions><Button>{m.save}</Button><ButtonLink kind="secondary" href={CERTIFICATES_PATH}>{m.cancel}</ButtonLink></Actions>
      </Form>
    </ManagePage>
  )
}

function askingShape(language: Language) {
  const m = pageMessages(language).problems
  const address = optionalText(2000).transform((text) => text.trim() || null).refine((text) => text === null || isAskedAddress(text), m.address)
  return z.object({
    revocation: z.enum(REVOCATION, { error: m.asked }), listUrl: address, ocspUrl: address,
    graceHours: z.string({ error: m.graceHours }).trim().regex(/^\d{1,3}$/, m.graceHours).transform(Number).refine((hours) => hours <= MOST_GRACE_HOURS, m.graceHours),
  })
}

/** For central administrators. */
export function askingRoutes({ database }: { database: Database }): Route[] {
  const path = `${CERTIFICATES_PATH}/authorities/:code` as const
  return [
    route({
      method: 'GET', path, act: 'central', fresh: true,
      handle: async (request) => {
        const one = (await loadAuthorities(database.read)).find(({ code, inUse }) => code === request.params.code && inUse)
        if (one === undefined) return problem('notFound')
        const { code, revocation, listUrl, ocspUrl, graceSeconds } = one
        const form = filledForm({ revocation, listUrl: listUrl ?? '', ocspUrl: ocspUrl ?? '', graceHours: String(Math.ceil(graceSeconds / 3600)) })
        return page(<AskingPage request={request} form={form} code={code} />)
      },
    }),
    route({
      method: 'POST', path, act: 'central', fresh: true, form: askingShape,
      handle: async (request) => {
        const { form: { graceHours, ...form }, params: { code }, language } = request
        const done = await change(database, requestOrigin(request), (tx) => changeAsking(tx, code, { ...form, graceSeconds: graceHours * 3600 }))
        if ('changed' in done) return redirect(`${CERTIFICATES_PATH}?done=asking`)
        if (done.refused === 'unknown') return problem('notFound')
        const { problems: m } = pageMessages(language)
        return refused([done.refused === 'listNeeded' ? { field: 'listUrl', message: m.listNeeded } : { field: 'ocspUrl', message: m.responderNeeded }])
      },
      again: (request, form) => page(<AskingPage request={request} form={form} code={request.params.code} />),
    }),
  ]
}
