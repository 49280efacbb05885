import { ButtonLink } from '../../web/components/button.tsx'
import { Page } from '../../web/layout.tsx'
import { chapterPath, MANUAL_PATH, placed, placeToDo, taskPath } from './chapters.ts'
import { messages } from './messages.ts'
import { TaskBody } from './parts.tsx'
import type { FrameRequest } from '../../web/route.ts'
import type { Task } from './content.ts'

/** The task before and the task after, within the chapter. */
function Turn({ request, task }: { request: FrameRequest; task: Task }) {
  const { language } = request
  const m = messages(language)
  const { tasks } = placed(task).chapter
  const at = tasks.indexOf(task)
  const beside = [{ label: m.previous, task: tasks[at - 1] }, { label: m.next, task: tasks[at + 1] }]
  return (
    <nav class="turn" aria-label={m.turn}>
      {beside.map(({ label, task: other }) => (other === undefined ? null : (
        <p><span class="soft">{label}</span> <a href={taskPath(other)}>{other.title[language]}</a></p>
      )))}
    </nav>
  )
}

/** One task of 「使用手冊」. */
export function TaskPage({ request, task }: { request: FrameRequest; task: Task }) {
  const { language, site } = request
  const m = messages(language)
  const { chapter } = placed(task)
  const there = placeToDo(task, site.has)
  return (
    <Page
      request={request} title={task.title[language]} about={task.lead[language]}
      breadcrumbs={[{ label: m.manual, href: MANUAL_PATH }, { label: chapter.title[language], href: chapterPath(chapter) }]}
    >
      <TaskBody request={request} task={task} />
      {there === undefined ? null : <p class="actions"><ButtonLink kind="secondary" href={there}>{m.goThere}</ButtonLink></p>}
      <Turn request={request} task={task} />
    </Page>
  )
}
