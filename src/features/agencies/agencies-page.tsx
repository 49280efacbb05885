import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { FoundNothing, SearchAnswer } from '../../web/components/search-answer.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { showMoment } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { messages } from './agency-messages.ts'
import { addressOf } from '../../web/address.ts'
import { AgencyLink, AgencyList, AsOfNotice, DayForm } from './agency-parts.tsx'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { Base } from './agency-parts.tsx'
import type { TreeAgency } from './agency-overview.ts'
import type { AgencyPage } from '../../store/agency-list.ts'

/** The tree's upper two steps, or what a search found. */
export type AgenciesShown =
  | { shows: 'tree'; agencies: readonly TreeAgency[]; live: number; since: Date | null }
  | { shows: 'found'; page: AgencyPage }
  /** The day could not be read: see the form's problems. */
  | { shows: 'nothing' }

/** Which of those that were found is the first on the page. */
export const firstRow = (shown: AgenciesShown): number => (shown.shows === 'found' ? shown.page.before + 1 : 1)

/** Where the tree's agencies lead, and what their lists keep in the address. */
type Within = { request: FrameRequest; asOf: AskedDay; base?: Base; keep?: Readonly<Record<string, string>> }

type Props = { request: FrameRequest; shown: AgenciesShown; search: string; asOf: AskedDay; form: FormState }

function Step({ agency, asOf, request, base }: Within & { agency: TreeAgency }) {
  const m = messages(request.language)
  return (
    <li>
      <AgencyLink agency={agency} asOf={asOf} language={request.language} base={base} />{' '}
      <span class="code">{agency.code}</span>
      {agency.below === 0 ? null : <span class="count">{m.belowCount(agency.below)}</span>}
    </li>
  )
}

function Tree({ agencies, ...within }: Within & { agencies: readonly TreeAgency[] }) {
  const { request, asOf, base } = within
  const m = messages(request.language)
  const tops = agencies.filter(({ superior }) => superior === null)
  const under = Map.groupBy(agencies.filter(({ superior }) => superior !== null), ({ superior }) => superior!)
  const [parents, single] = [tops.filter(({ code }) => under.has(code)), tops.filter(({ code }) => !under.has(code))]
  const [alone, orphans] = [single.filter(({ orphan }) => !orphan), single.filter(({ orphan }) => orphan)]
  const step = (agency: TreeAgency) => <Step agency={agency} {...within} />
  return (
    <>
      {parents.map((top) => (
        <section class="branch" aria-labelledby={`at-${top.code}`}>
          <h2 id={`at-${top.code}`}>
            <AgencyLink agency={top} asOf={asOf} language={request.language} base={base} /> <span class="code soft">{top.code}</span>
            <span class="count">{m.belowCount(top.below)}</span>
          </h2>
          <ul class="sheet narrow">{under.get(top.code)!.map(step)}</ul>
        </section>
      ))}
      {([['alone', m.top, alone], ['orphans', m.orphans, orphans]] as const).filter(([, , group]) => group.length > 0)
        .map(([id, title, group]) => (
          <section class="branch" aria-labelledby={id}>
            <h2 id={id}>{title}</h2>
            <ul class="sheet narrow">{group.map(step)}</ul>
          </section>
        ))}
    </>
  )
}

function Found({ request, page, search, asOf, base = '/agencies', keep }: Within & { page: AgencyPage; search: string }) {
  const { language } = request
  const m = messages(language)
  const { agencies, total, before, previous, next } = page
  const at = (after: string) => addressOf(base, { q: search, asOf, ...keep, after })
  if (total === 0) return <FoundNothing title={m.foundNone(search)}><p>{m.foundNoneHelp}</p></FoundNothing>
  return (
    <>
      <SearchAnswer>{m.found(total, search)}</SearchAnswer>
      <AgencyList agencies={agencies} asOf={asOf} language={language} withSuperior base={base} />
      <Paging
        language={language} shown={{ from: before + 1, to: before + agencies.length }}
        previous={previous === null ? null : at(previous)} next={next === null ? null : at(next)}
      />
    </>
  )
}

/** The tree from its top, or what was found; or that nothing was known of the day. */
export function AgenciesBody({ shown, search, ...within }: Within & { shown: AgenciesShown; search: string }) {
  const { request: { language }, asOf, base = '/agencies' } = within
  const m = messages(language)
  if (shown.shows === 'found') return <Found {...within} page={shown.page} search={search} />
  if (shown.shows === 'nothing') return null
  if (shown.live > 0) return <Tree {...within} agencies={shown.agencies} />
  return (
    <Empty title={m.nothingKnown}>
      <p>{shown.since === null ? m.nothingYet : m.nothingKnownSince(showMoment(shown.since, language))}</p>
      {asOf === null ? null : <p><a href={addressOf(base, { q: search })}>{m.backToToday}</a></p>}
    </Empty>
  )
}

/** 「機關組織」: the tree from its top, or what is found by a part of a code or name. */
export function AgenciesPage({ request, shown, search, asOf, form }: Props) {
  const { language } = request
  const m = messages(language)
  const nothing = shown.shows === 'tree' && shown.live === 0
  return (
    <Page request={request} title={m.title} answer={search} from={firstRow(shown)} problems={form.problems}>
      {shown.shows !== 'tree' || nothing ? null : <p class="lead">{m.lead(shown.live)}</p>}
      <SearchBox
        language={language} action="/agencies" label={m.search} hint={m.searchHint} value={search}
        keep={asOf === null ? {} : { asOf }}
      />
      <DayForm request={request} path="/agencies" asOf={asOf} form={form} q={search} />
      {nothing ? null : <AsOfNotice request={request} path="/agencies" asOf={asOf} q={search} />}
      <AgenciesBody request={request} shown={shown} search={search} asOf={asOf} />
    </Page>
  )
}
