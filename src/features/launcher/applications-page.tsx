import { dayBefore } from '../../core/days.ts'
import { foldedText } from '../../core/search-text.ts'
import { SearchAnswer } from '../../web/components/search-answer.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { CSRF_FIELD } from '../../web/csrf.ts'
import { Empty } from '../../web/components/panel.tsx'
import { showDay } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { FAVOURITE_FORM, MyApplicationCard } from './application-card.tsx'
import { messages } from './messages.ts'
import { OtherApplications } from './other-applications.tsx'
import type { Naming } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Application } from '../../core/catalogue.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Outage } from '../../store/outages.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyApplication, MyApplications } from './my-applications.ts'

type Props = {
  request: FrameRequest & { actor: PersonActor }
  applications: MyApplications
  search: string
  /** Today's notices of outages. */
  outages?: readonly Outage[]
  /** The first day on which somebody without a post can no longer sign in (R-STD-3). */
  closes?: Day | null
}

/** Whether code, name or description hold what was typed. */
export function matches({ code, name, description }: Application, search: string): boolean {
  return foldedText(`${code} ${name}\n${description}`).includes(foldedText(search))
}

type Group = { heading: string; mine: MyApplication[] }

/** The favourites, then the others by the headings of the catalogue, in its order. */
function groupsOf(mine: readonly MyApplication[], favourites: string): Group[] {
  const groups = [...Map.groupBy(mine.filter((one) => !one.favourite), (one) => one.application.heading)]
    .map(([heading, group]) => ({ heading, mine: group }))
  const kept = mine.filter((one) => one.favourite)
  return kept.length === 0 ? groups : [{ heading: favourites, mine: kept }, ...groups]
}

function Mine({ request, mine, naming, outages }: {
  request: FrameRequest; mine: readonly MyApplication[]; naming: Naming; outages: readonly Outage[]
}) {
  const { language } = request
  return (
    <>
      {groupsOf(mine, messages(language).favourites).map(({ heading, mine: group }, at) => (
        <section class="applications" aria-labelledby={`group-${at}`} data-group>
          <h2 id={`group-${at}`}>
            {heading}<span class="count">{group.length}</span>
          </h2>
          <ul>
            {group.map((one) => (
              <MyApplicationCard
                request={request} mine={one} naming={naming}
                outage={outages.find(({ application }) => application === one.application.code)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Lead({ request: { actor, language }, applications: { mine }, closes = null }: Props) {
  const m = messages(language)
  const { chosen } = actor
  const open = mine.filter(({ application }) => application.inService).length
  if (chosen === null) {
    return (
      <Empty title={m.none}>
        <p>{m.noneWhy}</p>
        {closes === null ? null : <p>{m.closes(showDay(dayBefore(closes), language))} <a href="/me">{m.toMe}</a></p>}
      </Empty>
    )
  }
  return open === 0 ? <Empty title={m.none} /> : <p class="lead">{m.lead(open, chosen.agencyName)}</p>
}

/** How many were found; spoken as it changes, and with the sentences that a search as one types fills in. */
function Found({ request, found, search }: { request: FrameRequest; found: number; search: string }) {
  const m = messages(request.language)
  return (
    <SearchAnswer idle={search === ''} sentences={{ 'data-found': m.found('{count}', '{text}'), 'data-none': m.foundNone('{text}') }}>
      {search === '' ? null : found === 0 ? m.foundNone(search) : m.found(found, search)}
    </SearchAnswer>
  )
}

/** 「應用系統」: what is mine with its reason, and below it what is not with what is missing. */
export function ApplicationsPage(props: Props) {
  const { request, applications, search, outages = [] } = props
  const m = messages(request.language)
  const { naming } = applications
  const mine = applications.mine.filter(({ application }) => matches(application, search))
  const others = applications.others.filter(({ application }) => matches(application, search))
  return (
    <Page request={request} title={m.title} answer={search}>
      <Lead {...props} />
      <SearchBox language={request.language} action="/applications" label={m.search} hint={m.searchHint} value={search} />
      <Found request={request} found={mine.length + others.length} search={search} />
      {mine.length === 0 ? null : (
        <form id={FAVOURITE_FORM} method="post">
          <input type="hidden" name={CSRF_FIELD} value={request.csrfToken()} />
          <input type="hidden" name="q" value={search} />
        </form>
      )}
      <Mine request={request} mine={mine} naming={naming} outages={outages} />
      <OtherApplications request={request} others={others} naming={naming} />
      <script type="module" src={request.site.asset('applications.js')} />
    </Page>
  )
}
