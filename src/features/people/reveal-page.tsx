import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { messages } from './messages.ts'
import { PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Subject } from './find-subject.ts'

type Props = { request: FrameRequest & { actor: Actor }; person: Subject }

/** Asks why the national ID is to be shown. */
export function RevealPage({ request, person, form }: Props & { form: FormState }) {
  const { language } = request
  const m = messages(language)
  const record = partPath(person.key, 'record')
  return (
    <PersonPage request={request} person={person} part="record" title={m.revealTitle} problems={form.problems}>
      <Notice kind="warning" title={componentMessages(language).before}><p>{m.revealBefore}</p></Notice>
      <Form request={request} action={`${record}/national-id`}>
        <TextArea language={language} form={form} name="reason" label={m.reason} hint={m.reasonHint} rows={3} maxlength={500} />
        <Actions><Button>{m.reveal}</Button><CancelLink language={language} href={record} /></Actions>
      </Form>
    </PersonPage>
  )
}

/** The national ID: the answer to the act itself, at no address that could be asked for again. */
export function RevealedPage({ request, person, nationalId }: Props & { nationalId: string }) {
  const m = messages(request.language)
  return (
    <PersonPage request={request} person={person} part="record" title={m.revealTitle}>
      <Notice kind="done" title={m.revealed}>
        <p class="code national-id">{nationalId}</p>
        <p>{m.revealedNote}</p>
      </Notice>
      <p><ButtonLink kind="secondary" href={partPath(person.key, 'record')}>{m.back}</ButtonLink></p>
    </PersonPage>
  )
}
