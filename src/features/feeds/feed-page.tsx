// One feed: where it is, what it would do or did, why it waits, and what may be decided on it.
import { ButtonLink } from '../../web/components/button.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import { feedMessages } from './feed-messages.ts'
import { feedPageMessages } from './feed-page-messages.ts'
import {
  BroughtBy, EffectText, feedCrumbs, feedPath, FEEDS_PATH, PersonName, shownBytes, shownCount,
} from './feed-parts.tsx'
import { FeedProgress } from './feed-progress.tsx'
import { HeldNotice, LostOfficers } from './held-notice.tsx'
import { refusalText } from './refusal-text.ts'
import { isAtWork, isDecided, isUnsent } from './shown-feed.ts'
import type { Child } from 'hono/jsx'
import type { Language } from '../../web/language.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { ListedFault } from './list-faults.ts'
import type { FeedAct, FeedRefused } from './feed-acts.ts'
import type { Decider, ShownFeed } from './shown-feed.ts'

export type FeedDone = 'same' | FeedAct

export type FeedPageProps = {
  request: CentralRequest
  feed: ShownFeed
  /** What this actor may do with it now. */
  acts: readonly FeedAct[]
  /** Who else may decide on it, where it is held. */
  deciders: readonly Decider[]
  /** The names of the agencies that are spoken of. */
  agencies: ReadonlyMap<string, string>
  faults: readonly ListedFault[]
  /** The effect in terms of access, once it has been counted. */
  effect: Child
  done: FeedDone | null
  /** Why what was just asked for was not done. */
  refused: FeedRefused | null
}

// What is at work is soon another; who has no script reads what is there meanwhile.
const REFRESH_SECONDS = 5

function StateNotice({ request, feed, deciders, acts }: FeedPageProps) {
  const { language, actor } = request
  const m = feedPageMessages(language)
  const renewed = feed.renewedAt === null ? null : <p>{m.renewed}</p>
  switch (feed.state) {
    case 'ready': {
      if (isDecided(feed)) return null
      const same = feed.counts !== null && Object.values(feed.counts).every((count) => count === 0)
      if (same) return <Notice title={m.nothing.title}><p>{m.nothing.text}</p></Notice>
      return (
        <Notice kind="warning" title={feed.submittedBy === actor.personId ? m.ready.title : m.ready.titleOther}>
          {renewed}<p>{m.ready.text}</p>
        </Notice>
      )
    }
    case 'held': return isDecided(feed) ? null : (
      <HeldNotice
        language={language} feed={feed} deciders={deciders} mine={feed.submittedBy === actor.personId}
        canApprove={acts.includes('approve')}
      />
    )
    case 'applied': return (
      <Notice title={m.applied.title}>
        <p>{m.applied.text(showMoment(feed.appliedAt!, language))}</p>
        <UndoneBy feed={feed} language={language} />
      </Notice>
    )
    case 'rejected': return <Notice title={m.rejected.title}><p>{m.rejected.text}</p></Notice>
    case 'refused': return <RefusedNotice feed={feed} language={language} />
    case 'interrupted': return (
      <Notice kind="danger" title={isUnsent(feed) ? m.interrupted.unsent : m.interrupted.givenUp}>
        {feed.refusal === null ? null : <p>{refusalText(feed.refusal, language)}</p>}
        <p><a href={`${FEEDS_PATH}/new`}>{m.again}</a></p>
      </Notice>
    )
    default: return null
  }
}

function UndoneBy({ feed: { undoneBy }, language }: { feed: ShownFeed; language: Language }) {
  const m = feedPageMessages(language)
  if (undoneBy === null) return null
  const said = undoneBy.state === 'applied' ? m.undone(undoneBy.id) : m.undoing(undoneBy.id)
  return <p><a href={feedPath(undoneBy.id)}>{said}</a></p>
}

function RefusedNotice({ feed: { refusal }, language }: { feed: ShownFeed; language: Language }) {
  const m = feedPageMessages(language)
  if (refusal === null) return null
  if (refusal.code === 'broughtAlready') {
    return (
      <Notice title={m.refused.same}>
        <p>{refusalText(refusal, language)}</p>
        <p><a href={feedPath(refusal.feed)}>{m.seeSame(refusal.feed)}</a></p>
      </Notice>
    )
  }
  if (refusal.code === 'notLast') return <Notice kind="danger" title={m.refused.undo}><p>{refusalText(refusal, language)}</p></Notice>
  return (
    <Notice kind="danger" title={m.refused.title}>
      <p>{refusalText(refusal, language)}</p>
      <p>{m.refused.text}</p>
      <p><a href={`${FEEDS_PATH}/new`}>{m.again}</a></p>
    </Notice>
  )
}

