// How the certificates of one authority are asked about and which algorithms it may use: the page for it, and its change.
import { z } from 'zod'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Checkboxes, Radios } from '../../web/components/choices.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Moment } from '../../web/components/moment.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { SOUND_ALGORITHMS } from '../../pki/index.ts'
import { filledForm, optionalText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { isAskedAddress } from './address.ts'
import { ALGORITHMS, settledAlgorithms } from './algorithms.ts'
import { loadAuthorities } from './authority-rows.ts'
import { CERTIFICATES_PATH } from './certificates-page.tsx'
import { changeAsking } from './change-asking.ts'
import { pageMessages } from './page-messages.ts'
import { REVOCATION } from './trust.ts'
import type { Database } from '../../store/database.ts'
import type { AuthorityRow } from './authority-rows.ts'
import type { AskingRefusal } from './change-asking.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest, Route } from '../../web/route.ts'

const MOST_GRACE_HOURS = 168

const FIELD_OF: Readonly<Record<AskingRefusal, string>> = {
  listNeeded: 'listUrl', responderNeeded: 'ocspUrl', algorithmsNotItsKeys: 'algorithms', listOtherwiseSigned: 'algorithms',
}

/** What the page shows of an authority that is not changed there. */
export type Believed = Pick<AuthorityRow, 'code' | 'subject' | 'isAnchor' | 'issues' | 'validUntil' | 'policies'>

function BelievedFacts({ language, believed }: { language: Language; believed: Believed }) {
  const m = pageMessages(language)
  const { subject, isAnchor, issues, validUntil, policies } = believed
  const { rsa, curves } = SOUND_ALGORITHMS
  return (
    <section>
      <h2>{m.believed}</h2>
      <DescriptionList
        items={[
          { term: m.authority, value: subject.replaceAll(/,(?=[A-Za-z]+=)/g, ', ') },
          { term: m.issues, value: `${m.issuesOf[issues ?? 'authorities']}${isAnchor ? ` (${m.anchor})` : ''}` },
          { term: m.validUntil, value: <Moment at={validUntil} language={language} /> },
          { term: m.policies, value: policies.length === 0 ? m.policiesNone : <span class="code">{policies.join(', ')}</span> },
          { term: m.keys, value: <><span class="code">RSA {rsa.least}–{rsa.most}, {curves.join(', ')}</span><span class="below soft">{m.keysFixed}</span></> },
        ]}
      />
    </section>
  )
}

/** 「設定」 of an authority, and what else is believed of it. */
export function AskingPage({ request, form, believed }: { request: FrameRequest & { actor: Actor }; form: FormState; believed: Believed }) {
  const { code } = believed
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
        <Checkboxes
          {...common} name="algorithms" label={m.algorithms} hint={m.algorithmsHint} aligned choices={ALGORITHMS.map((one) => ({ value: one, label: one }))}
        />
        <Actions><Button>{m.save}</Button><ButtonLink kind="secondary" href={CERTIFICATES_PATH}>{m.cancel}</ButtonLink></Actions>
      </Form>
      <BelievedFacts language={language} believed={believed} />
    </ManagePage>
  )
}

function askingShape(language: Language) {
  const m = pageMessages(language).problems
  const address = optionalText(2000).transform((text) => text.trim() || null).refine((text) => text === null || isAskedAddress(text), m.address)
  return z.object({
    revocation: z.enum(REVOCATION, { error: m.asked }), listUrl: address, ocspUrl: address,
    graceHours: z.string({ error: m.graceHours }).trim().regex(/^\d{1,3}$/, m.graceHours).transform(Number).refine((hours) => hours <= MOST_GRACE_HOURS, m.graceHours),
    algorithms: z.array(z.enum(ALGORITHMS, { error: m.algorithms })).min(1, m.algorithms).max(2 * ALGORITHMS.length, m.algorithms),
  })
}

/** For central administrators. */
export function askingRoutes({ database }: { database: Database }): Route[] {
  const authorityOf = async (code: string): Promise<AuthorityRow | null> =>
    (await loadAuthorities(database.read)).find((one) => one.code === code && one.inUse) ?? null
  const path = `${CERTIFICATES_PATH}/authorities/:code` as const
  return [
    route({
      method: 'GET', path, act: 'central', fresh: true,
      handle: async (request) => {
        const one = await authorityOf(request.params.code)
        if (one === null) return problem('notFound')
        const { revocation, listUrl, ocspUrl, graceSeconds, algorithms } = one
        const form = filledForm({
          revocation, listUrl: listUrl ?? '', ocspUrl: ocspUrl ?? '', graceHours: String(Math.ceil(graceSeconds / 3600)), algorithms: algorithms ?? ALGORITHMS,
        })
        return page(<AskingPage request={request} form={form} believed={one} />)
      },
    }),
    route({
      method: 'POST', path, act: 'central', fresh: true, form: askingShape,
      handle: async (request) => {
        const { form: { graceHours, algorithms, ...form }, params: { code }, language, actor, now, today } = request
        const after = { ...form, graceSeconds: graceHours * 3600, algorithms: settledAlgorithms(algorithms) }
        const done = await change(database, requestOrigin(request), (tx) => changeAsking(tx, actor, code, after, { now, today }))
        if ('changed' in done) return redirect(`${CERTIFICATES_PATH}?done=asking`)
        if (done.refused === 'unknown' || done.refused === 'notCentral') return problem('notFound')
        const { problems: m } = pageMessages(language)
        return refused([{ field: FIELD_OF[done.refused], message: m[done.refused] }])
      },
      again: async (request, form) => {
        const one = await authorityOf(request.params.code)
        return one === null ? problem('notFound') : page(<AskingPage request={request} form={form} believed={one} />)
      },
    }),
  ]
}
