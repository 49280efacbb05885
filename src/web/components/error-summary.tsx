import type { FormProblem } from '../form.ts'
import type { Language } from '../language.ts'
import { componentMessages } from './messages.ts'

/** The element id of a form field, to which the error summary leads. */
export function fieldId(name: string): string {
  return `field-${name}`
}

/** What is wrong with the form, at the top and focused, each entry leading to its field. Nothing when nothing is. */
export function ErrorSummary({ language, problems }: { language: Language; problems: readonly FormProblem[] }) {
  if (problems.length === 0) return null
  const m = componentMessages(language)
  return (
    <div class="errors" role="alert" aria-labelledby="errors-title" tabindex={-1} autofocus>
      <h2 id="errors-title">{m.errorsTitle}</h2>
      <ul>
        {problems.map(({ field, message }) => (
          <li>{field === null ? message : <a href={`#${fieldId(field)}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
