// What programs are told when their request cannot be answered; the people who write them read it.
import type { Language } from './language.ts'
import type { JsonFault } from './strict-json.ts'

type Sentence = Record<Language, string>

export const programSentences = {
  noToken: {
    'zh-TW': '請以 OAuth 2.0 client credentials 取得權杖，並放在 Authorization: Bearer 標頭。',
    en: 'Get a token by OAuth 2.0 client credentials and send it as Authorization: Bearer.',
  },
  badToken: {
    'zh-TW': '權杖無效、已過期或已註銷，請重新取得。',
    en: 'The token is not valid, has expired or was revoked: get another one.',
  },
  notFound: { 'zh-TW': '沒有這個位址。', en: 'There is no such address.' },
  methodNotAllowed: { 'zh-TW': '這個位址不接受這種方法。', en: 'This address does not take that method.' },
  tooMany: {
    'zh-TW': '這一分鐘的額度已經用完，請依 Retry-After 稍候再試。',
    en: 'What you may ask within this minute is used up: wait as long as Retry-After says.',
  },
  badKey: {
    'zh-TW': 'Idempotency-Key 必須是 1 至 200 個可見的 ASCII 字元，例如 UUID。',
    en: 'Idempotency-Key must be 1 to 200 visible ASCII characters, such as a UUID.',
  },
  fullHouse: {
    'zh-TW': '目前同時傳送中的檔案已達上限，請依 Retry-After 稍候再傳送。',
    en: 'As many files are being sent as can be taken at once: wait as long as Retry-After says, and send it again.',
  },
  interrupted: {
    'zh-TW': '傳送中斷，請重新傳送；系統沒有留下任何內容。',
    en: 'The transfer broke off, and nothing was kept: send it again.',
  },
  fault: { 'zh-TW': '系統發生問題，請稍後再試。', en: 'Something went wrong on our side. Try again later.' },
  unavailable: { 'zh-TW': '系統暫時無法提供服務，請稍後再試。', en: 'The service is away for the moment. Try again later.' },
} satisfies Record<string, Sentence>

/** A body that is not of one of these media types. */
export const notJsonSentence = (takes: readonly string[]): Sentence => ({
  'zh-TW': `內容必須是 ${takes.join(' 或 ')}，且未經壓縮。`,
  en: `The body must be ${takes.join(' or ')}, and not compressed.`,
})

export const scopeSentence = (scope: string): Sentence => ({
  'zh-TW': `權杖沒有 ${scope} 這個 scope；請確認用戶端的登錄內容，並在取得權杖時要求它。`,
  en: `The token is not good for ${scope}: see what the client is registered for, and ask for that scope.`,
})

export const tooLargeSentence = (bytes: number): Sentence => ({
  'zh-TW': `內容超過 ${bytes} 位元組。`, en: `The body is longer than ${bytes} bytes.`,
})

export const querySentence = (name: string): Sentence => ({
  'zh-TW': `查詢參數 ${shown(name)} 不存在、重複或內容不符。`,
  en: `The query parameter ${shown(name)} is not known, comes twice, or does not fit.`,
})

/** What somebody else wrote, as it may stand in a sentence of ours. */
const shown = (name: string): string => JSON.stringify(name.slice(0, 40))

export const fileTypeSentence = (types: readonly string[]): Sentence => ({
  'zh-TW': `Content-Type 必須是 ${types.join(' 或 ')}（UTF-8），Content-Encoding 只能是 gzip 或不壓縮。`,
  en: `Content-Type must be ${types.join(' or ')} in UTF-8, and Content-Encoding gzip or none.`,
})

export const jsonSentences: Record<JsonFault, Sentence> = {
  notUtf8: { 'zh-TW': '內容不是 UTF-8。', en: 'The body is not UTF-8.' },
  syntax: { 'zh-TW': '內容不是 JSON。', en: 'The body is not JSON.' },
  notObject: { 'zh-TW': '內容必須是一個 JSON 物件。', en: 'The body must be one JSON object.' },
  nameTwice: { 'zh-TW': '同一物件中有重複的名稱（RFC 7493）。', en: 'A name comes twice in one object (RFC 7493).' },
  tooDeep: { 'zh-TW': 'JSON 的層數過多。', en: 'The JSON is nested too deep.' },
  text: {
    'zh-TW': '文字中有 U+0000 或不成對的代理字元（RFC 7493）。',
    en: 'A text holds U+0000 or an unpaired surrogate (RFC 7493).',
  },
  number: { 'zh-TW': '數字超出雙精度浮點數的範圍（RFC 7493）。', en: 'A number is beyond double precision (RFC 7493).' },
}
