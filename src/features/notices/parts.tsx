// What the pages of readers and of writers have in common.
import { Badge } from '../../web/components/badge.tsx'
import { nameIn } from '../../web/agency-names.ts'
import { dayBefore, dayInTaipei, timeInTaipei } from '../../core/days.ts'
import { showDayShort } from '../../web/days.ts'
import { messages } from './messages.ts'
import { signerMessages } from './signer-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Audience } from '../../core/notices.ts'
import type { Language } from '../../web/language.ts'
import type { NamedAgency, Notice } from './notice-rows.ts'

/** In whose name it is written. */
export const writerName = (agency: NamedAgency | null, language: Language): string =>
  agency === null ? messages(language).centre : nameIn(agency, language)

/** To whom it is written, in words. */
export function audienceText({ standing, below }: Audience, agency: NamedAgency | null, language: Language): string {
  const m = messages(language).audience
  if (standing === null) return m.public
  return agency === null ? m.nation[standing] : m.at(nameIn(agency, language), below, m.people[standing])
}

/** The day and time of an end as people say it: the midnight that ends a day is its 24:00. */
export function endParts(at: Date): { day: Day; time: string } {
  const time = timeInTaipei(at).slice(0, 5)
  const day = dayInTaipei(at)
  return time === '00:00' ? { day: dayBefore(day), time: '24:00' } : { day, time }
}

export function showEnd(at: Date, language: Language): string {
  const { day, time } = endParts(at)
  return `${showDayShort(day, language)} ${time}`
}

/** What marks it in a list. */
export function Marks({ language, notice: { pinned, mustAcknowledge }, signed = false }: {
  language: Language; notice: Pick<Notice, 'pinned' | 'mustAcknowledge'>
  /** The reader has signed for it. */
  signed?: boolean
}) {
  const m = messages(language)
  return (
    <>
      {pinned ? <> <Badge>{m.pinned}</Badge></> : null}
      {!mustAcknowledge ? null : signed ? <> <Badge kind="good">{signerMessages(language).signedMark}</Badge></>
        : <> <Badge kind="warning">{m.mustSign}</Badge></>}
    </>
  )
}
