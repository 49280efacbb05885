import { FoundNothing, SearchAnswer } from '../../web/components/search-answer.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Page } from '../../web/layout.tsx'
import { chapterPath, CHAPTERS, chaptersOf, MANUAL_PATH, taskPath } from './chapters.ts'
import { messages } from './messages.ts'
import { Said } from './parts.tsx'
import { marked, searchManual } from './search.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Chapter } from './content.ts'
import type { Found } from './search.ts'

const langOf = (language: Language): string => (language === 'en' ? 'en' : 'zh-Hant-TW')

function Marked({ text, search }: { text: string; search: string }) {
  return <>{marked(text, search).map((piece) => (piece.hit ? <mark>{piece.text}</mark> : piece.text))}</>
}

function Results({ request, search }: { request: FrameRequest; search: string }) {
  const { language } = request
  const m = messages(language)
  const found = searchManual(search, language)
  if (found.length === 0) return <FoundNothing title={m.none(search)}><p>{m.noneHelp}</p></FoundNothing>
  const sentence = ({ sentence: text, language: spoken }: Found) =>
    <p lang={spoken === language ? undefined : langOf(spoken)}><Marked text={text} search={search} /></p>
  return (
    <>
      <SearchAnswer>{m.found(found.length, search)}</SearchAnswer>
      <ol class="tasks">
        {found.map((one) => (
          <li>
            <h2><a href={taskPath(one.task)}><Marked text={one.task.title[language]} search={search} /></a></h2>
            <p class="soft">{one.chapter.title[language]}</p>
            {sentence(one)}
          </li>
        ))}
      </ol>
    </>
  )
}

function Chapters({ request, id, title, chapters }: { request: FrameRequest; id: string; title: string; chapters: readonly Chapter[] }) {
  const { language } = request
  const m = messages(language)
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="chapters">
        {chapters.map((chapter) => (
          <li>
            <h3><a href={chapterPath(chapter)}>{chapter.title[language]}</a> <span class="count">{m.tasks(chapter.tasks.length)}</span></h3>
            <p><Said text={chapter.lead} language={language} /></p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** 「使用手冊」: the chapters, the reader's own first, or what a search found before them. */
export function ManualPage({ request, search }: { request: FrameRequest; search: string }) {
  const { language, actor } = request
  const m = messages(language)
  const own = chaptersOf(actor)
  const others = CHAPTERS.filter((chapter) => !own.includes(chapter))
  return (
    <Page request={request} title={m.manual} answer={search} about={m.manualLead}>
      <p class="lead">{m.manualLead}</p>
      <SearchBox language={language} action={MANUAL_PATH} label={m.search} hint={m.searchHint} value={search} />
      {search === '' ? null : <Results request={request} search={search} />}
      {own.length === 0 ? null : <Chapters request={request} id="own" title={m.yours} chapters={own} />}
      {actor?.roles.includes('auditor') === true ? <p>{m.auditor}</p> : null}
      {others.length === 0 ? null : (
        <Chapters request={request} id="others" title={own.length === 0 ? m.chapters : m.others} chapters={others} />
      )}
    </Page>
  )
}
