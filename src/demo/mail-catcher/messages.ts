import type { Sentence } from '../local-program/language.ts'

export const WORDS = {
  title: { 'zh-TW': '示範信箱', en: 'Demo mailbox' },
  note: {
    'zh-TW': '示範環境寄出的每一封信都留在這裡，不會真的寄給任何人。',
    en: 'Every mail the demo sends stays here. Nothing is delivered to anybody.',
  },
  skip: { 'zh-TW': '跳到主要內容', en: 'Skip to the main content' },
  otherLanguage: { 'zh-TW': 'English', en: '中文' },
  reload: { 'zh-TW': '重新整理', en: 'Reload' },
  clear: { 'zh-TW': '清空', en: 'Empty the mailbox' },
  empty: { 'zh-TW': '目前沒有信件。', en: 'There is no mail.' },
  count: { 'zh-TW': '封信', en: 'messages' },
  from: { 'zh-TW': '寄件者', en: 'From' },
  to: { 'zh-TW': '收件者', en: 'To' },
  subject: { 'zh-TW': '主旨', en: 'Subject' },
  date: { 'zh-TW': '時間', en: 'Time' },
  noSubject: { 'zh-TW': '（無主旨）', en: '(no subject)' },
  back: { 'zh-TW': '回到信件清單', en: 'Back to the list' },
  text: { 'zh-TW': '文字內容', en: 'As text' },
  html: { 'zh-TW': 'HTML 內容（不執行任何程式，不載入外部檔案）', en: 'As HTML (nothing runs, nothing is loaded)' },
  noText: { 'zh-TW': '（沒有文字內容）', en: '(no text)' },
  attachments: { 'zh-TW': '附件（只列名稱，不保存）', en: 'Attachments (named, not kept)' },
  bytes: { 'zh-TW': '位元組', en: 'bytes' },
  newer: { 'zh-TW': '較新的信', en: 'Newer' },
  older: { 'zh-TW': '較舊的信', en: 'Older' },
  pages: { 'zh-TW': '分頁', en: 'Pages' },
} as const satisfies Record<string, Sentence>

/** What is said on a page that says nothing else: its heading, and what to make of it. */
export const NOTICES = {
  notFound: {
    heading: { 'zh-TW': '找不到這封信', en: 'There is no such message' },
    text: {
      'zh-TW': '它可能已經被清空，或因為信箱滿了而被較新的信取代。',
      en: 'It may have been cleared away, or have made room for newer ones.',
    },
  },
  fault: {
    heading: { 'zh-TW': '系統發生錯誤', en: 'Something went wrong' },
    text: { 'zh-TW': '請稍後再試一次。', en: 'Please try again in a moment.' },
  },
  refused: {
    heading: { 'zh-TW': '這個動作沒有完成', en: 'That was not done' },
    text: { 'zh-TW': '要求不是從這個頁面送出的。', en: 'The request did not come from this page.' },
  },
} as const satisfies Record<string, Record<'heading' | 'text', Sentence>>
