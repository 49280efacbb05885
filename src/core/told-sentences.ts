// How people are told (told.ts): a title, a sentence that says who did what to whom, and the facts line by line.
import { DERIVED_GROUP_NAMES, STANDING_NAMES } from './access-messages.ts'
import { dayInTaipei, timeInTaipei } from './days.ts'
import { RECORD_FIELDS } from './record-reports.ts'
import { rocDay } from './roc-date.ts'
import { SAYINGS_OF_CARDS } from './told-cards.ts'
import { SAYINGS_OF_FEEDS } from './told-feeds.ts'
import { SAYINGS_OF_OWN, signInFacts, unusualText } from './told-own.ts'
import { SAYINGS_OF_PEOPLE } from './told-people.ts'
import { SAYINGS_OF_REVIEWS } from './told-reviews.ts'
import { movesText, SAYINGS_OF_LEAVING, SAYINGS_OF_MOVES } from './told-moves.ts'
import { SAYINGS_OF_RESTRUCTURING } from './told-restructuring.ts'
import { saying } from './told-saying.ts'
import type { Sentence } from './access-messages.ts'
import type { Day } from './days.ts'
import type { Saying } from './told-saying.ts'
import type { Teller, Telling, ToldKind } from './told.ts'

const both = (make: (at: keyof Sentence) => string): Sentence => ({ 'zh-TW': make('zh-TW'), en: make('en') })

function agencyName(code: string, { agencies }: Telling['names'], language: keyof Sentence): string {
  const found = agencies[code]
  return (language === 'en' ? found?.nameEn : null) ?? found?.name ?? code
}

function applicationName(code: string, { applications }: Telling['names']): string {
  const name = applications[code]
  return name === undefined || name === code ? code : `${code} ${name}`
}

const OFFICE: Record<NonNullable<Teller['office']>, Sentence> = {
  ...STANDING_NAMES,
  delegation: { 'zh-TW': '受授權管理者', en: 'delegate' },
  central: { 'zh-TW': '總處管理者', en: 'central administrator' },
}

/** Who: 「高雄市政府人事處人事主管王建國」, `王建國 (personnel supervisor, Kaohsiung …)`. */
export function tellerText({ teller, names }: Telling): Sentence {
  const { by, name, office, agency } = teller
  return both((language) => {
    const at = agency === null ? null : agencyName(agency, names, language)
    if (by === 'system') return language === 'en' ? 'The system' : '系統'
    if (by === 'agencyCard') {
      const holder = language === 'en' ? `The holder of the agency certificate of ${at ?? '—'}` : `持${at ?? ''}機關憑證者`
      return name === null ? holder : language === 'en' ? `${holder} (${name})` : `${holder}${name}`
    }
    const as = office === null ? null : OFFICE[office][language]
    if (language !== 'en') return `${at ?? ''}${as ?? ''}${name ?? ''}`
    const known = [as, at].filter((one) => one !== null)
    return known.length === 0 ? name ?? '' : `${name ?? ''} (${known.join(', ')})`
  })
}

/** The receiver: the reader, or whoever is named. */
function receiverText({ told, names }: Telling, language: keyof Sentence): string {
  const en = language === 'en'
  if ('person' in told && told.person !== undefined) return names.persons[told.person] ?? (en ? 'somebody' : '某人員')
  if (told.kind.startsWith('group.') || !('application' in told)) return en ? 'you' : '您'
  if (told.group !== undefined) {
    const name = names.groups[told.group] ?? told.group
    return en ? `the group “${name}”` : `權限群組「${name}」`
  }
  if (told.standing === undefined) return en ? 'you' : '您'
  const all = DERIVED_GROUP_NAMES[told.standing][language]
  const at = agencyName(told.agency, names, language)
  return en ? `${all} at ${at}` : `「${at}」的${all}`
}

