/**
 * The closed catalogue of what can happen: every audit event has one of these codes. A code, once released, keeps its
 * meaning for ever; a new meaning gets a new code. `docs/generated/audit-events.md` is printed from here.
 */
import { agencyEvents } from './audit-agencies.ts'
import { cardEvents } from './audit-cards.ts'
import { certificateEvents } from './audit-certificates.ts'
import { delegationEvents } from './audit-delegations.ts'
import { dutyEvents } from './audit-duties.ts'
import { moverEvents } from './audit-movers.ts'
import { feedIntakeEvents } from './audit-feed-intake.ts'
import { mailEvents } from './audit-mail.ts'
import { operationsEvents } from './audit-operations.ts'
import { noticeEvents } from './audit-notices.ts'
import { peopleEvents } from './audit-people.ts'
import { pollEvents } from './audit-polls.ts'
import { greetingEvents } from './audit-greetings.ts'
import { emailEvents } from './audit-emails.ts'
import { resetEvents } from './audit-resets.ts'
import { ownEvents } from './audit-own.ts'
import { passkeyEvents } from './audit-passkeys.ts'
import { secondFactorEvents } from './audit-second-factor.ts'
import { wayEvents } from './audit-ways.ts'
import { feedDecidingEvents } from './audit-feed-deciding.ts'
import { programEvents } from './audit-programs.ts'
import { todoEvents } from './audit-todos.ts'
import { reviewEvents } from './audit-reviews.ts'
import { restructuringEvents } from './audit-restructuring.ts'
import { searchEvents } from './audit-searches.ts'

/** Whom or what an event is about: columns of `audit_event`, so that they can be searched. */
export type Subject = 'person' | 'agency' | 'application'

/** What a detail may hold. Never a national ID, a password, a token or a key; `values` is for from–to of decisions. */
export type DetailKind = 'text' | 'number' | 'yesNo' | 'list' | 'values'

/**
 * `routine`: the day's work. `personal`: tells of one person's doings, shown to that person, to auditors and to nobody
 * by default. `critical`: changes what others may do or what the program relies on.
 */
export type Sensitivity = 'routine' | 'personal' | 'critical'

export type Entry = {
  /** An event of this code does not type-check without naming these. */
  subjects: readonly Subject[]
  details: Readonly<Record<string, DetailKind>>
  sensitivity: Sensitivity
  /** Set where the event itself is a refusal; otherwise it was done unless the act says that it refused. */
  always?: 'refused'
  /** With `{actor}`, `{person}`, `{agency}`, `{application}` and the names of details in braces. */
  sentence: { 'zh-TW': string, en: string }
}

const ORIGIN = ['actor', 'person', 'agency', 'application'] as const

