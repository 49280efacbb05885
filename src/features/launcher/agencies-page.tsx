import { foldedText } from '../../core/search-text.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { SearchAnswer } from '../../web/components/search-answer.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Page } from '../../web/layout.tsx'
import { OpenForLink, Reasons } from './application-card.tsx'
import { byAgency } from './my-applications.ts'
import { agencyInUse } from '../../web/actor.ts'
import { messages } from './messages.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Answered } from './open-application.ts'

// About two screens; a whole county's schools are several pages.
const AGENCIES_A_PAGE = 50

type Props = {
  request: FrameRequest & { actor: PersonActor }
  asked: Answered
  search: string
  /** The code after which the page begins; '' at the start. */
  after: string
}

/** For whom one may open the application where they are many: each with its reason, to be searched. */
export function AgenciesPage({ request, asked, search, after }: Props) {
  const { language, actor } = request
  const m = messages(language)
  const { application, answer, naming } = asked
  const path: LocalPath = `/applications/${application.code}/agencies`
  const nameOf = (agency: string): string => naming.tree.agencies.get(agency)?.name ?? agency
  const all = byAgency(answer.reasons, null).toSorted((a, b) => (a.agency < b.agency ? -1 : 1))
  const found = all.filter(({ agency }) => foldedText(`${agency} ${nameOf(agency)}`).includes(foldedText(search)))
  const rest = found.filter(({ agency }) => agency > after)
  const shown = rest.slice(0, AGENCIES_A_PAGE)
  const addressAfter = (code: string): string =>
    `${path}?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), ...(code === '' ? {} : { after: code }) })}`
  const before = found.length - rest.length
  return (
    <Page request={request} title={m.agenciesTitle(application.name)} answer={search} from={before + 1} breadcrumbs={[{ label: m.title, href: '/applications' }]}>
      <p class="lead">{m.agenciesLead(all.length)}</p>
      <SearchBox language={language} action={path} label={m.agencySearch} hint={m.agencySearchHint} value={search} />
      {search === '' ? null : <SearchAnswer>{m.foundAgencies(found.length, search)}</SearchAnswer>}
      <div class="applications">
        <ul>
          {shown.map(({ agency, reasons }) => (
            <li class="application">
              <div class="application-head">
                <OpenForLink code={application.code} agency={agency} naming={naming} language={language} />
                {' '}<span class="code soft">{agency}</span>
                {agency === agencyInUse(actor) ? <> <Badge>{m.agencyInUse}</Badge></> : null}
              </div>
              <Reasons reasons={reasons} naming={naming} language={language} />
            </li>
          ))}
        </ul>
      </div>
      <Paging
        language={language} shown={{ from: before + 1, to: before + shown.length }}
        previous={before === 0 ? null : addressAfter(found[before - AGENCIES_A_PAGE - 1]?.agency ?? '')}
        next={rest.length > shown.length ? addressAfter(shown.at(-1)!.agency) : null}
      />
    </Page>
  )
}
