// The names behind the numbers of a feed's effect.
import { categoryName, reasonSentence } from '../../core/access-messages.ts'
import { nameIn } from '../../web/agency-names.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Badge } from '../../web/components/badge.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { Actions } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay, showDayShort } from '../../web/days.ts'
import { feedCrumbs, feedPath } from './feed-parts.tsx'
import { peopleAddress, rightsAddress } from './preview-effect.tsx'
import { previewMessages } from './preview-messages.ts'
import type { Child } from 'hono/jsx'
import type { Day } from '../../core/days.ts'
import type { PostChange } from '../../core/post-changes.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Language } from '../../web/language.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { AgencyLoss } from './preview-feed.ts'
import type { Listed, Move, Moved, Officer } from './preview-lists.ts'
import type { PreviewedAgency, PreviewedPerson } from './preview-names.ts'
import type { RightsAsked, ShownChange } from './preview-rights.ts'

type Frame = { request: CentralRequest; feed: string; day: Day; gone: boolean }

function AgencyName({ code, named, language }: { code: AgencyCode; named: PreviewedAgency | undefined; language: Language }) {
  return (
    <>
      {named === undefined ? null : nameIn(named, language)} <span class="code">{code}</span>
    </>
  )
}

function Who({ who, language }: { who: PreviewedPerson; language: Language }) {
  return (
    <>
      {who.name} <span class="code">{who.nationalIdMasked}</span>
      {who.key === null ? <> <Badge>{previewMessages(language).newcomer}</Badge></> : null}
    </>
  )
}

/** What happens to a post that the right rests on, in words. */
function changeText(change: PostChange, language: Language): string {
  const m = previewMessages(language)
  const post = `${change.post.unit} ${change.post.title}`.trim()
  switch (change.change) {
    case 'begins': return m.changes.begins(post, showDayShort(change.post.from, language))
    case 'ends': return m.changes.ends(post, change.to === null ? null : showDayShort(change.to, language))
    case 'withdrawn': return m.changes.withdrawn(post)
    default: {
      const value = (text: string): string => (text.trim() === '' ? m.changes.blank : text)
      const fields = change.fields.map(({ field, from, to }) => m.changes.field(m.fields[field], value(from), value(to)))
      return m.changes.fields(post, fields.join(language === 'en' ? ', ' : '、'))
    }
  }
}

function Because({ row, side, language }: { row: ShownChange; side: RightsAsked['side']; language: Language }) {
  const m = previewMessages(language)
  const resting = ({ ground }: ShownChange['reasons'][number]) => ground.by === 'grant' && ground.receiver.to === 'person'
  const gone = row.because.some(({ change }) => change === 'ends' || change === 'withdrawn')
  return (
    <>
      {row.because.map((change) => <div>{changeText(change, language)}</div>)}
      {side === 'lost' && gone && row.reasons.some(resting) ? <div>{m.changes.waits}</div> : null}
    </>
  )
}

function Page({ request, feed, title, lead, gone, children }: Frame & { title: string; lead: Child; children: Child }) {
  const { language } = request
  const m = previewMessages(language)
  return (
    <ManagePage request={request} title={title} crumbs={feedCrumbs(language, feed)}>
      <p class="lead">{lead}</p>
      {gone ? <Notice title={m.gone} /> : children}
      <Actions><ButtonLink kind="secondary" href={feedPath(feed)}>{m.back}</ButtonLink></Actions>
    </ManagePage>
  )
}