export const auditCatalogue = {
  // `browser` as core/browsers.ts writes it; `unusual` as core/unusual-sign-in.ts finds it. These three are the history on
  // 「我的專區」.
  'session.signed-in': {
    subjects: ['person'], details: { method: 'text', browser: 'text', unusual: 'list' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 以 {method} 登入', en: '{person} signed in by {method}' },
  },
  'session.sign-in-failed': {
    subjects: [], details: { why: 'text', method: 'text', browser: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: { 'zh-TW': '登入失敗（{method}，{why}）', en: 'A sign-in by {method} failed ({why})' },
  },
  'session.sign-in-locked': {
    subjects: [], details: { failures: 'number', minutes: 'number', browser: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: {
      'zh-TW': '連續 {failures} 次登入失敗，帳號暫停以密碼登入 {minutes} 分鐘',
      en: 'Password sign-in rests for {minutes} minutes after {failures} failures',
    },
  },
  'session.signed-out': {
    subjects: ['person'], details: {}, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 登出', en: '{person} signed out' },
  },
  'session.ended': {
    subjects: ['person'], details: { why: 'text', sessions: 'number' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 的 {sessions} 個工作階段已結束（{why}）', en: '{sessions} sessions of {person} were ended ({why})',
    },
  },
  'session.standing-switched': {
    subjects: ['person', 'agency'], details: { standing: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{person} 切換身分為 {agency} {standing}', en: '{person} switched to being {standing} at {agency}',
    },
  },
  'session.agency-switched': {
    subjects: [], details: { relation: 'text', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{actor} 切換為處理 {agency} 的業務（{relation}，{way}）',
      en: '{actor} switched to working for {agency} ({relation}, {way})',
    },
  },
  'application.opened': {
    subjects: ['person', 'agency', 'application'], details: { by: 'list', duty: 'list', acting: 'list' },
    sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 代表 {agency} 開啟 {application}', en: '{person} opened {application} on behalf of {agency}',
    },
  },
  'application.refused': {
    subjects: ['person', 'application'], details: { why: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: {
      'zh-TW': '{person} 未能開啟 {application}（{why}）', en: '{person} was refused {application} ({why})',
    },
  },
  'oidc.token-issued': {
    subjects: ['person', 'agency', 'application'],
    details: { client: 'text', grant: 'text', acr: 'text', scope: 'text', by: 'list', duty: 'list', acting: 'list' },
    sensitivity: 'personal',
    sentence: {
      'zh-TW': '已核發 {person} 於 {agency} 使用 {application} 的權杖（{grant}）',
      en: 'Tokens for {application} were issued for {person} at {agency} ({grant})',
    },
  },
  'oidc.token-refused': {
    subjects: ['application'], details: { client: 'text', why: 'text' }, sensitivity: 'personal', always: 'refused',
    sentence: { 'zh-TW': '未核發 {application} 的權杖（{why}）', en: 'Tokens for {application} were refused ({why})' },
  },
  'oidc.access-ended': {
    subjects: ['person', 'agency', 'application'], details: { client: 'text', why: 'text', lost: 'list' },
    sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 於 {agency} 使用 {application} 的權限已終止，其登入隨即結束（{why}）',
      en: '{person} lost a right to {application} at {agency} ({why}), and the sign-in there was ended',
    },
  },
  'oidc.client-registered': {
    subjects: ['application'], details: { client: 'text', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 為 {application} 登錄 OpenID Connect 用戶端 {client}',
      en: '{actor} registered the OpenID Connect client {client} of {application}',
    },
  },
  'oidc.client-changed': {
    subjects: ['application'], details: { client: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將 {application} 的 OpenID Connect 用戶端 {client} 由 {before} 改為 {after}',
      en: '{actor} changed the OpenID Connect client {client} of {application} from {before} to {after}',
    },
  },
  ...cardEvents,
  ...certificateEvents,
  ...programEvents,
  ...todoEvents,
  'catalogue.applied': {
    subjects: [], details: { source: 'text', sha256: 'text', added: 'list', changed: 'list' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '由 {actor} 套用設定檔 {source}', en: '{actor} applied the configuration {source}' },
  },
  'catalogue.application-added': {
    subjects: ['application'], details: { after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '由 {actor} 新增應用系統 {application}', en: '{actor} added the application {application}' },
  },
  'catalogue.application-changed': {
    subjects: ['application'], details: { before: 'values', after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將應用系統 {application} 由 {before} 改為 {after}',
      en: '{actor} changed the application {application} from {before} to {after}',
    },
  },
  'catalogue.category-added': {
    subjects: ['application'], details: { category: 'text', after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 新增 {application} 的權限類別 {category}',
      en: '{actor} added the category {category} of {application}',
    },
  },
  'catalogue.category-changed': {
    subjects: ['application'], details: { category: 'text', before: 'values', after: 'values', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將 {application} 的權限類別 {category} 由 {before} 改為 {after}',
      en: '{actor} changed the category {category} of {application} from {before} to {after}',
    },
  },
  'group.added': {
    subjects: ['agency'], details: { group: 'text', name: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 於 {agency} 新增權限群組 {group} {name}', en: '{actor} added the group {group} ({name}) of {agency}',
    },
  },
  'group.renamed': {
    subjects: ['agency'], details: { group: 'text', before: 'text', after: 'text', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 將權限群組 {group} 由 {before} 更名為 {after}',
      en: '{actor} renamed the group {group} from {before} to {after}',
    },
  },
  'group.member-added': {
    subjects: ['person', 'agency'], details: { group: 'text', post: 'text', after: 'values', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將 {person} 加入權限群組 {group}（{after}）', en: '{actor} added {person} to the group {group} ({after})',
    },
  },
  'group.member-changed': {
    subjects: ['person', 'agency'], details: { group: 'text', before: 'values', after: 'values', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將 {person} 於權限群組 {group} 由 {before} 改為 {after}',
      en: '{actor} changed {person} in the group {group} from {before} to {after}',
    },
  },
  'group.member-ended': {
    subjects: ['person', 'agency'], details: { group: 'text', before: 'values', note: 'text', way: 'text' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 結束 {person} 於權限群組 {group} 的成員資格（原為 {before}；{note}）',
      en: '{actor} ended the membership of {person} in the group {group} (it was {before}; {note})',
    },
  },
  'catalogue.outage-added': {
    subjects: ['application'], details: { after: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 公告 {application} 停機（{after}）', en: '{actor} gave notice of an outage of {application} ({after})',
    },
  },
  'catalogue.outage-changed': {
    subjects: ['application'], details: { before: 'values', after: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 將 {application} 的停機公告由 {before} 改為 {after}',
      en: '{actor} changed the outage notice of {application} from {before} to {after}',
    },
  },
  'catalogue.outage-withdrawn': {
    subjects: ['application'], details: { before: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 撤回 {application} 的停機公告（{before}）',
      en: '{actor} withdrew the outage notice of {application} ({before})',
    },
  },
  'catalogue.effect-listed': {
    subjects: ['application'], details: { change: 'values', side: 'text', rows: 'number', way: 'text' },
    sensitivity: 'personal',
    sentence: {
      'zh-TW': '{actor} 查看變更 {application}（{change}）將影響的人員 {rows} 筆（{side}）',
      en: '{actor} looked at {rows} rows of people whom a change of {application} would concern ({change}; {side})',
    },
  },
  ...agencyEvents,
  ...restructuringEvents,
  ...delegationEvents,
  ...moverEvents,
  ...dutyEvents,
  ...reviewEvents,
  ...searchEvents,
  ...feedIntakeEvents,
  ...peopleEvents,
  ...emailEvents,
  ...resetEvents,
  ...ownEvents,
  ...passkeyEvents,
  ...secondFactorEvents,
  ...wayEvents,
  ...mailEvents,
  ...operationsEvents,
  ...noticeEvents,
  ...pollEvents,
  ...greetingEvents,
  'people.searched': {
    subjects: [], details: { ways: 'list', criteria: 'list', found: 'number', shown: 'list' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{actor} 於 {agency} 的管理範圍以 {criteria} 搜尋人員，找到 {found} 人',
      en: '{actor} searched for people by {criteria} within what is managed at {agency}: {found} found',
    },
  },
  ...feedDecidingEvents,
  'people.generated': {
    subjects: [], details: { people: 'number', seed: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '產生 {people} 名示範人員及其職務與授權（種子 {seed}）',
      en: '{people} demonstration people with their posts and decisions were generated (seed {seed})',
    },
  },
  // `receiver` of the grants: `person`, `group CODE` or `standing NAME`; `standing`: that of the person at the agency.
  'grant.given': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', post: 'text', way: 'text', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）將 {application} 的權限類別 {category} 於 {agency} 授予 {person}（{receiver}，{after}）',
      en: '{actor} ({way}) granted {category} of {application} at {agency} to {person} ({receiver}, {after})',
    },
  },
  'grant.proposed': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', post: 'text', way: 'text', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）提出將 {application} 的權限類別 {category} 於 {agency} 授予 {person}（{receiver}，{after}），待另一位管理者同意',
      en: '{actor} ({way}) proposed to grant {category} of {application} at {agency} to {person} ({receiver}, {after})',
    },
  },
  'grant.agreed': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', way: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）同意將 {application} 的權限類別 {category} 於 {agency} 授予 {person}（{receiver}，由 {before} 改為 {after}）',
      en: '{actor} ({way}) agreed to granting {category} of {application} at {agency} to {person} ({receiver}, {before} to {after})',
    },
  },
  'grant.declined': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', way: 'text', reason: 'text', before: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）不同意將 {application} 的權限類別 {category} 於 {agency} 授予 {person}（{receiver}，{before}，{reason}）',
      en: '{actor} ({way}) did not agree to granting {category} of {application} at {agency} to {person} ({receiver}, {before}, {reason})',
    },
  },
  'grant.changed': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', way: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）將 {person} 於 {agency} 的 {application} 授權（{category}，{receiver}）由 {before} 改為 {after}',
      en: '{actor} ({way}) changed the grant of {application} at {agency} to {person} ({category}, {receiver}) from {before} to {after}',
    },
  },
  'grant.confirmed': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', way: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）確認 {person} 於 {agency} 暫停中的 {application} 授權（{category}，{receiver}，由 {before} 改為 {after}）',
      en: '{actor} ({way}) confirmed the suspended grant of {application} at {agency} to {person} ({category}, {receiver}, {before} to {after})',
    },
  },
  'grant.ended': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', standing: 'text', way: 'text', why: 'text', before: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）結束 {person} 於 {agency} 的 {application} 授權（{category}，{receiver}，{before}，{why}）',
      en: '{actor} ({way}) ended the grant of {application} at {agency} to {person} ({category}, {receiver}, {before}, {why})',
    },
  },
  'account.activated': {
    subjects: ['person'], details: { how: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '{person} 的帳號已啟用（{how}）', en: 'The account of {person} was activated ({how})' },
  },
  'person.entered': {
    subjects: ['person', 'agency'], details: { title: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 建立 {person} 及其於 {agency} 的職務 {title}',
      en: '{actor} entered {person} with the post {title} at {agency}',
    },
  },
  'admin.created': {
    subjects: ['person'], details: { role: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '由 {actor} 設定 {person} 為 {role}', en: '{actor} made {person} {role}' },
  },
  'keys.rotated': {
    subjects: [], details: { purpose: 'text', key: 'text', retired: 'list' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '更換 {purpose} 金鑰為 {key}', en: 'The {purpose} key was rotated to {key}' },
  },
} as const satisfies Record<string, Entry>

