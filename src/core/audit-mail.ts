// What becomes of letters that nobody took. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const mailEvents = {
  'mail.given-up': {
    subjects: [], details: { mail: 'text', attempts: 'number' }, sensitivity: 'routine', always: 'refused',
    sentence: {
      'zh-TW': '信件 {mail} 嘗試 {attempts} 次仍無法寄出', en: 'Mail {mail} could not be sent in {attempts} attempts',
    },
  },
  // `which`: the letter's id, `dead` for all that were given up, `waiting` for all that wait.
  'mail.retried': {
    subjects: [], details: { which: 'text', letters: 'number' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '{letters} 封信件重新寄送（{which}）', en: '{letters} letters were put to sending again ({which})' },
  },
  'mail.dropped': {
    subjects: [], details: { which: 'text', letters: 'number' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '刪除 {letters} 封無法寄出的信件（{which}）', en: '{letters} letters that could not be sent were deleted ({which})' },
  },
} as const satisfies Record<string, Entry>
