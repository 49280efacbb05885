import { toldFacts, toldSentence, toldTitle } from '../../core/told-sentences.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { Form } from '../../web/components/form.tsx'
import { Moment } from '../../web/components/moment.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { messages } from './messages.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyNotice, NoticePage } from './list-notices.ts'

function NoticeItem({ notice: { at, unread, telling }, language }: { notice: MyNotice; language: Language }) {
  const m = messages(language)
  const { path } = telling.told
  return (
    <li class={unread ? 'new' : undefined}>
      <h3>{toldTitle(telling)[language]}{unread ? <>{' '}<Badge kind="warning">{m.unread}</Badge></> : null}</h3>
      <Moment at={at} language={language} />
      <p>{toldSentence(telling)[language]}</p>
      <dl>
        {toldFacts(telling).map(({ term, value }) => <div><dt>{term[language]}</dt><dd>{value[language]}</dd></div>)}
      </dl>
      {path === undefined ? null : <p><a href={path}>{m.goThere}</a></p>}
    </li>
  )
}

/** Notices of others' acts, unread ones marked, and the button that marks them all as read. */
export function NoticeList({ request, page, unread }: { request: FrameRequest; page: NoticePage; unread: boolean }) {
  const { language } = request
  const m = messages(language)
  const { notices, previous, next, newest } = page
  return (
    <section aria-labelledby="notices">
      <div class="section-head">
        <h2 id="notices">{m.notices}</h2>
        {!unread || newest === null ? null : (
          <Form request={request} action="/me/notices/read" hidden={{ until: newest }}>
            <Button kind="secondary">{m.markAllRead}</Button>
          </Form>
        )}
      </div>
      <p class="soft">{m.noticesLead}</p>
      {notices.length === 0 ? <Empty title={m.noNotices} /> : (
        <ol class="told">{notices.map((notice) => <NoticeItem notice={notice} language={language} />)}</ol>
      )}
      <Paging
        language={language}
        previous={previous === null ? null : `/me?after=${previous}#notices`}
        next={next === null ? null : `/me?before=${next}#notices`}
      />
    </section>
  )
}
