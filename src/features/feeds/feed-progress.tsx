// Where a feed is, as its list of stages. The script (public/feeds.js) replaces the parts while it is at work.
import { feedPageMessages } from './feed-page-messages.ts'
import { shownBytes, shownCount } from './feed-parts.tsx'
import { isAtWork, isDecided, isUnsent } from './shown-feed.ts'
import type { Language } from '../../web/language.ts'
import type { ShownFeed } from './shown-feed.ts'

type StageName = 'receive' | 'compare' | 'preview' | 'decide' | 'apply'
type StageState = 'done' | 'now' | 'waits' | 'failed' | 'ahead'

const STAGES: readonly StageName[] = ['receive', 'compare', 'preview', 'decide', 'apply']

/** At which stage the feed is, and how it stands there; null: all are done. */
function whereIs(feed: ShownFeed): { at: StageName; as: StageState } | null {
  switch (feed.state) {
    case 'receiving': return { at: 'receive', as: 'now' }
    case 'interrupted': return { at: isUnsent(feed) ? 'receive' : feed.counts === null ? 'compare' : 'apply', as: 'failed' }
    case 'refused': return { at: feed.kind === 'undo' ? 'compare' : 'receive', as: 'failed' }
    case 'received': return { at: feed.counts === null ? 'compare' : 'preview', as: 'now' }
    case 'rejected': return { at: 'decide', as: 'failed' }
    case 'applied': return null
    default: return isDecided(feed) ? { at: 'apply', as: 'now' } : { at: 'decide', as: 'waits' }
  }
}

/** Each stage of the feed and how it stands. What is brought by no file is not received. */
export function stagesOf(feed: ShownFeed): { stage: StageName; state: StageState }[] {
  const here = whereIs(feed)
  const at = here === null ? STAGES.length : STAGES.indexOf(here.at)
  const stages = feed.kind === 'snapshot' || feed.kind === 'delta' ? STAGES : STAGES.slice(1)
  return stages.map((stage) => {
    const place = STAGES.indexOf(stage)
    return { stage, state: place < at ? 'done' : place > at ? 'ahead' : here!.as }
  })
}

function HowFar({ feed, language }: { feed: ShownFeed; language: Language }) {
  const m = feedPageMessages(language)
  const { stage, done, total, rows, bytes } = feed
  if (feed.state === 'receiving') {
    return (
      <p class="soft">
        {total === null || total === 0 ? null : <progress max={total} value={done} aria-label={m.stages.receive} />}
        {' '}{m.howFar(shownCount(rows), shownBytes(bytes))}
      </p>
    )
  }
  if (stage === null || stage === 'receive' || total === null || total === 0) return null
  return <p><progress max={total} value={done} aria-label={m.stages[stage]} /></p>
}

/** The stages, with how far the one under way is. */
export function FeedProgress({ feed, language, here }: { feed: ShownFeed; language: Language; here: string }) {
  const m = feedPageMessages(language)
  const stages = stagesOf(feed)
  const now = stages.find(({ state }) => state === 'now')?.stage
  const live = isAtWork(feed)
  return (
    <section aria-labelledby="progress" data-live={live ? 'yes' : undefined}>
      <h2 id="progress">{m.stages.title}</h2>
      <div data-part="stages">
        <ol class="stages">
          {stages.map(({ stage, state }) => (
            <li class={state} aria-current={state === 'now' || state === 'waits' ? 'step' : undefined}>
              <b>{m.stages[stage]}</b> <span>{m.stages[state]}</span>
            </li>
          ))}
        </ol>
      </div>
      {live ? <p role="status">{now === undefined || now === 'decide' ? '' : m.at[now]}</p> : null}
      <div data-part="far">
        <HowFar feed={feed} language={language} />
        {live && feed.gone ? <p class="soft">{m.gone}</p> : null}
      </div>
      {live ? <noscript><p><a href={here}>{m.reload}</a></p></noscript> : null}
    </section>
  )
}
