import { defineMessages } from './messages.ts'

/** What is said of a field when its own form has no better words. */
export const formMessages = defineMessages({
  'zh-TW': {
    missing: '請填寫這個欄位',
    unfit: '這個欄位的內容不符合要求，請再檢查一次',
    fileMissing: '請選擇檔案',
    holderFirst: '您以機關憑證登入，內容還沒有送出。請先按頁面上方的「登錄持卡人」，再送出一次。',
    tooLong: (most: number) => `內容太長，最多 ${most} 個字`,
    dayMissing: '請填寫日期，例如 115/11/23',
    day: {
      empty: '請填寫日期，例如 115/11/23',
      shape: '看不懂這個日期，請依「115/11/23」或「2026-11-23」的格式填寫',
      calendar: '曆法上沒有這一天，請再檢查年、月、日',
      range: '年份超出可接受的範圍，請再檢查一次',
    },
    period: {
      from: '有效日期（起）',
      to: '有效日期（迄）',
      permanent: '設為永久',
      permanentHint: '不設迄日；須填寫理由。',
      reason: '理由',
      past: '有效日期（起）不能早於今天',
      both: '已設為永久，請清除有效日期（迄）；或取消「設為永久」',
      neither: '請填寫有效日期（迄），或勾選「設為永久」',
      reversed: '有效日期（迄）不能早於有效日期（起）',
      over: '有效日期（迄）不能早於今天；如要立即結束，請使用「結束」',
      why: '設為永久須填寫理由',
    },
  },
  en: {
    missing: 'Fill in this field',
    unfit: 'Check what is in this field',
    fileMissing: 'Choose a file',
    holderFirst: 'You are signed in with the card of an agency, and nothing was sent yet. Name the holder of the card (at the top of the page), then send it again.',
    tooLong: (most) => `Use ${most} characters or fewer`,
    dayMissing: 'Enter a date, for example 2026-11-23',
    day: {
      empty: 'Enter a date, for example 2026-11-23',
      shape: 'Enter the date like 2026-11-23 or 115/11/23',
      calendar: 'There is no such day in the calendar: check year, month and day',
      range: 'The year is out of range: check it',
    },
    period: {
      from: 'Valid from',
      to: 'Valid to',
      permanent: 'Permanent',
      permanentHint: 'No last day; a reason is needed.',
      reason: 'Reason',
      past: 'The first day cannot be before today',
      both: 'It is set to permanent: clear the last day, or untick “Permanent”',
      neither: 'Enter the last day, or tick “Permanent”',
      reversed: 'The last day cannot be before the first',
      over: 'The last day cannot be before today; to end it at once, use “End”',
      why: 'Give a reason for setting it to permanent',
    },
  },
})
