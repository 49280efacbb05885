import { z } from 'zod'
import { maskNationalIdsIn } from '../core/national-id.ts'
import { parseDay } from '../core/roc-date.ts'
import { formMessages } from './form-messages.ts'
import type { Language } from './language.ts'

/** One thing that is wrong with a form; `field: null` speaks of the form as a whole. */
export type FormProblem = { field: string | null; message: string }

/** A form as a page shows it: what stands in its fields, and what is wrong with them. */
export type FormState = { typed: Readonly<Record<string, readonly string[]>>; problems: readonly FormProblem[] }

/** A form that nobody has touched. */
export const EMPTY_FORM: FormState = { typed: {}, problems: [] }

/** A form that opens with these values in it, such as one that edits. */
export function filledForm(values: Readonly<Record<string, string | readonly string[]>>): FormState {
  const typed = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])
  return { typed: Object.fromEntries(typed), problems: [] }
}

/** What stands in the field, or nothing. */
export function typedIn(form: FormState, field: string): string {
  return form.typed[field]?.[0] ?? ''
}

/** The sentence that says what is wrong with the field, or null. */
export function problemWith(form: FormState, field: string): string | null {
  return form.problems.find((problem) => problem.field === field)?.message ?? null
}

/** Fields whose content is never sent back, by what secrets are called in our forms. */
const SECRET_FIELD = /password|secret|pin$/i

/** The typed values that may be shown again. */
export function withoutSecrets(typed: FormState['typed']): FormState['typed'] {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !SECRET_FIELD.test(name)))
}

/** The pairs of an encoded form or query, or null when there are more than `most` or one holds a NUL. */
export function readPairs(text: string, most: number): Record<string, string[]> | null {
  // Counting before decoding: a body of 64 KB could hold thirty thousand empty pairs.
  let count = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) if (++count > most) return null
  const pairs: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    // PostgreSQL cannot store NUL in text, and nobody types it.
    if (value.includes('\0') || name.length > 100) return null
    ;(pairs[name] ??= []).push(value)
  }
  return pairs
}

/** The fields of a schema that may come several times. */
export function manyFields(schema: z.ZodObject): ReadonlySet<string> {
  const takesMany = (field: z.core.$ZodType): boolean => {
    const definition = field._zod.def as { type: string; innerType?: z.core.$ZodType; in?: z.core.$ZodType }
    if (definition.type === 'array' || definition.type === 'set') return true
    const inner = definition.innerType ?? definition.in
    return inner !== undefined && takesMany(inner)
  }
  return new Set(Object.keys(schema.shape).filter((name) => takesMany(schema.shape[name]!)))
}

/**
 * The pairs as the schema wants them: lists for the fields that take many, else one text. Null when a field that takes
 * one came twice, because then two readers could each take another one.
 */
export function shapePairs(
  pairs: Record<string, string[]>,
  schema: z.ZodObject,
  many: ReadonlySet<string>,
): Record<string, unknown> | null {
  const shaped: Record<string, unknown> = {}
  for (const name of Object.keys(schema.shape)) {
    const values = pairs[name]
    if (many.has(name)) shaped[name] = values ?? []
    else if (values !== undefined && values.length > 1) return null
    else if (values !== undefined) shaped[name] = values[0]
  }
  return shaped
}

/** The problems of a form in the words its schema gives, or plain ones where it gives none. One a field. */
export function checkForm(
  schema: z.ZodObject,
  shaped: Record<string, unknown>,
  language: Language,
): { ok: true; value: unknown } | { ok: false; problems: FormProblem[] } {
  const m = formMessages(language)
  const plain = (issue: z.core.$ZodRawIssue): string => {
    if (issue.code === 'invalid_type' || (issue.code === 'too_small' && issue.origin === 'string')) return m.missing
    if (issue.code === 'too_big' && issue.origin === 'string') return m.tooLong(Number(issue.maximum))
    return m.unfit
  }
  const result = schema.safeParse(shaped, { error: plain })
  if (result.success) return { ok: true, value: result.data }
  const problems = new Map<string | null, FormProblem>()
  for (const issue of result.error.issues) {
    const field = issue.path.length === 0 ? null : String(issue.path[0])
    if (!problems.has(field)) problems.set(field, { field, message: issue.message })
  }
  return { ok: false, problems: [...problems.values()] }
}

/** The version that a form was made from, as its hidden field says: no more digits than any column of versions takes. */
export const versionField = z.string().regex(/^\d{1,9}$/).transform(Number)

/** A line of text that must be there: trimmed, NFC, at most `most` characters. `missing` is said when it is empty. */
export function requiredText(missing: string, most: number) {
  return z.string({ error: missing }).transform(tidy).pipe(z.string().min(1, missing).max(most))
}

/** A line of text that may be empty: trimmed, NFC, at most `most` characters. */
export function optionalText(most: number) {
  return z.string().default('').transform(tidy).pipe(z.string().max(most))
}

/**
 * What people write freely, and may leave empty: a reason, a note. It is kept, told and exported, so national IDs in it are
 * masked before anything else sees them (5.2).
 */
export function freeText(most: number) {
  return optionalText(most).transform(maskNationalIdsIn)
}

function tidy(text: string): string {
  return text.normalize('NFC').trim()
}

/** A day as people type it (`115/11/23`, `2026-11-23` …), read to `YYYY-MM-DD`. */
export function requiredDay(language: Language) {
  const m = formMessages(language)
  return z.string({ error: m.dayMissing }).transform((text, context) => {
    const read = parseDay(text)
    if (read.ok) return read.day
    context.addIssue({ code: 'custom', message: m.day[read.code] })
    return z.NEVER
  })
}

/** A day that may be left empty: null then. */
export function optionalDay(language: Language) {
  const m = formMessages(language)
  return z.string().default('').transform((text, context) => {
    const read = parseDay(text)
    if (read.ok) return read.day
    if (read.code === 'empty') return null
    context.addIssue({ code: 'custom', message: m.day[read.code] })
    return z.NEVER
  })
}
