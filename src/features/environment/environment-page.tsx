import { browserText } from '../../core/browsers.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Actions } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import type { BrowserRead } from '../../core/browsers.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Word } from './messages.ts'

export const ENVIRONMENT_PATH: LocalPath = '/environment'
export const TIME_PATH: LocalPath = '/environment/time'

const ITEMS = ['browser', 'script', 'cookies', 'clock', 'component', 'reader', 'card'] as const
export type Item = (typeof ITEMS)[number]

/** How it is with one item; `filled`: what stands in the sentence's braces. */
export type Found = { state: 'good' | 'bad' | 'unknown'; word: Word; filled?: Readonly<Record<string, string>> }

export type Findings = Readonly<Record<Item, Found>>

const KINDS = { good: 'good', bad: 'danger', unknown: 'plain' } as const satisfies Record<Found['state'], BadgeKind>

/** What the server sees by itself. `cookies`: whether this browser sent one of ours; `again`: it was given one before. */
export function seenByServer({ cookies, again }: { cookies: boolean; again: boolean }): Findings {
  const untold: Found = { state: 'unknown', word: 'needsScript' }
  return {
    browser: untold, script: { state: 'bad', word: 'scriptBad' },
    cookies: cookies ? { state: 'good', word: 'cookiesGood' } : again ? { state: 'bad', word: 'cookiesBad' } : { state: 'unknown', word: 'cookiesFirst' },
    clock: untold, component: untold, reader: untold, card: untold,
  }
}

const sentence = (text: string, filled: Readonly<Record<string, string>> = {}): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '')

/**
 * 「環境檢測」: `environment.js` goes on from what the server sees. `outcome`: nothing more is looked at, and this is how it ends (the
 * gallery's pictures of it).
 */
export function EnvironmentPage({ request, browser, found, outcome = false }: {
  request: FrameRequest; browser: BrowserRead; found: Findings; outcome?: boolean
}) {
  const { language, site } = request
  const m = messages(language)
  const named = browserText(browser, language)
  const says = (item: Item): string => {
    const { word, filled } = found[item]
    const told = sentence(m.words[word], { browser: named, ...filled })
    return item === 'browser' && word === 'needsScript' ? `${m.browserSeen(named)}${language === 'en' ? ' ' : ''}${told}` : told
  }
  return (
    <Page request={request} title={m.title} about={m.lead}>
      <p class="lead">{m.lead}</p>
      {outcome ? null : <noscript><Notice kind="warning" title={m.needsScript} /></noscript>}
      <div data-environment={site.cardComponent} data-time={TIME_PATH} data-browser={named} data-words={JSON.stringify(m.words)} data-states={JSON.stringify(m.states)}>
        <p role="status" data-environment-says />
        <Table
          language={language} caption={m.caption} rows={ITEMS}
          columns={[
            { label: m.item, heading: true, cell: (item) => m.items[item] },
            { label: m.state, cell: (item) => <span data-item-state={item}><Badge kind={KINDS[found[item].state]}>{m.states[found[item].state]}</Badge></span> },
            { label: m.says, cell: (item) => <span data-item-says={item}>{says(item)}</span> },
          ]}
        />
        <p data-needs-script hidden={!outcome}>{m.readCardsLead}</p>
        <Actions>
          <button type="button" class="button" data-needs-script data-read-cards hidden={!outcome}>{m.readCards}</button>
          <ButtonLink kind="secondary" href={`${ENVIRONMENT_PATH}?again=yes`}>{m.again}</ButtonLink>
        </Actions>
        <p>{m.stillTrouble}</p>
        {outcome ? null : <script type="module" src={site.asset('environment.js')} />}
      </div>
    </Page>
  )
}