type Catalogue = typeof auditCatalogue
export type AuditCode = keyof Catalogue

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }
type Held = { text: string, number: number, yesNo: boolean, list: readonly string[], values: { readonly [name: string]: Value } }
type Details<D> = keyof D extends never ? { detail?: undefined } : { detail: { -readonly [N in keyof D]: Held[D[N] & DetailKind] } }

/**
 * One event. `person` is a person's id, `agency` an agency code, `application` an application code. Subjects that the
 * catalogue does not demand of the code may be named where they are known.
 */
export type AuditEvent<C extends AuditCode = AuditCode> = C extends AuditCode
  ? { code: C, outcome?: 'done' | 'refused', refusal?: string }
    & { [S in Catalogue[C]['subjects'][number]]: string } & { [S in Subject]?: string | null }
    & Details<Catalogue[C]['details']>
  : never

/** Whether the event tells of something done or of something refused. */
export function outcomeOf(event: AuditEvent): 'done' | 'refused' {
  const entry: Entry = auditCatalogue[event.code]
  return entry.always ?? event.outcome ?? 'done'
}

/** The names that the sentences of a code may use. */
export function sentenceNames(code: AuditCode): string[] {
  return [...ORIGIN, ...Object.keys(auditCatalogue[code].details)]
}

/** The event told in a sentence. What is not known reads as a dash; the caller escapes for the page it stands on. */
export function auditSentence(code: AuditCode, language: 'zh-TW' | 'en', values: Readonly<Record<string, string>>): string {
  return auditCatalogue[code].sentence[language].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : '—')
}
