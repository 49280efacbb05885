import { standingSentence } from '../../core/access-messages.ts'
import { isOfCentre } from '../../core/scope.ts'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Columns, Panel } from '../../web/components/panel.tsx'
import { showDay } from '../../web/days.ts'
import { managementMenu } from '../../web/management-menu.ts'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import type { AgencyTree } from '../../core/agency-tree.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Actor } from '../../web/actor.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'

/** Why somebody manages, as they read it (R-SCP-2). */
function waySentence(way: ManagementWay, tree: AgencyTree, language: Language): string {
  const m = messages(language).ways
  const name = (code: string): string => {
    const node = tree.agencies.get(code)
    return (language === 'en' ? node?.nameEn ?? node?.name : node?.name) ?? code
  }
  const day = (until: string | null) => (until === null ? null : showDay(until, language))
  switch (way.way) {
    case 'hrSupervisor': return standingSentence(way.held, { tree, catalogue: [] })[language]
    case 'agencyCard': return m.agencyCard(name(way.agency))
    case 'delegation': return m.delegation(name(way.agency), way.scope === null ? null : name(way.scope), day(way.until))
    case 'central': return m.central(day(way.until))
  }
}

/** 「權限與兼辦管理」: what one manages and why, and the functions. `count`: how many agencies. */
export function MenuPage({ request, agency, count, tree }: {
  request: FrameRequest & { actor: Actor }
  agency: PageAgency | null
  count: number
  tree: AgencyTree
}) {
  const { actor, language, site } = request
  const m = messages(language)
  const does: { readonly [name: string]: string } = m.does
  const { ways } = actor.authority
  const central = isOfCentre(actor.authority)
  // What is one's own is in the menu beside; here are the functions and the searches.
  const { functions, search } = managementMessages(language).headings
  const groups = managementMenu(request).filter(({ heading }) => heading === functions || heading === search)
    .map(({ heading, entries }) => ({ heading, entries: entries.filter(({ href }) => site.has(href)) })).filter(({ entries }) => entries.length > 0)
  return (
    <ManagePage request={request} title={managementMessages(language).title} agency={agency}>
      {actor.card === null ? null : <Notice title={m.cardSignedIn}><p>{m.cardSays}</p></Notice>}
      <p class="lead">{central ? m.leadCentral : m.lead(count)}</p>
      <h2>{m.why}</h2>
      <ul>{ways.map((way) => <li>{waySentence(way, tree, language)}</li>)}</ul>
      <Columns>
        {groups.map(({ heading, entries }, at) => (
          <Panel id={`group-${at}`} title={heading}>
            <ul class="plain">
              {entries.map(({ name, label, href }) => <li><a href={href}>{label}</a><span class="below">{does[name]}</span></li>)}
            </ul>
          </Panel>
        ))}
      </Columns>
    </ManagePage>
  )
}
