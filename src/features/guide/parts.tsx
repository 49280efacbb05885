// What the pages of the manual have in common.
import { messages } from './messages.ts'
import { DRAWN, pictureName } from './pictures.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Both, Picture, Task } from './content.ts'

/** A sentence with the labels in it made out: they are what the eye looks for on the screen. */
export function Said({ text, language }: { text: Both; language: Language }) {
  return <>{text[language].split(/(「[^」]+」|“[^”]+”)/).map((part, at) => (at % 2 === 1 ? <b>{part}</b> : part))}</>
}

/** A picture that comes when it is scrolled to, its place kept free. */
function Screen({ request, picture }: { request: FrameRequest; picture: Picture }) {
  const { language, site } = request
  const name = pictureName(picture, language)
  const drawn = DRAWN[name]
  if (drawn === undefined) throw new Error(`the picture ${name} was not drawn`)
  return (
    <figure class="screen">
      <img
        src={site.asset(`pictures/${name}.webp`)} alt={picture.alt[language]} width={drawn.width} height={drawn.height} loading="lazy" decoding="async"
      />
    </figure>
  )
}

/** Steps, picture, and what to do when something goes wrong. `rank`: the headings' level, under that of the task. */
export function TaskBody({ request, task, rank = 'h2' }: { request: FrameRequest; task: Task; rank?: 'h2' | 'h3' }) {
  const { language } = request
  const m = messages(language)
  const { lead, steps, picture, troubles = [] } = task
  const Heading = rank
  return (
    <div class="task">
      <p class="lead"><Said text={lead} language={language} /></p>
      <Heading>{m.steps}</Heading>
      <ol class="task-steps">{steps.map((step) => <li><Said text={step} language={language} /></li>)}</ol>
      {picture === undefined ? null : <Screen request={request} picture={picture} />}
      {troubles.length === 0 ? null : (
        <>
          <Heading>{m.troubles}</Heading>
          <dl class="troubles">
            {troubles.map(({ when, so }) => (
              <div>
                <dt><Said text={when} language={language} /></dt>
                <dd><Said text={so} language={language} /></dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  )
}
