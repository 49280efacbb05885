import { formMessages } from '../form-messages.ts'
import type { FormState } from '../form.ts'
import type { Language } from '../language.ts'
import { Checkboxes } from './choices.tsx'
import { DateField, TextArea } from './fields.tsx'

/** 「有效日期（起）」「有效日期（迄）」「設為永久」「理由」, read by `readPeriod`. `begun`: it is too late to move the first day. */
export function PeriodFields({ language, form, begun = false, reasonNeeded = false, reasonHint }: {
  language: Language; form: FormState; begun?: boolean; reasonNeeded?: boolean; reasonHint?: string
}) {
  const m = formMessages(language).period
  const common = { language, form }
  return (
    <>
      {begun ? null : <DateField {...common} name="from" label={m.from} />}
      <DateField {...common} name="to" label={m.to} />
      <Checkboxes
        {...common} name="permanent" label={m.permanent} legendUnseen
        choices={[{ value: 'yes', label: m.permanent, hint: m.permanentHint }]}
      />
      <TextArea {...common} name="reason" label={m.reason} rows={2} maxlength={500} optional={!reasonNeeded} {...(reasonHint === undefined ? {} : { hint: reasonHint })} />
    </>
  )
}
