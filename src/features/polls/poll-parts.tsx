// What the pages of voters and of writers have in common: the facts of a poll and its result.
import { FEWEST_TOLD, pollState, resultTold, shareOf } from '../../core/polls.ts'
import { Badge } from '../../web/components/badge.tsx'
import { DescriptionList, Panel } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { writtenIn } from '../notices/markdown.tsx'
import { audienceText, showEnd, writerName } from '../notices/parts.tsx'
import { messages } from './messages.ts'
import type { PollState } from '../../core/polls.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Poll, PollHead, PollResult } from './poll-rows.ts'

const KINDS: Record<PollState, BadgeKind> = { planned: 'warning', open: 'good', over: 'plain', never: 'danger' }

/** What becomes of it at this moment, as a word. */
export function StateBadge({ request: { language, now }, poll }: { request: FrameRequest; poll: PollHead }) {
  const state = pollState(poll, now)
  return <Badge kind={KINDS[state]}>{messages(language).states[state]}</Badge>
}

/** When votes are taken no more. */
export const endOf = ({ closesAt, endedAt }: PollHead): Date => endedAt ?? closesAt

/** From whom, to whom and until when. */
export function PollFacts({ request, poll, result }: { request: FrameRequest; poll: Poll; result: PollResult | null }) {
  const { language } = request
  const m = messages(language)
  return (
    <DescriptionList
      items={[
        { term: m.by, value: writerName(poll.agency, language) },
        { term: m.to, value: audienceText(poll.audience, poll.audienceAgency, language) },
        { term: m.opens, value: showMoment(poll.opensAt, language) },
        { term: m.closes, value: showEnd(endOf(poll), language) },
        { term: m.voters, value: m.people((result ?? poll).voters) },
      ]}
    />
  )
}

const BAR = 14
const share = (votes: number, voters: number): string => `${(shareOf(votes, voters) / 10).toFixed(1)}%`

/** Bars as long as the share of those who voted; what it shows stands in its name, and in the table beside it. */
function Chart({ language, choices, voters }: { language: Language } & PollResult) {
  const m = messages(language)
  const lines = choices.map(({ label, votes }) => m.line(label, votes, share(votes, voters))).join(m.between)
  return (
    <div class="poll-chart" role="img" aria-label={m.chart(lines)}>
      {choices.map(({ label, votes }) => (
        <>
          <p lang={writtenIn(label)}>{label}</p>
          <svg width="100%" height={BAR}>
            <rect class="all" width="100%" height={BAR} />
            <rect width={share(votes, voters)} height={BAR} />
          </svg>
        </>
      ))}
    </div>
  )
}

/** The result as a chart and a table, or why it is not told; null: the poll is not over. */
export function Result({ language, result }: { language: Language; result: PollResult | null }) {
  const m = messages(language)
  if (result === null) return <p class="soft">{m.notYet}</p>
  return (
    <Panel id="result" title={m.result}>
      {!resultTold(result.voters) ? <p>{m.tooFew(FEWEST_TOLD)}</p> : (
        <>
          <Chart language={language} {...result} />
          <Table
            language={language} caption={m.figures} rows={result.choices}
            columns={[
              { label: m.columns.choice, heading: true, cell: ({ label }) => <span lang={writtenIn(label)}>{label}</span> },
              { label: m.columns.votes, numeric: true, cell: ({ votes }) => m.number(votes) },
              { label: m.columns.share, numeric: true, cell: ({ votes }) => share(votes, result.voters) },
            ]}
          />
        </>
      )}
    </Panel>
  )
}
