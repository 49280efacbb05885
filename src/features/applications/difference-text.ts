/** The difference as people read it in a terminal. */
import type { Language } from '../../web/language.ts'
import type { Difference } from './apply-configuration.ts'
import type { FieldChange, Value } from './configuration-change.ts'
import { applySentences, thingNames } from './configuration-messages.ts'

/** One line a thing that is new, one line a field that changes, one for what is the same. */
export function differenceLines({ changes, same }: Difference, language: Language): string[] {
  const lines = changes.flatMap(({ thing, key, kind, fields }) => {
    const name = `${thingNames[thing][language]} ${key}`
    if (kind === 'added') return [`+ ${name}: ${fields.filter(({ to }) => isTold(to)).map(newField).join(', ')}`]
    return [`~ ${name}`, ...fields.map((field) => `    ${field.field}: ${text(field.from ?? null)} → ${text(field.to)}`)]
  })
  return same === 0 ? lines : [...lines, `= ${applySentences[language].same(same)}`]
}

const isTold = (value: Value): boolean => value !== null && value !== false && value !== '' && !isEmptyList(value)
const isEmptyList = (value: Value): boolean => Array.isArray(value) && value.length === 0
const newField = ({ field, to }: FieldChange): string => (to === true ? field : `${field} ${text(to)}`)

/** On one line, with nothing in it that a terminal would obey. */
const text = (value: Value): string => JSON.stringify(value).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '�')
