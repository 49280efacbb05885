import { problemWith } from '../form.ts'
import { fieldId } from './error-summary.tsx'
import type { Choice, FieldProps } from './fields.tsx'
import { componentMessages } from './messages.ts'

type GroupProps = FieldProps & { choices: readonly Choice[]; inline?: boolean; /** Short ones of one kind, in columns. */ aligned?: boolean; /** The one choice says it all. */ legendUnseen?: boolean }

function ChoiceGroup(props: GroupProps & { type: 'radio' | 'checkbox' }) {
  const { language, form, name, label, hint, optional = false, choices, inline = false, aligned = false, legendUnseen = false, type } = props
  const m = componentMessages(language)
  const id = fieldId(name)
  const problem = problemWith(form, name)
  const describedBy = [
    optional ? `${id}-optional` : '', hint === undefined ? '' : `${id}-hint`, problem === null ? '' : `${id}-error`,
  ].filter((one) => one !== '').join(' ')
  const chosen = form.typed[name] ?? []
  return (
    <fieldset
      class={`field${problem === null ? '' : ' wrong'}${inline ? ' inline' : ''}${aligned ? ' aligned' : ''}`}
      aria-describedby={describedBy === '' ? undefined : describedBy}
    >
      <legend class={legendUnseen ? 'unseen' : undefined}>
        {label}{optional ? <span class="soft" aria-hidden="true" id={`${id}-optional`}>{m.optional}</span> : null}
      </legend>
      {hint === undefined ? null : <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {problem === null ? null : (
        <p class="error" id={`${id}-error`}><span class="unseen">{m.error}</span>{problem}</p>
      )}
      <div class="choices">
        {choices.map((choice, at) => {
          // The first carries the field's own id, so that the error summary leads to it.
          const own = at === 0 ? id : `${id}-${at}`
          return (
            <div class="choice">
              <input
                type={type}
                id={own}
                name={name}
                value={choice.value}
                checked={chosen.includes(choice.value)}
                aria-describedby={choice.hint === undefined ? undefined : `${own}-about`}
              />
              <label for={own}>{choice.label}</label>
              {choice.hint === undefined ? null : <p class="hint" id={`${own}-about`}>{choice.hint}</p>}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

/** One of a few, all seen at once. */
export function Radios(props: GroupProps) {
  return <ChoiceGroup {...props} type="radio" />
}

/** Any of a few. */
export function Checkboxes(props: GroupProps) {
  return <ChoiceGroup {...props} type="checkbox" />
}
