import { Page } from '../../web/layout.tsx'
import { GUIDE_PATH, MANUAL_PATH, taskPath } from './chapters.ts'
import { FIRST_HELP, FIRST_STEPS, NEWCOMERS } from './first-steps.ts'
import { messages } from './messages.ts'
import { Said } from './parts.tsx'
import type { FrameRequest } from '../../web/route.ts'

/** 「新手上路」: the way from an account that is not active yet to the first application, and what to do first in a new standing. */
export function GuidePage({ request }: { request: FrameRequest }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={{ ...request, path: GUIDE_PATH }} title={m.guide} about={m.guideLead}>
      <p class="lead">{m.guideLead}</p>
      <h2>{m.first}</h2>
      <ol class="task-steps wide">
        {FIRST_STEPS.map(({ title, says, tasks }) => (
          <li>
            <h3>{title[language]}</h3>
            <p><Said text={says} language={language} /></p>
            <ul class="ways">{tasks.map((task) => <li><a href={taskPath(task)}>{task.title[language]}</a></li>)}</ul>
          </li>
        ))}
      </ol>
      <h2>{m.newcomers}</h2>
      <p>{m.newcomersLead}</p>
      <ul class="chapters">
        {NEWCOMERS.map(({ title, says, tasks }) => (
          <li>
            <h3>{title[language]}</h3>
            <p><Said text={says} language={language} /></p>
            <ol>{tasks.map((task) => <li><a href={taskPath(task)}>{task.title[language]}</a></li>)}</ol>
          </li>
        ))}
      </ul>
      <h2>{m.helpAt}</h2>
      <p><Said text={{ 'zh-TW': m.helpSays, 'en': m.helpSays }} language={language} /></p>
      <ul>
        <li><a href={taskPath(FIRST_HELP)}>{FIRST_HELP.title[language]}</a></li>
        <li><a href={MANUAL_PATH}>{m.toManual}</a></li>
      </ul>
    </Page>
  )
}
