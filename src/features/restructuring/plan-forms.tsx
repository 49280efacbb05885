import { z } from 'zod'
import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { freeText, requiredDay, requiredText } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { messages } from './messages.ts'
import { crumbsOf, LIST, planPath } from './parts.tsx'
import type { CentralRequest } from './parts.tsx'

const CODE = /^[0-9A-Z]{10}$/
// As many agencies as one act of a page adds; a plan takes any number of them.
const MOST_CODES = 200
const codes = (wrong: string) => z.string().default('').transform((text) => [...new Set(text.toUpperCase().split(/[\s,、]+/).filter((one) => one !== ''))])
  .refine((all) => all.length <= MOST_CODES && all.every((one) => CODE.test(one)), wrong)

export function headShape(language: Language) {
  return z.object({ title: requiredText(messages(language).wrong.title, 100), day: requiredDay(language), reason: freeText(1_000) })
}

/** Agencies that end, and who takes over from each of them. */
export function endingShape(language: Language) {
  const { wrong } = messages(language)
  return z.object({
    version: z.coerce.number().int(), source: codes(wrong.code).refine((all) => all.length > 0, wrong.source), successors: codes(wrong.code).refine((all) => all.length <= 20, wrong.code),
  })
}

type Props = { request: CentralRequest; form: FormState }

/** What a plan says of itself. */
export function HeadPage({ request, form, plan }: Props & { plan?: { id: string; title: string; version: number } }) {
  const { language } = request
  const m = messages(language)
  const common = { language, form }
  const action: LocalPath = plan === undefined ? '/manage/new-restructuring' : `${planPath(plan.id)}/edit`
  return (
    <ManagePage request={request} title={plan === undefined ? m.newPlan : m.editOf(plan.title)} crumbs={crumbsOf(language, plan)} problems={form.problems}>
      <Form request={request} action={action} hidden={plan === undefined ? {} : { version: String(plan.version) }}>
        <TextField {...common} name="title" label={m.fields.title} maxlength={100} />
        <DateField {...common} name="day" label={m.fields.day} hint={m.hints.day} />
        <TextArea {...common} name="reason" label={m.fields.reason} rows={3} maxlength={1_000} optional />
        <Actions><Button>{m.next}</Button><CancelLink language={language} href={plan === undefined ? LIST : planPath(plan.id)} /></Actions>
      </Form>
    </ManagePage>
  )
}

/** Adds agencies that end, or says anew who takes over from one (`only`). */
export function EndingPage({ request, form, plan, only }: Props & { plan: { id: string; title: string; version: number }; only?: string }) {
  const { language } = request
  const m = messages(language)
  const common = { language, form }
  const action: LocalPath = only === undefined ? `${planPath(plan.id)}/add` : `${planPath(plan.id)}/agencies/${only}`
  return (
    <ManagePage request={request} title={only === undefined ? m.addAgency : m.editOf(only)} crumbs={crumbsOf(language, plan)} problems={form.problems}>
      <Form request={request} action={action} hidden={{ version: String(plan.version), ...(only === undefined ? {} : { source: only }) }}>
        {only === undefined ? <TextArea {...common} name="source" label={m.fields.source} hint={m.hints.source} rows={3} /> : null}
        <TextArea {...common} name="successors" label={m.fields.successors} hint={m.hints.successors} rows={3} optional />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={planPath(plan.id)} /></Actions>
      </Form>
    </ManagePage>
  )
}

/** Names an agency that goes on under its code and changes with the day. */
export function ChangingPage({ request, form, plan }: Props & { plan: { id: string; title: string; version: number } }) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={m.addChange} crumbs={crumbsOf(language, plan)} problems={form.problems}>
      <Form request={request} action={`${planPath(plan.id)}/add-change`} hidden={{ version: String(plan.version) }}>
        <TextField language={language} form={form} name="code" label={m.fields.code} width="medium" maxlength={10} />
        <Actions><Button>{m.next}</Button><CancelLink language={language} href={planPath(plan.id)} /></Actions>
      </Form>
    </ManagePage>
  )
}
