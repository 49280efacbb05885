import { SearchBox } from '../../web/components/search-box.tsx'
import { Page } from '../../web/layout.tsx'
import { chapterPath, MANUAL_PATH, placed, printPath, taskPath } from './chapters.ts'
import { messages } from './messages.ts'
import { Said, TaskBody } from './parts.tsx'
import type { FrameRequest } from '../../web/route.ts'
import type { Chapter } from './content.ts'

/** A chapter of 「使用手冊」: its tasks, and those of other chapters that belong to it as well. */
export function ChapterPage({ request, chapter }: { request: FrameRequest; chapter: Chapter }) {
  const { language } = request
  const m = messages(language)
  const { title, lead, tasks, also = [] } = chapter
  return (
    <Page request={request} title={title[language]} about={lead[language]} breadcrumbs={[{ label: m.manual, href: MANUAL_PATH }]}>
      <p class="lead"><Said text={lead} language={language} /></p>
      <SearchBox language={language} action={MANUAL_PATH} label={m.search} hint={m.searchHint} value="" />
      <ol class="tasks">
        {tasks.map((task) => (
          <li>
            <h2><a href={taskPath(task)}>{task.title[language]}</a></h2>
            <p><Said text={task.lead} language={language} /></p>
          </li>
        ))}
      </ol>
      {also.length === 0 ? null : (
        <>
          <h2>{m.also}</h2>
          <ul class="plain">
            {also.map((task) => (
              <li><a href={taskPath(task)}>{task.title[language]}</a><span class="soft">{m.alsoOf(placed(task).chapter.title[language])}</span></li>
            ))}
          </ul>
        </>
      )}
      <p><a href={printPath(chapter)}>{m.printWhole}</a></p>
    </Page>
  )
}

/** All tasks of a chapter on one page, to be printed. */
export function PrintPage({ request, chapter }: { request: FrameRequest; chapter: Chapter }) {
  const { language } = request
  const m = messages(language)
  const { title, lead, tasks } = chapter
  return (
    <Page
      request={request} title={title[language]}
      breadcrumbs={[{ label: m.manual, href: MANUAL_PATH }]}
    >
      <p class="screen-only">{m.printLead} <a href={chapterPath(chapter)}>{m.back}</a></p>
      <p class="actions"><button type="button" class="button" data-print hidden>{m.print}</button></p>
      <p class="lead"><Said text={lead} language={language} /></p>
      <nav aria-label={m.contents}>
        <ol class="contents">{tasks.map((task) => <li><a href={`#${task.slug}`}>{task.title[language]}</a></li>)}</ol>
      </nav>
      {tasks.map((task) => (
        <section class="printed-task" aria-labelledby={task.slug}>
          <h2 id={task.slug}>{task.title[language]}</h2>
          <TaskBody request={request} task={task} rank="h3" />
        </section>
      ))}
    </Page>
  )
}
