import { defineMessages } from '../../web/messages.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../core/passwords.ts'
import type { PasswordRefusal } from './password-rules.ts'

type Words = Record<PasswordRefusal, string>

/** Why a password is not taken, wherever one is chosen. */
export const passwordMessages = defineMessages({
  'zh-TW': {
    tooShort: `密碼太短，至少要 ${SHORTEST_PASSWORD} 個字。可以用幾個不相干的詞組成。`,
    tooLong: `密碼太長，最多 ${LONGEST_PASSWORD} 個字。`,
    common: '這個密碼很多人使用，容易被猜到；加上數字或符號也一樣。請換成幾個不相干的詞，或由密碼管理程式產生。',
    likeName: '密碼不能只由您的帳號、姓名、信箱或機關名稱組成；加上數字或符號也一樣。請換成幾個不相干的詞。',
    recent: '不能使用現在的密碼，或前兩次用過的密碼。請換一個。',
  } as Words,
  en: {
    tooShort: `This password is too short: it needs ${SHORTEST_PASSWORD} characters at least. A few unrelated words will do.`,
    tooLong: `This password is too long: it may have ${LONGEST_PASSWORD} characters at most.`,
    common: 'Many people use this password, and figures or signs around it do not help. Take a few unrelated words, or have a password manager make one.',
    likeName: 'A password cannot be your account name, name, mailbox or agency alone, nor with figures or signs around it. Take a few unrelated words.',
    recent: 'It must not be the password you have, or one of the two before. Please choose another.',
  } as Words,
})

/** The two fields in which a password is chosen. `missing`: `{n}` is filled in while one types. */
export const newPasswordMessages = defineMessages({
  'zh-TW': {
    password: '新密碼',
    hint: (shortest: number, longest: number) => `${shortest} 至 ${longest} 個字，任何字元都可以；可以使用密碼管理程式或貼上`,
    again: '確認新密碼',
    notAlike: '兩次輸入的密碼不同，請再輸入一次。',
    missing: '還差 {n} 個字',
    enough: '長度足夠',
    show: '顯示密碼',
    hide: '隱藏密碼',
  },
  en: {
    password: 'New password',
    hint: (shortest, longest) => `${shortest} to ${longest} characters of any kind; paste it or use a password manager if you like`,
    again: 'New password again',
    notAlike: 'The two passwords differ. Please type them again.',
    missing: '{n} characters more',
    enough: 'Long enough',
    show: 'Show the password',
    hide: 'Hide the password',
  },
})
