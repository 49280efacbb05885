import { z } from 'zod'
import { AGENCY_FIELDS } from '../../core/agency-change.ts'
import type { AgencyFields } from '../../core/agency-change.ts'
import type { Named } from '../../store/agency-list.ts'
import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { showDayShort } from '../../web/days.ts'
import { filledForm, optionalDay, optionalText, requiredText, typedIn } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { manageMessages } from './manage-messages.ts'
import { crumbsOf, managePath } from './manage-parts.tsx'
import type { CentralRequest } from './manage-parts.tsx'

// Twice and more the longest of the government's own file (agency-file.ts); the table takes more.
const LONGEST = { name: 100, nameEn: 200, zip: 10, address: 200, phone: 50, oid: 100 }
const CODE = /^[0-9A-Za-z]{10}$/
const OID = /^[0-9]+(\.[0-9]+)+$/

const orNull = (text: string): string | null => (text === '' ? null : text)

/** The fields of an agency, and from when they shall hold (null: today). */
export function agencyShape(language: Language) {
  const m = manageMessages(language).problems
  const agency = optionalText(10).refine((code) => code === '' || CODE.test(code), m.code).transform(orNull)
  return z.object({
    from: optionalDay(language),
    name: requiredText(m.name, LONGEST.name),
    nameEn: optionalText(LONGEST.nameEn).transform(orNull),
    superior: agency,
    level: optionalText(1).refine((text) => /^[1-9]?$/.test(text), m.level).transform((text) => (text === '' ? null : Number(text))),
    zip: optionalText(LONGEST.zip),
    address: optionalText(LONGEST.address),
    phone: optionalText(LONGEST.phone),
    fax: optionalText(LONGEST.phone),
    oid: optionalText(LONGEST.oid).refine((text) => text === '' || OID.test(text), m.oid).transform(orNull),
    successor: agency,
  })
}

/** The code of a new agency, and its fields. */
export function newAgencyShape(language: Language) {
  const m = manageMessages(language).problems
  return agencyShape(language).extend({
    code: requiredText(m.code, 10).transform((code) => code.toUpperCase()).refine((code) => CODE.test(code), m.code),
  })
}

/** The form with an agency's fields in it. */
export function agencyForm(fields: AgencyFields, from: string): FormState {
  const typed = Object.fromEntries(AGENCY_FIELDS.map((field) => [field, String(fields[field] ?? '')]))
  return filledForm({ ...typed, from })
}

/** What a form names agencies by, with the names that go with the codes. */
export type FormNames = ReadonlyMap<string, Named>

type FormProps = { request: CentralRequest; form: FormState; names: FormNames }

/** The fields of an agency, but for its successor. `to`: the form's own page. */
export function AgencyFieldset({ request, form, names, to }: FormProps & { to: LocalPath }) {
  const { language } = request
  const { fields, hints } = manageMessages(language)
  const common = { language, form }
  return (
    <>
      <TextField {...common} name="name" label={fields.name} maxlength={LONGEST.name} />
      <TextField {...common} name="nameEn" label={fields.nameEn} maxlength={LONGEST.nameEn} optional />
      <AgencyField
        {...common} request={request} name="superior" label={fields.superior} hint={hints.superior} to={to} as="superior" within="all"
        known={names.get(typedIn(form, 'superior')) ?? null} optional
      />
      <TextField {...common} name="level" label={fields.level} width="short" inputmode="numeric" maxlength={1} optional />
      <TextField {...common} name="zip" label={fields.zip} width="short" maxlength={LONGEST.zip} optional />
      <TextField {...common} name="address" label={fields.address} maxlength={LONGEST.address} optional />
      <TextField {...common} name="phone" label={fields.phone} width="medium" maxlength={LONGEST.phone} optional />
      <TextField {...common} name="fax" label={fields.fax} width="medium" maxlength={LONGEST.phone} optional />
      <TextField {...common} name="oid" label={fields.oid} hint={hints.oid} maxlength={LONGEST.oid} optional />
    </>
  )
}

/** Edits an agency (`agency`), or makes a new one. `version`: the number of the period that the form was made from. */
export function AgencyFormPage({ request, form, names, agency, version }: FormProps & { agency?: Named; version?: string }) {
  const { language } = request
  const m = manageMessages(language)
  const { fields, hints } = m
  const common = { language, form }
  const action: LocalPath = agency === undefined ? '/manage/new-agency' : `${managePath(agency.code)}/edit`
  return (
    <ManagePage
      request={request} title={agency === undefined ? m.newAgency : m.editTitle(agency.name)} crumbs={crumbsOf(language, agency)}
      problems={form.problems}
    >
      <Form request={request} action={action} hidden={version === undefined ? {} : { version }}>
        <DateField {...common} name="from" label={m.from} hint={hints.from} optional />
        {agency === undefined
          ? <TextField {...common} name="code" label={fields.code} hint={hints.code} width="medium" maxlength={10} /> : null}
        <AgencyFieldset request={request} form={form} names={names} to={action} />
        {agency === undefined ? null : (
          <AgencyField
            {...common} request={request} name="successor" label={fields.successor} hint={hints.successor} to={action} as="successor"
            within="all" known={names.get(typedIn(form, 'successor')) ?? null} optional
          />
        )}
        <Actions>
          <Button>{m.next}</Button>
          <CancelLink language={language} href={agency === undefined ? '/manage/agencies' : managePath(agency.code)} />
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** A relation as it is asked for; `agency` and `office` are codes. */
export function officeShape(language: Language) {
  const m = manageMessages(language).problems
  const code = requiredText(m.agency, 10).refine((text) => CODE.test(text), m.code)
  return z.object({ office: code, agency: code, from: optionalDay(language), to: optionalDay(language) })
}

/** Makes an agency the personnel office of another; opens with `agency` in it. */
export function OfficeFormPage({ request, form, names, agency }: FormProps & { agency: Named }) {
  const { language } = request
  const m = manageMessages(language)
  const common = { language, form, request, within: 'all' as const }
  const action: LocalPath = `${managePath(agency.code)}/new-office`
  return (
    <ManagePage request={request} title={m.officeTitle} crumbs={crumbsOf(language, agency)} problems={form.problems}>
      <p class="lead">{m.officeLead}</p>
      <Form request={request} action={action}>
        <AgencyField {...common} name="office" label={m.officeField} to={action} as="office" known={names.get(typedIn(form, 'office')) ?? null} />
        <AgencyField {...common} name="agency" label={m.agencyField} to={action} as="agency" known={names.get(typedIn(form, 'agency')) ?? null} />
        <DateField {...common} name="from" label={m.from} hint={showDayShort(request.today, language)} optional />
        <DateField {...common} name="to" label={m.to} hint={m.toHint} optional />
        <Actions><Button>{m.next}</Button><CancelLink language={language} href={managePath(agency.code)} /></Actions>
      </Form>
    </ManagePage>
  )
}
