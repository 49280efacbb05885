import type { Child } from 'hono/jsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Tabs } from '../../web/components/panel.tsx'
import { PersonFacts } from '../../web/components/pickers.tsx'
import { showDayShort } from '../../web/days.ts'
import { messages } from './messages.ts'
import { isCentral, PEOPLE_PATH, partPath } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../../web/actor.ts'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Subject } from './find-subject.ts'
import type { Part } from './slice.ts'

const PARTS: readonly Part[] = ['record', 'account', 'rights', 'decisions', 'events']

/** The way back to where people are found: 「員工管理」, or for managers the search. */
export function peopleCrumb({ actor, language }: FrameRequest & { actor: Actor }): Crumb {
  const m = messages(language)
  return isCentral(actor) ? { label: m.title, href: PEOPLE_PATH } : { label: m.accounts, href: '/search/accounts' }
}

/**
 * The frame of a page about one person: who it is, and for the centre the other pages. `title`: of an act's page; the
 * part's own name otherwise.
 */
export function PersonPage({ request, person, part, title, problems = [], children }: {
  request: FrameRequest & { actor: Actor }
  person: Subject
  part: Part
  title?: string
  problems?: readonly FormProblem[]
  children?: Child
}) {
  const { language, actor } = request
  const m = messages(language)
  const crumbs = [peopleCrumb(request), ...(title === undefined ? [] : [{ label: m.parts[part], href: partPath(person.key, part) }])]
  return (
    <ManagePage request={request} title={title ?? m.partTitle(m.parts[part])} crumbs={crumbs} problems={problems}>
      {/* A title names nobody: titles stand in histories and on tabs. */}
      <PersonFacts language={language} person={person} />
      {person.posts.length > 0 ? null : <p class="soft">{m.noPost}</p>}
      {title !== undefined || !isCentral(actor) ? null : (
        <Tabs
          label={m.partsOf}
          tabs={PARTS.map((one) => ({ label: m.parts[one], href: partPath(person.key, one), current: one === part }))}
        />
      )}
      {children}
    </ManagePage>
  )
}

/** From when to when something of the person's holds; neither day is broken at its hyphens. */
export function Period({ period: { from, to }, language }: { period: { from: Day; to: Day | null }; language: Language }) {
  const m = messages(language)
  return <><span class="whole">{showDayShort(from, language)}</span> <span class="whole">{to === null ? m.open : m.until(showDayShort(to, language))}</span></>
}
