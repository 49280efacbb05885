// What the pages of the four functions are made of.
import { Frame, Place } from './frame.tsx'
import { WORDS } from './messages.ts'
import { PLACES } from './places.ts'
import type { Child } from 'hono/jsx'
import type { View } from '../sample-applications/frame.tsx'
import type { Standing } from './frame.tsx'
import type { FunctionName } from './places.ts'

/** What is wrong with a field, by its name. */
export type Problem = { field: string, text: string }
export type Typed = Readonly<Record<string, string>>

type PageProps = {
  view: View, standing: Standing, of: FunctionName, done?: string | null, problems?: readonly Problem[], children: Child
}

/** The page of a function, under its place in the menu: what was done, what is wrong, and the function. */
export function FunctionPage({ view, standing, of, done = null, problems = [], children }: PageProps) {
  const { language } = view
  const place = PLACES[of]
  const title = place.at(-1)![language]
  return (
    <Frame
      view={view} title={(problems.length === 0 ? '' : `${WORDS.problems[language]} · `) + title} standing={standing}
      formToken={standing.here.session.formToken}
    >
      <Place place={place} language={language} />
      <h1>{title}</h1>
      {done !== null && <p class="message good" role="status">{done}</p>}
      <Problems problems={problems} view={view} />
      {children}
    </Frame>
  )
}

export function Problems({ problems, view: { language } }: { problems: readonly Problem[], view: View }) {
  if (problems.length === 0) return null
  return (
    <div class="message bad" role="alert">
      <strong>{WORDS.problems[language]}</strong>
      <ul>{problems.map(({ field, text }) => <li><a href={`#${field}`}>{text}</a></li>)}</ul>
    </div>
  )
}

type FieldProps = { name: string, label: string, hint?: string, maxlength: number, problems?: readonly Problem[], typed?: Typed, short?: boolean }

/** A text field with its label, hint and problem. */
export function Field({ name, label, hint, maxlength, problems = [], typed = {}, short = false }: FieldProps) {
  const wrong = problems.find(({ field }) => field === name)
  const described = [hint !== undefined && `${name}-hint`, wrong !== undefined && `${name}-wrong`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && <p class="small" id={`${name}-hint`}>{hint}</p>}
      {wrong !== undefined && <p class="wrong" id={`${name}-wrong`}>{wrong.text}</p>}
      <input
        id={name} name={name} value={typed[name] ?? ''} maxlength={maxlength} autocomplete="off" class={short ? 'short' : undefined}
        aria-describedby={described === '' ? undefined : described} aria-invalid={wrong === undefined ? undefined : 'true'}
      />
    </div>
  )
}

export const Token = ({ standing }: { standing: Standing }) =>
  <input type="hidden" name="form_token" value={standing.here.session.formToken} />

/** The fields of a form as texts; what was sent twice, or is a file, counts as blank. */
export const typedIn = (body: Record<string, unknown>): Typed =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : '']))

/** A number of a row as an address or a form has it; null for anything else. */
export const rowId = (text: string | undefined): number | null => (text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
