import type { Language } from '../../web/language.ts'
import type { AdminRefusal } from './create-admin.ts'

/** Why nobody was made central administrator. */
export const adminRefusals: Record<AdminRefusal, Record<Language, string>> = {
  administratorExists: {
    'zh-TW': '已有總處管理者；其餘管理者請由兩位總處管理者於系統內共同設定。',
    en: 'There is a central administrator already; two of them make further ones in the portal.',
  },
  unknownAccount: { 'zh-TW': '沒有這個帳號。', en: 'There is no such account.' },
  personNeeded: {
    'zh-TW': '資料庫沒有此人，請提供姓名、出生日期、機關代碼與職稱。',
    en: 'Nobody here has this ID: name, birth date, agency and title are needed.',
  },
  accountNeeded: {
    'zh-TW': '此人帳號尚未啟用，請提供帳號與密碼。',
    en: 'The account of this person is not active yet: an account name and a password are needed.',
  },
  unknownAgency: {
    'zh-TW': '沒有這個現存機關；請先以 ecpa import agencies 匯入機關檔。',
    en: 'No living agency has this code; bring the agency file in first (ecpa import agencies).',
  },
  noCurrentPost: { 'zh-TW': '此人目前沒有職務。', en: 'This person has no current post.' },
  accountDisabled: { 'zh-TW': '此帳號已停用。', en: 'This account is disabled.' },
  otherRole: {
    'zh-TW': '此人已有稽核或總處管理者身分，不能兼任。',
    en: 'This person is an auditor or administrator already, and nobody is both.',
  },
  accountNameTaken: { 'zh-TW': '這個帳號已有人使用。', en: 'Somebody has this account name.' },
  accountNameShape: {
    'zh-TW': '帳號須為 3 至 64 個小寫英數字、點、底線或連字號，並以字母開頭。',
    en: 'An account name has 3 to 64 small letters, digits, dots, underscores or hyphens, a letter first.',
  },
  birthDate: { 'zh-TW': '出生日期不正確。', en: 'That is no birth date.' },
  passwordTooShort: { 'zh-TW': '密碼至少 12 個字元。', en: 'A password has at least 12 characters.' },
  passwordTooLong: { 'zh-TW': '密碼至多 128 個字元。', en: 'A password has at most 128 characters.' },
  demoPassword: { 'zh-TW': '示範密碼不能用於正式環境。', en: 'The password of the demonstration is not for production.' },
}
