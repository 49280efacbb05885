// The details of an audit event in words, for its sentence (`auditSentence` of audit.ts). What a text is a code of stays the
// code, but for what is read by people every day, on the pages of 「員工管理」: the way by which somebody acted, what of a person was looked
// at, a role at the centre, how somebody signed in, why an account or a session ended, how a grant stands.
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
  why: {
    byHand: { 'zh-TW': '由管理者處理', en: 'by hand' }, noPost: { 'zh-TW': '離職逾 30 日', en: '30 days without a post' },
    idle: { 'zh-TW': '久未登入', en: 'long without a sign-in' }, replaced: { 'zh-TW': '由後來的變更取代', en: 'replaced by a later one' },
    expired: { 'zh-TW': '逾期', en: 'not in time' }, notActive: { 'zh-TW': '帳號不是啟用中', en: 'account not active' },
    byUser: { 'zh-TW': '本人結束', en: 'by the person' },
  },
  method: {
    password: { 'zh-TW': '帳號密碼', en: 'account and password' }, passkey: { 'zh-TW': '通行密鑰', en: 'passkey' },
    personCertificate: { 'zh-TW': '自然人憑證', en: 'personal certificate' }, agencyCertificate: { 'zh-TW': '機關憑證', en: 'agency certificate' },
  },
  receiver: { person: { 'zh-TW': '個人', en: 'the person' } },
  state: {
    active: { 'zh-TW': '有效', en: 'in force' }, suspended: { 'zh-TW': '暫停', en: 'suspended' },
    proposed: { 'zh-TW': '待同意', en: 'waiting' }, ended: { 'zh-TW': '已結束', en: 'ended' },
  },
  role: { central: WAYS.central!, auditor: { 'zh-TW': '稽核', en: 'auditor' } },
}

/** How the values of a decision are called before and after. */
const VALUE_NAMES: Readonly<Record<string, Record<Language, string>>> = {
  reason: { 'zh-TW': '理由', en: 'reason' }, state: { 'zh-TW': '狀態', en: 'state' },
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
    .map(([name, value]) => `${VALUE_NAMES[name]?.[language] ?? name}${is}${detailText(name, value, language)}`)
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
