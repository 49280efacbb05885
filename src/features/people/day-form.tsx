import { addressOf } from '../../web/address.ts'
import { AsOfNotice } from '../../web/components/as-of-notice.tsx'
import { Button } from '../../web/components/button.tsx'
import { DateField } from '../../web/components/fields.tsx'
import { showDayShort } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { messages } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** A day as it was asked for: the day, and the form where what was typed could not be read. */
export type DayAsked = { asOf: AskedDay; wrong: FormState | null }

/** 「查詢日期」 of a page, what else narrows it (`children`), and of which day it speaks where that is not today. */
export function DayForm({ request, path, day: { asOf, wrong }, said = {}, children }: {
  request: FrameRequest
  path: LocalPath
  day: DayAsked
  /** What the address says besides. */
  said?: Readonly<Record<string, string>>
  children?: Child
}) {
  const { language, today } = request
  const m = messages(language)
  const form = wrong ?? filledForm({ asOf: asOf === null ? '' : showDayShort(asOf, language) })
  return (
    <>
      <form class="ask" method="get" action={path} novalidate>
        <div class="asks">
          <DateField language={language} form={form} name="asOf" label={m.asOf} hint={m.asOfHint} optional />
          {children}
        </div>
        <div class="actions"><Button kind="secondary">{m.show}</Button></div>
      </form>
      <AsOfNotice request={request} asOf={asOf} back={addressOf(path, said)}>
        {asOf !== null && asOf < today ? m.asOfPast : m.asOfFuture}
      </AsOfNotice>
    </>
  )
}
