// What the pages of 「機關組織」 share: addresses, names, the day they are asked for, and lists.
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { DateField } from '../../web/components/fields.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { showDay, showDayShort } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { addressOf } from '../../web/address.ts'
import { messages } from './agency-messages.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedAgency, Named } from '../../store/agency-list.ts'

/** Where agencies have their pages: for everybody, or for the centre. */
export type Base = '/agencies' | '/manage/agencies'

export const agencyPath = (code: string, asOf: AskedDay, base: Base = '/agencies'): LocalPath => addressOf(`${base}/${code}`, { asOf })

export function AgencyLink({ agency, asOf, language, base }: {
  agency: Named; asOf: AskedDay; language: Language; base?: Base | undefined
}) {
  return <a href={agencyPath(agency.code, asOf, base)}>{nameIn(agency, language)}</a>
}

/** Says which day the page is of, when it is not today. */
export function AsOfNotice({ request, path, asOf, q = '' }: {
  request: FrameRequest; path: LocalPath; asOf: AskedDay; q?: string
}) {
  const { language } = request
  if (asOf === null) return null
  const m = messages(language)
  return (
    <Notice title={m.asOf(showDay(asOf, language))}><p><a href={addressOf(path, { q })}>{m.backToToday}</a></p></Notice>
  )
}

/** 「查詢日期」 as a form of its own; open when what was typed was not understood. */
export function DayForm({ request, path, asOf, form, q = '' }: {
  request: FrameRequest; path: LocalPath; asOf: AskedDay; form: FormState; q?: string
}) {
  const { language } = request
  const m = messages(language)
  const shown = form.problems.length > 0 ? form : filledForm({ asOf: asOf === null ? '' : showDayShort(asOf, language) })
  return (
    <Disclosure summary={m.dayOther} open={form.problems.length > 0}>
      <form class="day-form" method="get" action={path} novalidate>
        {q === '' ? null : <input type="hidden" name="q" value={q} />}
        <DateField language={language} form={shown} name="asOf" label={m.day} />
        <Button kind="secondary">{m.dayShow}</Button>
      </form>
    </Disclosure>
  )
}

/** Agencies one a line: name, code, whether it lives, and the superior where the list is not of one superior's. */
export function AgencyList({ agencies, asOf, language, withSuperior, base }: {
  agencies: readonly ListedAgency[]; asOf: AskedDay; language: Language; withSuperior: boolean; base?: Base
}) {
  const m = messages(language)
  return (
    <ul class="sheet">
      {agencies.map((agency) => (
        <li>
          <AgencyLink agency={agency} asOf={asOf} language={language} base={base} /> <span class="code">{agency.code}</span>
          {agency.gone === null ? null : <> <Badge>{m.goneMark(showDayShort(agency.gone, language))}</Badge></>}
          {agency.coming === null ? null : <> <Badge>{m.comingMark(showDayShort(agency.coming, language))}</Badge></>}
          {!withSuperior || agency.superior === null ? null : (
            <span class="below">{nameIn(agency.superior, language)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
