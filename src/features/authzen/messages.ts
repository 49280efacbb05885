// What the programs of applications are told about their questions, for the people who write them.
type Sentence = { 'zh-TW': string; en: string }

/** What a request can be found at fault for; the place is told beside it, as a JSON pointer. */
export const FAULTS = {
  missing: { 'zh-TW': '缺少這個必要的欄位。', en: 'This is required and missing.' },
  object: { 'zh-TW': '這裡應為 JSON 物件。', en: 'A JSON object belongs here.' },
  text: { 'zh-TW': '這裡應為文字。', en: 'A string belongs here.' },
  list: { 'zh-TW': '這裡應為陣列。', en: 'An array belongs here.' },
  day: { 'zh-TW': '這裡應為 YYYY-MM-DD 形式的日期。', en: 'A day of the form YYYY-MM-DD belongs here.' },
  tooMany: { 'zh-TW': '一次最多詢問 1000 題。', en: 'At most 1000 evaluations fit into one request.' },
  semantic: {
    'zh-TW': '只能是 execute_all、deny_on_first_deny 或 permit_on_first_permit。',
    en: 'Must be execute_all, deny_on_first_deny or permit_on_first_permit.',
  },
  limit: { 'zh-TW': '這裡應為零或正整數。', en: 'A non-negative integer belongs here.' },
  token: {
    'zh-TW': '這不是前一頁給的 next_token，或詢問的內容已經改變；請從第一頁重新開始。',
    en: 'This is not the next_token of the page before, or what is asked has changed: begin again with the first page.',
  },
} satisfies Record<string, Sentence>

export type FaultCode = keyof typeof FAULTS

export const NOT_AN_APPLICATION: Sentence = {
  'zh-TW': '只有應用系統可以詢問，這個用戶端不屬於任何應用系統。',
  en: 'Only applications ask here, and this client belongs to none.',
}

/** The same for whoever and whatever is not there, or none of the application's business. */
export const UNKNOWN: Sentence = {
  'zh-TW': '查無這個主體、動作或資源。', en: 'There is no such subject, action or resource.',
}
