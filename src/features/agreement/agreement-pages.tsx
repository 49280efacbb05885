import { NOTICE_PATH } from '../../web/agreement.ts'
import { Button } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { showMoment } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { NOTICE_VERSION, personalDataMessages } from '../../web/personal-data-messages.ts'
import { OwnPage } from '../me/own-page.tsx'
import { carriedOn } from '../sign-in/onward.ts'
import { messages } from './messages.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Onward } from '../sign-in/onward.ts'

/** 「重要訊息」 before anything else opens: the text, the tick, and the way out. */
export function AgreementPage({ request, form, onward }: { request: FrameRequest; form: FormState; onward: Onward }) {
  const { language } = request
  const m = messages(language)
  const { title, text } = personalDataMessages(language)
  return (
    <Page request={request} title={title} problems={form.problems}>
      <p class="lead">{m.asked}</p>
      <p class="prose">{text}</p>
      <Form request={request} action={NOTICE_PATH} hidden={{ ...carriedOn(onward), version: String(NOTICE_VERSION) }}>
        <Checkboxes
          language={language} form={form} name="agree" label={m.agree} legendUnseen choices={[{ value: 'yes', label: m.agree }]}
        />
        <Actions><Button>{m.go}</Button></Actions>
      </Form>
      <Form request={request} action="/sign-out">
        <p class="soft">{m.leaveWhy}</p>
        <Actions><Button kind="secondary">{m.leave}</Button></Actions>
      </Form>
    </Page>
  )
}

/** The same afterwards, to be read. `agreed`: when it was agreed to. */
export function NoticePage({ request, agreed }: { request: FrameRequest; agreed: Date | null }) {
  const { language } = request
  const m = messages(language)
  const { title, text } = personalDataMessages(language)
  return (
    <OwnPage request={request} title={title}>
      <p class="prose">{text}</p>
      <p class="soft">{agreed === null ? m.notAsked : m.agreed(showMoment(agreed, language))}</p>
    </OwnPage>
  )
}

/** Of it on another page of 「我的專區」: when it was agreed to, and the way to its text. */
export function NoticeLine({ request, agreed }: { request: FrameRequest; agreed: Date | null }) {
  const { language } = request
  const m = messages(language)
  return (
    <section>
      <h2>{m.line}</h2>
      <p>{agreed === null ? null : <>{m.lineAgreed(showMoment(agreed, language))} </>}<a href={NOTICE_PATH}>{m.read}</a></p>
    </section>
  )
}