/** Category, application and agency of a grant in full. */
function rightText({ told, names }: Telling, language: keyof Sentence): string {
  if (!('category' in told)) return ''
  const { agency, application, category } = told
  const found = names.categories[`${application} ${category}`]
  const named = (language === 'en' ? found?.nameEn : null) ?? found?.name ?? category
  const at = agencyName(agency, names, language)
  if (language === 'en') return `“${named}” of ${applicationName(application, names)} on behalf of ${at}`
  return `代表「${at}」使用「${applicationName(application, names)}」的「${named}」權限`
}

/** The account: the reader's own, or somebody's. */
function accountText({ told, names }: Telling, language: keyof Sentence): string {
  const whose = 'person' in told && told.person !== undefined ? names.persons[told.person] ?? null : null
  if (language === 'en') return whose === null ? 'your account' : `the account of ${whose}`
  return whose === null ? '您的帳號' : `${whose}的帳號`
}

const ROLES: Readonly<Record<'central' | 'auditor', Sentence>> = {
  central: { 'zh-TW': '總處管理者', en: 'a central administrator' },
  auditor: { 'zh-TW': '稽核', en: 'an auditor' },
}

const dayText = (day: Day, language: keyof Sentence): string => (language === 'en' ? day : rocDay(day))

/** What stands in braces in a sentence. */
const FILLERS: Readonly<Record<string, (telling: Telling, language: keyof Sentence) => string>> = {
  feed: ({ told }) => ('feed' in told ? told.feed : ''),
  who: (telling, language) => tellerText(telling)[language],
  whom: receiverText,
  person: ({ told, names }) => ('person' in told && told.person !== undefined ? names.persons[told.person] ?? '' : ''),
  act: ({ told }) => ('act' in told ? told.act : ''),
  account: accountText,
  role: ({ told }, language) => ('role' in told ? ROLES[told.role][language] : ''),
  field: ({ told }, language) => ('field' in told ? RECORD_FIELDS[told.field][language] : ''),
  right: rightText,
  moves: ({ told }, language) => ('counts' in told ? movesText(told.counts, language) : ''),
  campaign: ({ told }) => ('campaign' in told ? told.campaign : ''),
  email: ({ told }) => ('email' in told ? told.email : ''),
  unusual: ({ told }, language) => ('unusual' in told ? unusualText(told.unusual, language) : ''),
  hours: ({ told }) => ('hours' in told ? String(told.hours ?? 0) : ''),
  number: ({ told }) => ('number' in told ? (told.number ?? 0).toLocaleString('en-US') : ''),
  due: ({ told }, language) => ('due' in told ? dayText(told.due, language) : ''),
  group: ({ told, names }) => 'group' in told && told.group !== undefined ? names.groups[told.group] ?? told.group : '',
  agency: ({ told, names }, language) => 'agency' in told ? agencyName(told.agency, names, language) : '',
  successor: ({ told, names }, language) =>
    'successor' in told && told.successor !== null ? agencyName(told.successor, names, language) : '',
  day: ({ told }, language) => 'day' in told && told.day !== undefined ? dayText(told.day, language) : '',
  acting: ({ told, names }, language) => 'acting' in told ? agencyName(told.acting, names, language) : '',
  served: ({ told, names }, language) => 'served' in told ? agencyName(told.served, names, language) : '',
}

