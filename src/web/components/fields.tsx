import type { Child } from 'hono/jsx'
import { problemWith, typedIn } from '../form.ts'
import type { FormState } from '../form.ts'
import type { Language } from '../language.ts'
import { fieldId } from './error-summary.tsx'
import { componentMessages } from './messages.ts'

/** What every field has in common. `form` gives what was typed and what is wrong with it. */
export type FieldProps = {
  language: Language
  form: FormState
  name: string
  label: string
  hint?: string
  /** Says 「（選填）」; fields are needed unless they say so. */
  optional?: boolean
}
type Width = 'short' | 'medium' | 'long'

/**
 * Label, hint and error around a control, wired for screen readers by `describedBy`. The label alone names the control:
 * that it may be left empty stands beside it, for 「機關」 is called so on every page.
 */
export function Field(props: FieldProps & { children: (wiring: Wiring) => Child }) {
  const { language, form, name, label, hint, optional = false, children } = props
  const m = componentMessages(language)
  const id = fieldId(name)
  const problem = problemWith(form, name)
  const describedBy = [
    optional ? `${id}-optional` : '', hint === undefined ? '' : `${id}-hint`, problem === null ? '' : `${id}-error`,
  ].filter((one) => one !== '').join(' ')
  const wiring: Wiring = {
    id,
    name,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
    'aria-invalid': problem === null ? undefined : 'true',
  }
  return (
    <div class={problem === null ? 'field' : 'field wrong'}>
      <p class="label-line">
        <label for={id} id={`${id}-label`}>{label}</label>
        {optional ? <span class="soft" id={`${id}-optional`}>{m.optional}</span> : null}
      </p>
      {hint === undefined ? null : <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {problem === null ? null : (
        <p class="error" id={`${id}-error`}><span class="unseen">{m.error}</span>{problem}</p>
      )}
      {children(wiring)}
    </div>
  )
}
type Wiring = { id: string; name: string; 'aria-describedby': string | undefined; 'aria-invalid': 'true' | undefined }

/** A line of text. */
export function TextField(props: FieldProps & {
  type?: 'text' | 'email' | 'tel' | 'search'
  width?: Width
  autocomplete?: string
  inputmode?: 'numeric' | 'text' | 'email' | 'tel'
  maxlength?: number
  /** Shown, and not to be changed. */
  readonly?: boolean
  /** All that there is to do on the page: one begins here. */
  first?: boolean
}) {
  const { form, name, type = 'text', width = 'long', autocomplete = 'off', inputmode, maxlength, readonly, first = false } = props
  return (
    <Field {...props}>
      {(wiring) => (
        <input
          {...wiring}
          class={width}
          type={type}
          value={typedIn(form, name)}
          autocomplete={autocomplete}
          inputmode={inputmode}
          maxlength={maxlength}
          readonly={readonly}
          autocapitalize={type === 'email' ? undefined : 'none'}
          spellcheck={false}
          autofocus={first && form.problems.length === 0}
        />
      )}
    </Field>
  )
}

/** A password or PIN. What was typed is never sent back. */
export function PasswordField(props: FieldProps & {
  autocomplete: 'current-password' | 'new-password' | 'off'
  width?: Width
  inputmode?: 'numeric'
  /** What a script of the page says about the field: `data-…` by name. */
  told?: Readonly<Record<string, string>>
}) {
  const { autocomplete, inputmode, width = 'long', told = {} } = props
  const data = Object.fromEntries(Object.entries(told).map(([name, value]) => [`data-${name}`, value]))
  return (
    <Field {...props}>
      {(wiring) => <input {...wiring} {...data} class={width} type="password" autocomplete={autocomplete} inputmode={inputmode} />}
    </Field>
  )
}

/** A day as text, `115/11/23` or `2026-11-23`. */
export function DateField(props: FieldProps) {
  const { language, form, name, hint = componentMessages(language).dayHint } = props
  return (
    <Field {...props} hint={hint}>
      {(wiring) => (
        <input {...wiring} class="short" type="text" value={typedIn(form, name)} autocomplete="off" maxlength={50} />
      )}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea(props: FieldProps & { rows?: number; maxlength?: number }) {
  const { form, name, rows = 4, maxlength } = props
  return (
    <Field {...props}>
      {(wiring) => <textarea {...wiring} rows={rows} maxlength={maxlength}>{typedIn(form, name)}</textarea>}
    </Field>
  )
}

/** A file to be sent: after all other fields of its form (`withFile`), for those are read before it. */
export function FileField(props: FieldProps & { accept?: string }) {
  const { accept } = props
  return <Field {...props}>{(wiring) => <input {...wiring} type="file" accept={accept} />}</Field>
}

export type Choice = { value: string; label: string; hint?: string }

/**
 * One of a list; opens with 「請選擇」, or with what choosing nothing means (`none`), unless something is chosen. `none` is null
 * where one of them always holds, as in most filters.
 */
export function SelectField(props: FieldProps & { choices: readonly Choice[]; none?: string | null }) {
  const { language, form, name, choices, none = componentMessages(language).choose } = props
  const chosen = typedIn(form, name)
  return (
    <Field {...props}>
      {(wiring) => (
        <select {...wiring}>
          {none === null ? null : <option value="">{none}</option>}
          {choices.map(({ value, label }) => <option value={value} selected={value === chosen}>{label}</option>)}
        </select>
      )}
    </Field>
  )
}
