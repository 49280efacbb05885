// What the pages of readers and of writers have in common.
import { Badge } from '../../web/components/badge.tsx'
import { messages } from './messages.ts'
import type { Audience } from '../../core/notices.ts'
import type { Language } from '../../web/language.ts'
import type { NamedAgency, Notice } from './notice-rows.ts'

/** The agency as it is called in that language. */
export const agencyName = ({ name, nameEn }: NamedAgency, language: Language): string => (language === 'en' ? nameEn : null) ?? name

/** In whose name it is written. */
export const writerName = (agency: NamedAgency | null, language: Language): string =>
  agency === null ? messages(language).centre : agencyName(agency, language)

/** To whom it is written, in words. */
export function audienceText({ standing, below }: Audience, agency: NamedAgency | null, language: Language): string {
  const m = messages(language).audience
  if (standing === null) return m.public
  return agency === null ? m.nation[standing] : m.at(agencyName(agency, language), below, m.people[standing])
}

/** What marks it in a list. */
export function Marks({ language, notice: { pinned, mustAcknowledge } }: {
  language: Language; notice: Pick<Notice, 'pinned' | 'mustAcknowledge'>
}) {
  const m = messages(language)
  return (
    <>
      {pinned ? <> <Badge>{m.pinned}</Badge></> : null}
      {mustAcknowledge ? <> <Badge kind="warning">{m.mustSign}</Badge></> : null}
    </>
  )
}
