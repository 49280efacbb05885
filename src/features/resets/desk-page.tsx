// What both pages have: whom it is about, asked by national ID or picked, and the one found.
import { Button } from '../../web/components/button.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { PersonFacts, PickLink } from '../../web/components/pickers.tsx'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import { PASSWORDS } from './slice.ts'
import type { Child } from 'hono/jsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Subject } from '../people/find-subject.ts'
import type { Desk, Shown } from './slice.ts'

export const deskTitle = ({ language }: Shown, desk: Desk): string => {
  const { menu } = managementMessages(language)
  return desk === PASSWORDS ? menu.passwords : menu.emails
}

/** Asks for a person: 「員工身份證號」, which is sent and never stands in an address, or 「挑選人員」. */
export function AskPage({ request, desk, form }: { request: Shown; desk: Desk; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={deskTitle(request, desk)} problems={form.problems}>
      <p class="lead">{m.leads[desk]}</p>
      <Form request={request} action={desk} label={m.find}>
        <TextField
          language={language} form={form} name="nationalId" label={m.nationalId} hint={m.nationalIdHint} width="medium" maxlength={64}
        />
        <Actions>
          <Button>{m.find}</Button>
          <PickLink request={request} pick="person" to={desk}>{m.pick}</PickLink>
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** The frame of a page about one person. `title`: of an act's page, with the way back to the person. */
export function DeskPage({ request, desk, person, title, problems = [], children }: {
  request: Shown; desk: Desk; person: Subject; title?: string; problems?: readonly FormProblem[]; children?: Child
}) {
  const { language } = request
  const crumbs = title === undefined ? [] : [{ label: deskTitle(request, desk), href: `${desk}?person=${person.key}` as const }]
  return (
    <ManagePage request={request} title={title ?? deskTitle(request, desk)} crumbs={crumbs} problems={problems}>
      <PersonFacts language={language} person={person} />
      {children}
      {title !== undefined ? null : <p><a href={desk}>{messages(language).another}</a></p>}
    </ManagePage>
  )
}
