import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { frameMessages } from '../../web/frame-messages.ts'
import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'

/** 「切換機關」: one's standings, to choose the one in use. */
export function SwitchPage({ request, form }: { request: FrameRequest & { actor: PersonActor }; form: FormState }) {
  const { language, actor } = request
  const m = messages(language)
  const { names } = frameMessages(language).standing
  const choices = actor.standings.map(({ agencyCode, agencyName, standing }) =>
    ({ value: agencyCode, label: agencyName, hint: `${names[standing]}　${agencyCode}` }))
  const shown: FormState = form.typed.agency?.length ? form
    : { ...form, typed: { agency: actor.chosen === null ? [] : [actor.chosen.agencyCode] } }
  if (choices.length < 2) {
    return (
      <Page request={request} title={m.switchTitle}>
        <Empty title={choices.length === 0 ? m.switchNone : m.switchOnly} />
      </Page>
    )
  }
  return (
    <Page request={request} title={m.switchTitle} problems={form.problems}>
      <p>{m.switchLead}</p>
      <Form request={request} action="/switch">
        <Radios language={language} form={shown} name="agency" label={m.switchChoice} choices={choices} />
        <Actions>
          <Button>{m.switchButton}</Button>
          <CancelLink language={language} href="/applications" />
        </Actions>
      </Form>
    </Page>
  )
}