/** Who gains or loses an application, with reasons. */
export function RightsPage(props: Frame & { asked: RightsAsked; found: { rows: ShownChange[]; next: string | null } }) {
  const { request: { language }, feed, day, asked, found } = props
  const m = previewMessages(language)
  const { application, side, active, agency } = asked
  const here = rightsAddress(feed, asked, { agency })
  const other = rightsAddress(feed, { ...asked, active: !active }, { agency })
  return (
    <Page {...props} title={m.rightsTitle(application, m.sides[side])} lead={<>{m.rightsLead[side]} {showDay(day, language)}</>}>
      <SearchBox
        language={language} action={feedPath(feed, '/rights')} label={m.filterAgency} name="agency" value={agency} hint={m.filterHint}
        keep={{ application, side, day, ...(active ? {} : { waiting: 'yes' }) }} clear={rightsAddress(feed, asked)}
      />
      <p>
        <b>{active ? m.activeOnes : m.waitingOnes}</b> <a href={other}>{active ? m.waitingOnes : m.activeOnes}</a>
      </p>
      {found.rows.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.rightsTitle(application, m.sides[side])} rows={found.rows}
          columns={[
            { label: m.person, heading: true, cell: ({ who }) => <Who who={who} language={language} /> },
            { label: m.agency, cell: (row) => <AgencyName code={row.agency} named={row.at} language={language} /> },
            { label: m.category, cell: (row) => <>{categoryName(application, row.category, row.naming)[language]}{row.whole ? <> <Badge>{m.wholeOf[side]}</Badge></> : null}</> },
            { label: m.why, cell: ({ reasons, naming }) => <>{reasons.map((reason) => <div>{reasonSentence(reason, naming)[language]}</div>)}</> },
            { label: m.because, cell: (row) => <Because row={row} side={side} language={language} /> },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={found.next === null ? null : rightsAddress(feed, asked, { agency, after: found.next })} />
      {found.rows.length === 0 ? null : <Exports language={language} list={here} />}
    </Page>
  )
}

const agencyList = (codes: readonly AgencyCode[], named: Map<AgencyCode, PreviewedAgency>, language: Language): Child =>
  (codes.length === 0 ? <span class="soft">{previewMessages(language).noPost}</span>
    : codes.map((code) => <div><AgencyName code={code} named={named.get(code)} language={language} /></div>))

/** Who joins, moves, leaves or is renamed. */
export function MovedPage(props: Frame & { what: Move; found: Listed<Moved> }) {
  const { request: { language }, feed, day, what, found } = props
  const m = previewMessages(language)
  const title = m.listTitle(m.effects[what])
  const names = what === 'renamed'
  return (
    <Page {...props} title={title} lead={m.onDay(showDay(day, language))}>
      {found.rows.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={title} rows={found.rows}
          columns={[
            { label: m.person, heading: true, cell: ({ who }) => <Who who={who} language={language} /> },
            { label: names ? m.oldName : m.was, cell: (row) => (names ? row.names?.was : agencyList(row.was, found.agencies, language)) },
            { label: names ? m.newName : m.becomes, cell: (row) => (names ? row.names?.becomes : agencyList(row.becomes, found.agencies, language)) },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={found.next === null ? null : peopleAddress(feed, what, day, found.next)} />
    </Page>
  )
}

/** Who becomes and who ceases to be 人事人員 or 人事主管. */
export function OfficersPage(props: Frame & { found: Listed<Officer> }) {
  const { request: { language }, feed, day, found } = props
  const m = previewMessages(language)
  return (
    <Page {...props} title={m.officersTitle} lead={m.onDay(showDay(day, language))}>
      {found.rows.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.officersTitle} rows={found.rows}
          columns={[
            { label: m.agency, cell: ({ agency }) => <AgencyName code={agency} named={found.agencies.get(agency)} language={language} /> },
            { label: m.person, heading: true, cell: ({ who }) => <Who who={who} language={language} /> },
            { label: m.was, cell: ({ was }) => m.standings[was ?? 'none'] },
            { label: m.becomes, cell: ({ becomes }) => m.standings[becomes ?? 'none'] },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={found.next === null ? null : peopleAddress(feed, 'officers', day, found.next)} />
    </Page>
  )
}

/** Which agencies lose their last. */
export function LosingAgenciesPage(props: Frame & { found: Listed<AgencyLoss> }) {
  const { request: { language }, feed, day, found } = props
  const m = previewMessages(language)
  const lost = (row: AgencyLoss): string => (['officer', 'supervisor', 'manager'] as const).filter((what) => row[what])
    .map((what) => m.lost[what]).join(language === 'en' ? ', ' : '、')
  return (
    <Page {...props} title={m.agenciesTitle} lead={m.onDay(showDay(day, language))}>
      {found.rows.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.agenciesTitle} rows={found.rows}
          columns={[
            { label: m.agency, heading: true, cell: ({ agency }) => <AgencyName code={agency} named={found.agencies.get(agency)} language={language} /> },
            { label: m.loses, cell: lost },
            { label: m.delegates, numeric: true, cell: ({ delegates }) => String(delegates) },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={found.next === null ? null : peopleAddress(feed, 'agencies', day, found.next)} />
    </Page>
  )
}