/** Each kind's title in both languages, and its sentence in both. */
const SAYINGS: Readonly<Record<ToldKind, Saying>> = {
  'grant.given': saying('獲得應用系統授權', 'Application granted',
    '{who}授予{whom}{right}。', '{who} granted {whom} {right}.'),
  'grant.changed': saying('應用系統授權已變更', 'Application grant changed',
    '{who}變更了{whom}{right}的期間。', '{who} changed the period for which {whom} may use {right}.'),
  'grant.ended': saying('應用系統授權已結束', 'Application grant ended',
    '{who}結束了{whom}{right}。', '{who} ended the grant to {whom} of {right}.'),
  'grant.suspended': saying('應用系統授權已暫停', 'Application grant suspended',
    '{who}暫停了{whom}{right}，待該機關管理者確認或結束。',
    '{who} suspended the grant to {whom} of {right}, until a manager of the agency confirms or ends it.'),
  'grant.confirmed': saying('應用系統授權已恢復', 'Application grant confirmed',
    '{who}確認了{whom}{right}，暫停已解除。', '{who} confirmed the grant to {whom} of {right}; it is no longer suspended.'),
  'grant.proposed': saying('應用系統授權待第二位管理者確認', 'A grant waits for a second manager',
    '{who}提出授予{whom}{right}；須由另一位管理者確認後才生效。',
    '{who} proposed to grant {whom} {right}; it takes effect when a second manager confirms it.'),
  'grant.agreed': saying('應用系統授權獲得同意', 'A proposed grant was agreed to',
    '{who}同意授予{whom}{right}，授權已生效。', '{who} agreed to granting {whom} {right}; it is in effect.'),
  'grant.declined': saying('應用系統授權未獲同意', 'A proposed grant was not agreed to',
    '{who}不同意授予{whom}{right}。', '{who} did not agree to granting {whom} {right}.'),
  'group.member-added': saying('加入權限群組', 'Added to a group',
    '{who}將{whom}加入權限群組「{group}」。', '{who} added {whom} to the group “{group}”.'),
  'group.member-changed': saying('權限群組成員期間已變更', 'Group membership changed',
    '{who}變更了{whom}在權限群組「{group}」的期間。', '{who} changed the period for which {whom} will be in the group “{group}”.'),
  'group.member-ended': saying('移出權限群組', 'Removed from a group',
    '{who}將{whom}移出權限群組「{group}」。', '{who} removed {whom} from the group “{group}”.'),
  'group.member-suspended': saying('權限群組成員已暫停', 'Group membership suspended',
    '{who}暫停了{whom}在權限群組「{group}」的成員資格，待機關管理者確認或結束。',
    '{who} suspended the membership of the group “{group}” held by {whom}, until a manager confirms or ends it.'),
  'group.member-confirmed': saying('權限群組成員已恢復', 'Group membership confirmed',
    '{who}確認了{whom}在權限群組「{group}」的成員資格，暫停已解除。',
    '{who} confirmed the membership of the group “{group}” held by {whom}; it is no longer suspended.'),
  'delegation.given': saying('獲得管理權限授權', 'Management delegated',
    '{who}授權{whom}使用「{agency}」的管理功能。', '{who} delegated the management functions of {agency} to {whom}.'),
  'delegation.changed': saying('管理權限授權已變更', 'Delegation changed',
    '{who}變更了{whom}使用「{agency}」管理功能的授權。',
    '{who} changed the delegation of the management functions of {agency} to {whom}.'),
  'delegation.ended': saying('管理權限授權已結束', 'Delegation ended',
    '{who}結束了{whom}使用「{agency}」管理功能的授權。',
    '{who} ended the delegation of the management functions of {agency} to {whom}.'),
  'delegation.suspended': saying('管理權限授權已暫停', 'Delegation suspended',
    '{who}暫停了{whom}使用「{agency}」管理功能的授權，待該機關人事主管檢視。',
    '{who} suspended the delegation of the management functions of {agency} to {whom}, until the supervisor reviews it.'),
  'delegation.confirmed': saying('管理權限授權已恢復', 'Delegation confirmed',
    '{who}確認了{whom}使用「{agency}」管理功能的授權，暫停已解除。',
    '{who} confirmed the delegation of the management functions of {agency} to {whom}; it is no longer suspended.'),
  'duty.set': saying('設定兼辦', 'Concurrent duty set up',
    '{who}設定由「{acting}」兼辦「{served}」的人事業務。', '{who} set up that {acting} does personnel work for {served}.'),
  'duty.changed': saying('兼辦已變更', 'Concurrent duty changed',
    '{who}變更了「{acting}」兼辦「{served}」的設定。', '{who} changed the duty by which {acting} serves {served}.'),
  'duty.ended': saying('兼辦已結束', 'Concurrent duty ended',
    '{who}結束了「{acting}」兼辦「{served}」。', '{who} ended the duty by which {acting} serves {served}.'),
  'duty-request.drafted': saying('跨主管機關兼辦申請待同意', 'A duty across lead agencies waits for agreement',
    '{who}申請由「{acting}」兼辦「{served}」的人事業務（F000199），待另一機關同意。',
    '{who} applied for {acting} to do personnel work for {served} (F000199); the other agency is asked to agree.'),
  'duty-request.agreed': saying('跨主管機關兼辦申請已同意', 'A duty across lead agencies was agreed to',
    '{who}同意由「{acting}」兼辦「{served}」的申請（F000199），待總處核定。',
    '{who} agreed to the application for {acting} to serve {served} (F000199); the centre is to decide.'),
  'duty-request.disagreed': saying('跨主管機關兼辦申請未獲同意', 'A duty across lead agencies was not agreed to',
    '{who}不同意由「{acting}」兼辦「{served}」的申請（F000199）。',
    '{who} did not agree to the application for {acting} to serve {served} (F000199).'),
  'duty-request.decided': saying('跨主管機關兼辦申請已核定', 'A duty across lead agencies was approved',
    '{who}核定由「{acting}」兼辦「{served}」的申請（F000199）。',
    '{who} approved the application for {acting} to serve {served} (F000199).'),
  'duty-request.returned': saying('跨主管機關兼辦申請已退回', 'A duty across lead agencies was returned',
    '{who}退回由「{acting}」兼辦「{served}」的申請（F000199）。',
    '{who} returned the application for {acting} to serve {served} (F000199).'),
  'duty-request.withdrawn': saying('跨主管機關兼辦申請已撤回', 'A duty across lead agencies was withdrawn',
    '{who}撤回由「{acting}」兼辦「{served}」的申請（F000199）。',
    '{who} withdrew the application for {acting} to serve {served} (F000199).'),
  'duty-request.expired': saying('跨主管機關兼辦申請已逾期', 'A duty across lead agencies expired',
    '{who}已結束由「{acting}」兼辦「{served}」的申請（F000199）：逾期未完成。',
    '{who} closed the application for {acting} to serve {served} (F000199): it was not completed in time.'),
  ...SAYINGS_OF_FEEDS,
  ...SAYINGS_OF_PEOPLE,
  ...SAYINGS_OF_OWN,
  ...SAYINGS_OF_CARDS,
  ...SAYINGS_OF_MOVES,
  ...SAYINGS_OF_LEAVING,
  ...SAYINGS_OF_REVIEWS,
  ...SAYINGS_OF_RESTRUCTURING,
}

