import { z } from 'zod'
import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import type { Standing } from '../../core/standing.ts'
import { Button } from '../../web/components/button.tsx'
import { Checkboxes, Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { filledForm, optionalDay, optionalText, requiredDay, requiredText } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { ApplicationForm } from './catalogue-change.ts'
import { catalogueMessages } from './catalogue-messages.ts'
import type { CategoryFields } from './catalogue-rows.ts'
import { applicationPath, crumbsOf } from './application-page.tsx'
import type { CentralRequest } from './catalogue-page.tsx'
import { APPLICATION_CODE, CATEGORY_CODE, isSafeAddress, LONGEST } from './configuration.ts'

const FLAGS = ['inService', 'grantable', 'dutyAllowed', 'secondManager', 'requiresCertificate', 'passkeyAllowed',
  'openToAgencyCard', 'test'] as const
const STANDINGS = ['employee', 'hr', 'hrSupervisor'] as const

const standing = z.enum([...STANDINGS, 'none', '']).transform((one): Standing | null => (one === 'none' || one === '' ? null : one))
const version = z.coerce.number().int().min(0).max(1_000_000).catch(0)

/** The fields of an application, as `ApplicationForm` has them. */
export function applicationShape(language: Language) {
  const m = catalogueMessages(language).problems
  return z.object({
    version,
    name: requiredText(m.name, LONGEST.name),
    category: requiredText(m.category, LONGEST.name),
    description: optionalText(LONGEST.text),
    remark: optionalText(LONGEST.text),
    audience: standing,
    agencyRoot: optionalText(10).transform((code) => (code === '' ? null : code)),
    launchUrl: optionalText(LONGEST.uri).refine((uri) => uri === '' || isSafeAddress(uri), m.launchUrl)
      .transform((uri) => (uri === '' ? null : uri)),
    position: z.string({ error: m.position }).trim().regex(/^\d{1,5}$/, m.position).transform(Number),
    flags: z.array(z.enum(FLAGS)),
  })
}

/** The code of a new application, and its fields. */
export function newApplicationShape(language: Language) {
  const m = catalogueMessages(language).problems
  return applicationShape(language).extend({ code: requiredText(m.code, 32).refine((code) => APPLICATION_CODE.test(code), m.code) })
}

export type TypedApplication = z.output<ReturnType<typeof applicationShape>>

/** What was typed, as the fields of an application. */
export function applicationTyped({ version: _, flags, ...fields }: TypedApplication): ApplicationForm {
  const ticked = Object.fromEntries(FLAGS.map((flag) => [flag, flags.includes(flag)])) as Record<(typeof FLAGS)[number], boolean>
  return { ...fields, ...ticked }
}

/** The form with the fields of an application in it. */
export function applicationForm(fields: ApplicationForm): FormState {
  return filledForm({
    name: fields.name, category: fields.category, description: fields.description, remark: fields.remark,
    audience: fields.audience ?? 'none', agencyRoot: fields.agencyRoot ?? '', launchUrl: fields.launchUrl ?? '',
    position: String(fields.position), flags: FLAGS.filter((flag) => fields[flag]),
  })
}

type FormProps = { request: CentralRequest; form: FormState; version: number }

const standings = (language: Language) => [
  ...STANDINGS.map((one) => ({ value: one, label: DERIVED_GROUP_NAMES[one][language] })),
  { value: 'none', label: catalogueMessages(language).nobody },
]

/** Edits an application, or makes a new one (`code` undefined). `root`: the name that goes with 「限用機關」. */
export function ApplicationFormPage(props: FormProps & { code?: string; root?: { name: string; nameEn: string | null } | null }) {
  const { request, form, version: base, code, root = null } = props
  const { language } = request
  const m = catalogueMessages(language)
  const { fields, hints } = m
  const common = { language, form }
  const action: LocalPath = code === undefined ? '/manage/new-application' : `${applicationPath(code)}/edit`
  return (
    <ManagePage
      request={request} title={code === undefined ? m.newApplication : m.editTitle(code)} crumbs={crumbsOf(language, code)}
      problems={form.problems}
    >
      <Form request={request} action={action} hidden={{ version: String(base) }}>
        {code === undefined ? <TextField {...common} name="code" label={fields.code} hint={hints.code} width="medium" maxlength={32} /> : null}
        <TextField {...common} name="name" label={fields.name} maxlength={LONGEST.name} />
        <TextField {...common} name="category" label={fields.category} hint={hints.category} maxlength={LONGEST.name} />
        <TextArea {...common} name="description" label={fields.description} rows={2} maxlength={LONGEST.text} optional />
        <SelectField {...common} name="audience" label={fields.audience} hint={hints.audience} choices={standings(language)} />
        <Checkboxes
          {...common} name="flags" label={m.settings}
          choices={FLAGS.map((flag) => ({
            value: flag, label: fields[flag], ...(flag in hints ? { hint: hints[flag as keyof typeof hints] } : {}),
          }))}
        />
        <AgencyField
          {...common} request={request} name="agencyRoot" label={fields.agencyRoot} hint={hints.agencyRoot} to={action}
          as="agencyRoot" known={root} optional
        />
        <TextField {...common} name="launchUrl" label={fields.launchUrl} hint={hints.launchUrl} maxlength={LONGEST.uri} optional />
        <TextArea {...common} name="remark" label={fields.remark} rows={2} maxlength={LONGEST.text} optional />
        <TextField {...common} name="position" label={fields.position} hint={hints.position} width="short" inputmode="numeric" maxlength={5} />
        <Actions>
          <Button>{m.next}</Button>
          <CancelLink language={language} href={code === undefined ? '/manage/applications' : applicationPath(code)} />
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** The fields of a category. */
export function categoryShape(language: Language) {
  const m = catalogueMessages(language).problems
  return z.object({
    version,
    name: requiredText(m.name, LONGEST.name),
    nameEn: requiredText(m.nameEn, LONGEST.name),
    derivedGroup: standing,
    handOut: z.enum(['manager', 'central', 'nobody'], { error: m.handOut }),
  })
}

/** The code of a new category, and its fields. */
export function newCategoryShape(language: Language) {
  const m = catalogueMessages(language).problems
  return categoryShape(language).extend({
    code: requiredText(m.categoryCode, 32).refine((code) => CATEGORY_CODE.test(code), m.categoryCode),
  })
}

/** The form with the fields of a category in it. */
export function categoryForm({ name, nameEn, derivedGroup, handOut }: CategoryFields): FormState {
  return filledForm({ name, nameEn, derivedGroup: derivedGroup ?? 'none', handOut })
}

/** Edits a category, or makes a new one (`category` undefined). */
export function CategoryFormPage(props: FormProps & { code: string; category?: string }) {
  const { request, form, version: base, code, category } = props
  const { language } = request
  const m = catalogueMessages(language)
  const { fields, hints } = m
  const common = { language, form }
  const action: LocalPath = `${applicationPath(code)}/${category === undefined ? 'new-category' : `categories/${category}`}`
  return (
    <ManagePage
      request={request} title={category === undefined ? m.newCategoryTitle(code) : m.editCategoryTitle(code, category)}
      crumbs={crumbsOf(language, code)} problems={form.problems}
    >
      <Form request={request} action={action} hidden={{ version: String(base) }}>
        {category === undefined
          ? <TextField {...common} name="code" label={fields.code} hint={hints.categoryCode} width="medium" maxlength={32} /> : null}
        <TextField {...common} name="name" label={fields.name} maxlength={LONGEST.name} />
        <TextField {...common} name="nameEn" label={fields.nameEn} maxlength={LONGEST.name} />
        <Radios {...common} name="derivedGroup" label={fields.derivedGroup} hint={hints.derivedGroup} choices={standings(language)} />
        <Radios
          {...common} name="handOut" label={fields.handOut} hint={hints.handOut}
          choices={(['manager', 'central', 'nobody'] as const).map((one) => ({
            value: one, label: m.handOut[one], hint: m.handOutHint[one],
          }))}
        />
        <Actions><Button>{m.next}</Button><CancelLink language={language} href={applicationPath(code)} /></Actions>
      </Form>
    </ManagePage>
  )
}

// As long as the table takes.
const MOST_NOTICE = 500

/** What an outage notice says and when. */
export function outageShape(language: Language) {
  const m = catalogueMessages(language).problems
  return z.object({
    version,
    from: requiredDay(language),
    to: optionalDay(language),
    textZh: requiredText(m.outageZh, MOST_NOTICE),
    textEn: requiredText(m.outageEn, MOST_NOTICE),
  })
}

/** Gives notice of an outage, or edits it (`outage`: its id). */
export function OutageFormPage(props: FormProps & { code: string; outage?: string }) {
  const { request, form, version: base, code, outage } = props
  const { language } = request
  const m = catalogueMessages(language)
  const common = { language, form }
  const action: LocalPath = `${applicationPath(code)}/${outage === undefined ? 'new-outage' : `outages/${outage}`}`
  return (
    <ManagePage request={request} title={m.outageTitle(code)} crumbs={crumbsOf(language, code)} problems={form.problems}>
      <Notice title={m.outages}><p>{m.hints.outageDays}</p></Notice>
      <Form request={request} action={action} hidden={{ version: String(base) }}>
        <DateField {...common} name="from" label={m.outageFrom} />
        <DateField {...common} name="to" label={m.outageTo} hint={m.outageToHint} optional />
        <TextArea {...common} name="textZh" label={m.outageZh} rows={3} maxlength={MOST_NOTICE} />
        <TextArea {...common} name="textEn" label={m.outageEn} rows={3} maxlength={MOST_NOTICE} />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={applicationPath(code)} /></Actions>
      </Form>
    </ManagePage>
  )
}
