// What the pages of 「機關管理」 share.
import type { AgencyFields } from '../../core/agency-change.ts'
import type { Actor } from '../../web/actor.ts'
import { nameIn } from '../../web/agency-names.ts'
import { showDayShort } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Named } from '../../store/agency-list.ts'
import { manageMessages } from './manage-messages.ts'
import type { Writer } from './managed-agency.ts'

/** The request of a page of the centre's. */
export type CentralRequest = FrameRequest & { actor: Actor }

/** The page of one agency. */
export const managePath = (code: string): LocalPath => `/manage/agencies/${code}`

/** The crumb of 「機關管理」, and of the agency below it. */
export function crumbsOf(language: Language, agency?: Named): { label: string; href: LocalPath }[] {
  const top = { label: manageMessages(language).title, href: '/manage/agencies' } as const
  return agency === undefined ? [top] : [top, { label: nameIn(agency, language), href: managePath(agency.code) }]
}

/** Name and code, the name leading to the agency's page. */
export function Called({ agency, language }: { agency: Named; language: Language }) {
  return (
    <span class="called">
      <a href={managePath(agency.code)}>{nameIn(agency, language)}</a>{' '}
      <span class="code">{agency.code}</span>
    </span>
  )
}

/** From when to when, both inclusive. */
export function daysOf({ from, to }: { from: string | null; to: string | null }, language: Language): string {
  const m = manageMessages(language)
  const end = to === null ? m.open : showDayShort(to, language)
  return `${from === null ? m.always : showDayShort(from, language)}–${end}`
}

/** Who wrote it. */
export function writerOf({ name, process }: Writer, language: Language): string {
  return name ?? process ?? manageMessages(language).system
}

/** A field's value as people read it. */
export function valueText(
  field: keyof AgencyFields, value: AgencyFields[keyof AgencyFields] | undefined, names: ReadonlyMap<string, Named>, language: Language,
): string {
  if (value === null || value === undefined || value === '') return manageMessages(language).none
  const named = field === 'superior' || field === 'successor' ? names.get(String(value)) : undefined
  return named === undefined ? String(value) : `${nameIn(named, language)} ${named.code}`
}