/** All kinds that there are. */
export const toldKinds = Object.keys(SAYINGS) as ToldKind[]

const LIST = { 'zh-TW': '、', en: ', ' } as const

/** What it is about, in few words: the head of a notice and the subject of a letter. Names applications, never people. */
export function toldTitle({ told }: Telling): Sentence {
  const codes = 'application' in told ? [told.application] : 'applications' in told ? told.applications : []
  const shown = codes.length > 3 ? [...codes.slice(0, 3), '…'] : codes
  return both((language) => {
    const title = SAYINGS[told.kind].title[language]
    if (shown.length === 0) return title
    return language === 'en' ? `${title}: ${shown.join(LIST.en)}` : `${title}：${shown.join(LIST['zh-TW'])}`
  })
}

/** Who did what, to whom, for which agency. */
export function toldSentence(telling: Telling): Sentence {
  return both((language) => SAYINGS[telling.told.kind].says[language].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(FILLERS, name) ? FILLERS[name]!(telling, language) : '—'))
}

/** The days, both inclusive, in words; an open end is said to be one. */
function periodText(from: Day | null, to: Day | null, language: keyof Sentence): string {
  if (language === 'en') return `${from ?? '…'} – ${to ?? 'no end (permanent)'}`
  return `${from === null ? '' : `${rocDay(from)}起`}${to === null ? '（永久）' : `至${rocDay(to)}止`}`
}

