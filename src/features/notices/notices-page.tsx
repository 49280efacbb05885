import { Paging } from '../../web/components/paging.tsx'
import { Empty, Panel } from '../../web/components/panel.tsx'
import { FoundNothing, SearchAnswer } from '../../web/components/search-answer.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { addressOf } from '../../web/address.ts'
import { showDayShort } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { dayInTaipei } from '../../core/days.ts'
import { plainText, writtenIn } from './markdown.tsx'
import { messages } from './messages.ts'
import { Marks, writerName } from './parts.tsx'
import { signerMessages } from './signer-messages.ts'
import { FEED_PATH, LIST_PATH, noticePath } from './slice.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { NoticePage } from './list-notices.ts'
import type { Signed } from './sign-notice.ts'
import type { Notice } from './notice-rows.ts'

// As much as tells whether to read on.
const EXCERPT = 90

function Nothing({ request, search }: { request: FrameRequest; search: string }) {
  const m = messages(request.language)
  if (search !== '') return <FoundNothing title={m.noneFound}><p>{m.noneFoundWhy}</p></FoundNothing>
  if (request.actor === null) return <Empty title={m.noneSignedOut}><p>{m.noneSignedOutWhy}</p></Empty>
  return <Empty title={m.none}><p>{m.noneWhy}</p></Empty>
}

/** 「最新公告」: what the reader may read. */
export function NoticesPage({ request, search, page, signed, toSign }: {
  request: FrameRequest; search: string; page: NoticePage
  /** What the reader has signed for, by its number. */
  signed: ReadonlyMap<string, Signed>
  /** How many of all wait for the reader to sign. */
  toSign: number
}) {
  const { language } = request
  const m = messages(language)
  const at = (turn: Record<string, string>) => addressOf(LIST_PATH, { q: search, ...turn })
  return (
    <Page request={request} title={m.title} answer={search} feed={{ href: FEED_PATH, title: m.feedTitle }}>
      {toSign === 0 ? null : <p><a href="/todo">{signerMessages(language).toSign(toSign)}</a></p>}
      <SearchBox language={language} action={LIST_PATH} label={m.search} value={search} />
      {page.notices.length === 0 ? <Nothing request={request} search={search} /> : (
        <>
          {search === '' ? <p class="soft">{m.found(page.total)}</p> : <SearchAnswer>{m.found(page.total)}</SearchAnswer>}
          <ol class="notice-list">
            {page.notices.map((notice) => (
              <li>
                <h2><a href={noticePath(notice.id)} lang={writtenIn(notice.title)}>{notice.title}</a><Marks language={language} notice={notice} signed={signed.has(notice.id)} /></h2>
                <p class="soft">
                  <time datetime={notice.publishAt.toISOString()}>{showDayShort(dayInTaipei(notice.publishAt), language)}</time>
                  {' · '}{writerName(notice.agency, language)}
                </p>
                <p lang={writtenIn(notice.body)}>{plainText(notice.body, EXCERPT)}</p>
              </li>
            ))}
          </ol>
        </>
      )}
      <Paging
        language={language} previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
      <p><a href={FEED_PATH} type="application/atom+xml">{m.feed}</a></p>
    </Page>
  )
}

/** The newest on 「首頁」. */
export function HomeNotices({ request, notices }: { request: FrameRequest; notices: readonly Notice[] }) {
  const { language } = request
  const m = messages(language)
  return (
    <Panel id="announcements" title={m.title}>
      {notices.length === 0 ? <p class="soft">{request.actor === null ? m.noneSignedOut : m.none}</p> : (
        <ul class="plain">
          {notices.map((notice) => (
            <li>
              <a href={noticePath(notice.id)} lang={writtenIn(notice.title)}>{notice.title}</a><Marks language={language} notice={notice} />
              <span class="below">{showDayShort(dayInTaipei(notice.publishAt), language)} {writerName(notice.agency, language)}</span>
            </li>
          ))}
        </ul>
      )}
      <p><a href={LIST_PATH}>{m.more}</a></p>
    </Panel>
  )
}
