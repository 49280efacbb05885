// What the pages of 「機關調整」 share.
import { Tabs } from '../../web/components/panel.tsx'
import { nameIn } from '../../web/agency-names.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Named } from '../../store/agency-list.ts'
import { messages } from './messages.ts'

export type CentralRequest = FrameRequest & { actor: PersonActor }
export type Names = ReadonlyMap<string, Named>

export const LIST = '/manage/restructurings'
export const planPath = (id: string): LocalPath => `${LIST}/${id}`

/** The two halves of 「機關管理」. */
export function AgencyTabs({ language }: { language: Language }) {
  const m = messages(language)
  return (
    <Tabs
      label={m.tabs}
      tabs={[{ label: m.agencies, href: '/manage/agencies', current: false }, { label: m.title, href: LIST, current: true }]}
    />
  )
}

export function crumbsOf(language: Language, plan?: { id: string; title: string }): { label: string; href: LocalPath }[] {
  const top = { label: messages(language).title, href: LIST as LocalPath }
  return plan === undefined ? [top] : [top, { label: plan.title, href: planPath(plan.id) }]
}

export const named = (names: Names, code: string): Named => names.get(code) ?? { code, name: code, nameEn: null }

/** Name and code. */
export function Called({ names, code, language }: { names: Names; code: string; language: Language }) {
  const one = named(names, code)
  return <span class="called">{nameIn(one, language)} <span class="code">{code}</span></span>
}
