import { defineMessages } from '../../web/messages.ts'

/** What people read on 「員工管理」 of one person, whichever page of theirs it is. */
export const messages = defineMessages({
  'zh-TW': {
    title: '員工管理',
    accounts: '查詢人員自訂帳號',
    parts: {
      record: '人事資料', account: '帳號', rights: '身分與權限', decisions: '授權與角色', events: '他人所為',
    },
    partTitle: (part: string) => `員工管理：${part}`,
    partsOf: '這位人員的資料',
    noPost: '目前沒有現職',
    reason: '理由',
    reasonHint: '會記入稽核紀錄，並告知本人',
    reasonMissing: '請填寫理由',
  },
  en: {
    title: 'People',
    accounts: 'Account names',
    parts: {
      record: 'Record', account: 'Account', rights: 'Standings and rights', decisions: 'Decisions and roles', events: 'What others did',
    },
    partTitle: (part) => `People: ${part.charAt(0).toLowerCase()}${part.slice(1)}`,
    partsOf: 'What there is of this person',
    noPost: 'No current post',
    reason: 'Reason',
    reasonHint: 'It is kept in the audit log, and the person is told',
    reasonMissing: 'Give a reason',
  },
})
