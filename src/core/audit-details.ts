// The details of an audit event in words, for its sentence (`auditSentence` of audit.ts). What a text is a code of stays the
// code, but for what is read by people every day: the way by which somebody acted, what of a person was looked at, a role at the centre.
import { STANDING_NAMES } from './access-messages.ts'
import { auditCatalogue } from './audit.ts'
import { isDay } from './days.ts'
import { rocDayShort } from './roc-date.ts'
import type { AuditCode, DetailKind, Entry } from './audit.ts'

type Language = 'zh-TW' | 'en'

const WAYS: Readonly<Record<string, Record<Language, string>>> = {
  hrSupervisor: STANDING_NAMES.hrSupervisor,
  delegation: { 'zh-TW': '受授權管理者', en: 'delegate' },
  agencyCard: { 'zh-TW': '機關憑證', en: 'agency card' },
  central: { 'zh-TW': '總處管理者', en: 'central administrator' },
}

/** What some details say by a code, by the name of the detail. */
const CODED: Readonly<Record<string, Readonly<Record<string, Record<Language, string>>>>> = {
  part: {
    record: { 'zh-TW': '人事資料', en: 'record' }, account: { 'zh-TW': '帳號', en: 'account' },
    rights: { 'zh-TW': '身分與權限', en: 'standings and rights' }, decisions: { 'zh-TW': '授權與角色', en: 'decisions and roles' },
    events: { 'zh-TW': '他人所為', en: 'what others did' }, report: { 'zh-TW': '資料有誤', en: 'record held to be wrong' },
  },
  role: { central: WAYS.central!, auditor: { 'zh-TW': '稽核', en: 'auditor' } },
}

const MARKS = {
  'zh-TW': { yes: '是', no: '否', between: '、', open: '無迄日', is: ' ' }, en: { yes: 'yes', no: 'no', between: ', ', open: 'no end', is: ': ' },
} as const

const dayText = (day: string, language: Language): string => (language === 'en' ? day : rocDayShort(day))

/** `hrSupervisor 397210000A` → 「人事主管 397210000A」. */
function wayText(way: string, language: Language): string {
  const [name = '', ...agency] = way.split(' ')
  return [WAYS[name]?.[language] ?? name, ...agency].join(' ')
}

function valuesText(values: object, language: Language): string {
  const { between, open, is } = MARKS[language]
  const { from, to, ...others } = values as { from?: unknown; to?: unknown; [name: string]: unknown }
  const period = isDay(from) ? [`${dayText(from, language)}–${isDay(to) ? dayText(to, language) : open}`] : []
  const rest = Object.entries(others).filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}${is}${plainText(value, language)}`)
  return [...period, ...rest].join(between)
}

function plainText(value: unknown, language: Language): string {
  const { yes, no, between } = MARKS[language]
  if (typeof value === 'boolean') return value ? yes : no
  if (typeof value === 'number') return value.toLocaleString('en-US')
  if (typeof value === 'string') return isDay(value) ? dayText(value, language) : value
  if (Array.isArray(value)) return value.map((one) => plainText(one, language)).join(between)
  return value === null || typeof value !== 'object' ? '' : valuesText(value, language)
}

function detailText(name: string, value: unknown, language: Language): string {
  if (name === 'ways' && Array.isArray(value)) return value.map((way) => detailText('way', way, language)).join(MARKS[language].between)
  if (typeof value !== 'string') return plainText(value, language)
  return name === 'way' ? wayText(value, language) : CODED[name]?.[value]?.[language] ?? plainText(value, language)
}

/** The texts of an event's details by their names; what is empty is left out, and reads as a dash. */
export function detailTexts(code: AuditCode, detail: { readonly [name: string]: unknown }, language: Language): Record<string, string> {
  const kinds: Readonly<Record<string, DetailKind>> = (auditCatalogue[code] satisfies Entry).details
  const texts = Object.keys(kinds).map((name): [string, string] => {
    const value = detail[name]
    return [name, detailText(name, value, language)]
  })
  return Object.fromEntries(texts.filter(([, text]) => text !== ''))
}
