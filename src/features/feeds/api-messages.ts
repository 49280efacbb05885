// What a program that brings a feed is told where it cannot be taken.
type Sentence = Record<'zh-TW' | 'en', string>

export const apiMessages = {
  asOfFar: { 'zh-TW': 'asOf 必須在今天前後一年之內。', en: 'asOf must lie within a year of today.' },
  coming: {
    'zh-TW': '相同 Idempotency-Key 的檔案正在傳送中；請等它結束後再查詢或重送。',
    en: 'A file under the same Idempotency-Key is being sent now: wait until that has ended.',
  },
  otherUnderKey: {
    'zh-TW': '這個 Idempotency-Key 已用於另一個檔案、種類或基準日；新的檔案請使用新的值。',
    en: 'This Idempotency-Key was used for another file, kind or day: use a new one for a new file.',
  },
  unknown: { 'zh-TW': '沒有這一批資料，或不是這個程式送來的。', en: 'There is no such feed, or this program did not bring it.' },
} as const satisfies Record<string, Sentence>