export type ToldFact = { term: Sentence; value: Sentence }

const TERMS = {
  acting: { 'zh-TW': '兼辦機關', en: 'Acting agency' },
  served: { 'zh-TW': '被兼辦機關', en: 'Served agency' },
  agency: { 'zh-TW': '機關', en: 'Agency' },
  scope: { 'zh-TW': '管理範圍', en: 'Scope' },
  applications: { 'zh-TW': '應用系統', en: 'Applications' },
  period: { 'zh-TW': '有效期間', en: 'Period' },
  source: { 'zh-TW': '檔名', en: 'File' },
  asOf: { 'zh-TW': '基準日', en: 'As of' },
  posts: { 'zh-TW': '職務', en: 'Posts' },
  decideBy: { 'zh-TW': '確認期限', en: 'To be confirmed by' },
  until: { 'zh-TW': '可登入至', en: 'Sign-in possible until' },
  reason: { 'zh-TW': '理由', en: 'Reason' },
  note: { 'zh-TW': '說明', en: 'Note' },
  by: { 'zh-TW': '辦理人員', en: 'Done by' },
  at: { 'zh-TW': '時間', en: 'Time' },
} as const satisfies Record<string, Sentence>

const fact = (term: keyof typeof TERMS, value: Sentence): ToldFact => ({ term: TERMS[term], value })

/** What was decided, line by line: for which agency, from when to when, why. */
export function toldFacts(telling: Telling): ToldFact[] {
  const { told, names } = telling
  const facts: ToldFact[] = []
  const add = (term: keyof typeof TERMS, value: Sentence): void => void facts.push(fact(term, value))
  const agency = (code: string): Sentence => both((language) => {
    const name = agencyName(code, names, language)
    return name === code ? code : language === 'en' ? `${name} (${code})` : `${name}（${code}）`
  })
  const text = (value: string): Sentence => ({ 'zh-TW': value, en: value })
  const applications = (codes: readonly string[]): void =>
    add('applications', both((language) => codes.map((one) => applicationName(one, names)).join(LIST[language])))
  if ('acting' in told) {
    add('acting', agency(told.acting))
    add('served', agency(told.served))
    applications(told.applications)
  } else if ('counts' in told) {
    if (told.applications.length > 0) applications(told.applications)
    for (const code of told.agencies) add('agency', agency(code))
    if (told.decideBy !== null) add('decideBy', both((language) => dayText(told.decideBy!, language)))
  } else if ('feed' in told) {
    const { source, asOf, joins, changes, ends } = told
    add('source', text(source))
    add('asOf', both((language) => dayText(asOf, language)))
    add('posts', { 'zh-TW': `到職 ${joins}、異動 ${changes}、離職 ${ends}`, en: `${joins} begin, ${changes} change, ${ends} end` })
  } else if ('campaign' in told) {
    if (told.applications.length > 0) applications(told.applications)
  } else if ('agency' in told) add('agency', agency(told.agency))
  if ('unusual' in told) facts.push(...signInFacts(told))
  if ('until' in told && told.until !== null) add('until', both((language) => dayText(told.until!, language)))
  if ('scope' in told && told.scope) add('scope', agency(told.scope))
  if ('from' in told) add('period', both((language) => periodText(told.from, told.to, language)))
  if (told.reason !== null) add('reason', text(told.reason))
  if ('note' in told && told.note !== null) add('note', text(told.note))
  return facts
}

/** Who did it and when it was told. */
export function tellerFacts(telling: Telling, at: Date): ToldFact[] {
  const day = dayInTaipei(at)
  return [
    fact('by', tellerText(telling)),
    fact('at', both((language) => `${dayText(day, language)} ${timeInTaipei(at).slice(0, 5)}`)),
  ]
}