function Facts({ feed, language }: { feed: ShownFeed; language: Language }) {
  const m = feedPageMessages(language).facts
  const { kinds } = feedMessages(language)
  const items: ({ term: string; value: Child } | null)[] = [
    { term: m.source, value: feed.source },
    { term: m.kind, value: kinds[feed.kind] },
    { term: m.asOf, value: showDay(feed.asOf, language) },
    { term: m.by, value: <BroughtBy feed={feed} language={language} /> },
    { term: m.received, value: showMoment(feed.receivedAt, language) },
    feed.sha256 === null ? null : { term: m.rows, value: m.rowsOf(shownCount(feed.rows), shownCount(feed.rejectedRows)) },
    feed.bytes === 0 ? null : { term: m.size, value: shownBytes(feed.bytes) },
    feed.sha256 === null ? null : { term: m.sha256, value: <span class="code">{feed.sha256}</span> },
    feed.undoesId === null ? null : {
      term: m.undoes, value: <a href={feedPath(feed.undoesId)}>{feedMessages(language).number(feed.undoesId)}</a>,
    },
    feed.decider === null ? null : {
      term: m.decided,
      value: <><PersonName person={feed.decider} /> {showMoment(feed.decidedAt!, language)}</>,
    },
    feed.note === null ? null : { term: m.note, value: feed.note },
  ]
  return (
    <section aria-labelledby="file">
      <h2 id="file">{m.title}</h2>
      <DescriptionList items={items.filter((one) => one !== null)} />
    </section>
  )
}

const COUNTED = ['newPersons', 'changedPersons', 'joins', 'changes', 'ends'] as const

function Difference({ feed: { counts }, language }: { feed: ShownFeed; language: Language }) {
  const m = feedPageMessages(language).effect
  if (counts === null) return null
  return (
    <section aria-labelledby="difference">
      <h2 id="difference">{m.title}</h2>
      <DescriptionList items={COUNTED.map((name) => ({ term: m[name], value: <b>{shownCount(counts[name])}</b> }))} />
    </section>
  )
}

function Acts({ request: { language }, feed: { id }, acts }: FeedPageProps) {
  const m = feedPageMessages(language).acts
  if (acts.length === 0) return null
  return (
    <div class="actions">
      {acts.map((act, at) => (
        <ButtonLink kind={at === 0 && act !== 'undo' ? 'primary' : 'secondary'} href={feedPath(id, `/${act}`)}>{m[act]}</ButtonLink>
      ))}
    </div>
  )
}

/** Whether what was asked for has happened: then the page says so itself. */
const isOver = (feed: ShownFeed, done: FeedDone): boolean => (done === 'apply' || done === 'approve') && !isAtWork(feed)

/** The page. */
export function FeedPage(props: FeedPageProps) {
  const { request, feed, agencies, effect, done, refused, faults } = props
  const { language } = request
  const m = feedPageMessages(language)
  const title = feedMessages(language).number(feed.id)
  const summary = feed.counts === null ? null : <p class="lead"><EffectText counts={feed.counts} language={language} /></p>
  return (
    <ManagePage
      request={request} title={title} crumbs={feedCrumbs(language)} {...(isAtWork(feed) ? { refreshSeconds: REFRESH_SECONDS } : {})}
    >
      {done === null || isOver(feed, done) ? null : <Notice kind="done" title={m.done[done]} />}
      {refused === null ? null : <Notice kind="danger" title={m.refusals[refused]} />}
      {summary}
      <StateNotice {...props} />
      <Acts {...props} />
      <FeedProgress feed={feed} language={language} here={feedPath(feed.id)} />
      <Difference feed={feed} language={language} />
      {feed.state === 'held' ? <LostOfficers reasons={feed.heldFor ?? []} agencies={agencies} language={language} /> : null}
      {effect}
      <RejectedRows feed={feed} faults={faults} language={language} />
      <Facts feed={feed} language={language} />
      <script type="module" src={request.site.asset('feeds.js')} />
    </ManagePage>
  )
}

function RejectedRows({ feed, faults, language }: { feed: ShownFeed; faults: readonly ListedFault[]; language: Language }) {
  const m = feedPageMessages(language).faults
  if (feed.rejectedRows === 0) return null
  return (
    <section aria-labelledby="faults">
      <h2 id="faults">{m.title}</h2>
      <p>{m.lead}</p>
      {faults.length === 0 ? <p class="soft">{m.purged}</p> : <FaultTable faults={faults} language={language} caption={m.first(shownCount(faults.length))} />}
      <div class="actions">
        <ButtonLink kind="secondary" href={feedPath(feed.id, '/faults')}>{m.all}</ButtonLink>
        <ButtonLink kind="secondary" href={feedPath(feed.id, '/faults.csv')}>{m.report}</ButtonLink>
      </div>
    </section>
  )
}

/** Faults as rows: where, and what is wrong. */
export function FaultTable({ faults, language, caption, count }: {
  faults: readonly ListedFault[]; language: Language; caption: string; count?: number
}) {
  const m = feedPageMessages(language).faults
  return (
    <Table
      language={language} caption={caption} rows={faults} {...(count === undefined ? {} : { count })}
      columns={[
        { label: m.line, heading: true, cell: ({ line }) => <span class="whole">{shownCount(line)}</span> },
        { label: m.column, cell: ({ column }) => (column === null ? '—' : <code>{column}</code>) },
        { label: m.reason, cell: ({ says }) => says[language] },
      ]}
    />
  )
}
