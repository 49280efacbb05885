import { DISPLAY_SIZES } from '../../web/actor.ts'
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { NoticeLine } from '../agreement/agreement-pages.tsx'
import { keepingMessages } from './keeping-messages.ts'
import { OwnPage } from './own-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'

/** The languages as they call themselves, whichever the page is written in. */
const LANGUAGES = [{ value: 'zh-TW', label: '正體中文' }, { value: 'en', label: 'English' }] as const

/** 「語言與字級」. `saved`: what was chosen has just been kept. */
export function DisplayPage({ request, form, saved, agreed }: {
  request: FrameRequest; form: FormState; saved: boolean
  /** When 「重要訊息」 was agreed to. */
  agreed: Date | null
}) {
  const { language } = request
  const m = keepingMessages(language)
  const common = { language, form }
  return (
    <OwnPage request={request} title={m.displayTitle} problems={form.problems}>
      {saved ? <Notice kind="done" title={m.displaySaved} /> : null}
      <p class="lead">{m.displayLead}</p>
      <Form request={request} action="/me/display">
        <Radios {...common} name="language" label={m.language} choices={LANGUAGES} inline />
        <Radios
          {...common} name="size" label={m.size} hint={m.sizeHint}
          choices={DISPLAY_SIZES.map((size) => ({ value: size, label: m.sizes[size] }))}
        />
        <Actions><Button>{m.save}</Button></Actions>
      </Form>
      <NoticeLine request={request} agreed={agreed} />
    </OwnPage>
  )
}
