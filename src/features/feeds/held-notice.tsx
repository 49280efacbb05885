// Why a feed is held, with its figures, what to do about each, and who decides.
import { Notice } from '../../web/components/notice.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import { feedPageMessages } from './feed-page-messages.ts'
import { PersonName, shownCount } from './feed-parts.tsx'
import type { HoldReason } from '../../core/feed-judging.ts'
import type { Language } from '../../web/language.ts'
import type { Decider, ShownFeed } from './shown-feed.ts'

/** A share in hundredths, never rounded down to what is allowed. */
const percentOf = (part: number, whole: number): string => `${(Math.ceil((part * 1000) / whole) / 10).toFixed(1)}%`

/** What exceeds the limit, in figures. */
export function holdText(reason: HoldReason, language: Language): string {
  const m = feedPageMessages(language).held
  switch (reason.code) {
    case 'cutsShort':
      return m.cutsShort(shownCount(reason.cutShort), shownCount(reason.openPosts), percentOf(reason.cutShort, reason.openPosts))
    case 'lastOfficers': return m.lastOfficers(shownCount(reason.count))
    case 'lastCentral': return m.lastCentral(shownCount(reason.count))
    case 'olderThanApplied': return m.olderThanApplied(showDay(reason.asOf, language), showDay(reason.lastSnapshot, language))
  }
}

const HELP = {
  cutsShort: 'cutsShortHelp', lastOfficers: 'lastOfficersHelp', olderThanApplied: 'olderThanAppliedHelp', lastCentral: 'lastCentralHelp',
} as const

type Props = {
  language: Language
  feed: ShownFeed
  /** Who may decide beside whoever brought it. */
  deciders: readonly Decider[]
  /** Whether the reader brought it. */
  mine: boolean
  canApprove: boolean
}

// More are folded away, for they would push all else off the screen.
const MOST_AT_A_GLANCE = 10

/** The agencies that lose their last personnel officer, where that is a reason. */
export function LostOfficers({ reasons, agencies, language }: {
  reasons: readonly HoldReason[]; agencies: ReadonlyMap<string, string>; language: Language
}) {
  const m = feedPageMessages(language).held
  const reason = reasons.find((one) => one.code === 'lastOfficers')
  if (reason === undefined) return null
  const rest = reason.count - reason.agencies.length
  const table = (
    <Table
      language={language} caption={m.agencies} rows={reason.agencies} count={reason.count}
      columns={[
        {
          label: m.agency, heading: true,
          cell: ({ agency }) => (
            <a href={`/agencies/${agency}`}>
              {agencies.get(agency) ?? agency}{' '}
              <span class="code">{agency}</span>
            </a>
          ),
        },
        { label: m.officers, numeric: true, cell: ({ officers }) => shownCount(officers) },
      ]}
    />
  )
  return (
    <>
      {reason.agencies.length <= MOST_AT_A_GLANCE ? table : <Disclosure summary={m.agencies}>{table}</Disclosure>}
      {rest > 0 ? <p class="soft">{m.others(shownCount(rest))}</p> : null}
    </>
  )
}

function WhoDecides({ language, deciders, mine, canApprove }: Props) {
  const m = feedPageMessages(language).held
  if (canApprove) return null
  if (deciders.length === 0) return <p>{m.nobody}</p>
  return (
    <>
      {mine ? <p>{m.yours}</p> : null}
      <ul>{deciders.map((person) => <li><PersonName person={person} /></li>)}</ul>
    </>
  )
}

/** The reasons, each with its figures and what to do about it. */
export function HeldReasons({ reasons, language }: { reasons: readonly HoldReason[]; language: Language }) {
  const m = feedPageMessages(language).held
  return <ul>{reasons.map((reason) => <li><b>{holdText(reason, language)}</b> {m[HELP[reason.code]]}</li>)}</ul>
}

/** 「暫緩」: the notice at the head of the page. */
export function HeldNotice(props: Props) {
  const { language, feed: { heldFor, renewedAt } } = props
  const all = feedPageMessages(language)
  return (
    <Notice kind="danger" title={all.held.title}>
      {renewedAt === null ? null : <p>{all.renewed}</p>}
      <HeldReasons reasons={heldFor ?? []} language={language} />
      <p>{all.held.text}</p>
      <WhoDecides {...props} />
    </Notice>
  )
}
