// Why an act on an account is refused, in words and with the rule.
import { ACCOUNT_REFUSALS } from '../../core/account-acts.ts'
import type { AccountRefusal } from '../../core/account-acts.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

const SAID: Readonly<Record<AccountRefusal, Record<Language, string>>> = {
  notFound: { 'zh-TW': '在您管理的範圍內，沒有這位人員。', en: 'There is no such person within what you manage.' },
  noHolder: {
    'zh-TW': '以機關憑證登入時，須先說明由誰持用憑證，才能變更帳號。請改由人事主管以本人帳號登入辦理。',
    en: 'A session of an agency’s card must name the person holding it before it changes anything. Sign in as the supervisor.',
  },
  toSelf: { 'zh-TW': '不得處理自己的帳號。請由另一位管理者辦理。', en: 'Nobody does this to their own account. Ask another manager.' },
  centreAlone: { 'zh-TW': '他人的工作階段只能由總處管理者結束。', en: 'Only the centre ends the sessions of somebody else.' },
  postsOutside: {
    'zh-TW': '這位人員另有不在您管理範圍內的職務。請洽上級機關的人事主管或總處管理者辦理。',
    en: 'This person has a post outside what you manage. Ask a supervisor above, or the centre.',
  },
  atTheCentre: { 'zh-TW': '這位人員是總處管理者或稽核，不能由此辦理。', en: 'This person is a central administrator or an auditor.' },
  managesBeyond: {
    'zh-TW': '這位人員另管理不在您管理範圍內的機關。請洽上級機關的人事主管或總處管理者辦理。',
    en: 'This person manages an agency that you do not. Ask a supervisor above, or the centre.',
  },
  supervisorAbove: {
    'zh-TW': '這位人員是貴機關或上級機關的人事主管。請洽上級機關的人事主管或總處管理者辦理。',
    en: 'This person is a personnel supervisor of your own agency or of one above it. Ask a supervisor above, or the centre.',
  },
  supervisorByDelegate: {
    'zh-TW': '受授權管理者不能處理人事主管的帳號。請由人事主管辦理。', en: 'A delegate does not act on the account of a supervisor. Ask the supervisor.',
  },
  notActivated: { 'zh-TW': '這個帳號尚未啟用。', en: 'This account has not been activated yet.' },
  alreadyActivated: {
    'zh-TW': '這個帳號已經啟用過。如忘記密碼，請改用「重設密碼」。', en: 'This account has been activated before. For a forgotten password, reset it instead.',
  },
  correctedLately: {
    'zh-TW': '您最近校正過這位人員的電子郵件，須待新信箱確認並生效滿 72 小時，才能由您重設密碼或移除第二驗證。請由另一位管理者辦理，或請本人使用「忘記密碼」。',
    en: 'You corrected the e-mail of this person: for 72 hours after the new address took effect, you can neither reset the password nor remove the second factor. '
      + 'Ask another manager, or let the person use “Forgot your password”.',
  },
  noAddress: {
    'zh-TW': '這個帳號沒有已確認的電子郵件，無法寄送連結。請改為列印單張，或先校正電子郵件。',
    en: 'This account has no confirmed e-mail to send a link to. Print a slip instead, or correct the e-mail first.',
  },
  noSecondFactor: { 'zh-TW': '這個帳號沒有設定第二驗證。', en: 'No second factor is set up for this account.' },
  isDisabled: { 'zh-TW': '這個帳號已經停用。', en: 'This account is disabled already.' },
  notDisabled: { 'zh-TW': '這個帳號沒有停用。', en: 'This account is not disabled.' },
  disabledByCentre: {
    'zh-TW': '這個帳號由總處管理者停用，須由總處管理者恢復。', en: 'The centre disabled this account, and only the centre enables it.',
  },
  withoutPost: {
    'zh-TW': '這位人員目前沒有職務，帳號恢復後仍會依規定停用。人事資料報送後再恢復。',
    en: 'This person has no current post, so the account would be disabled by rule again. Wait for the feed that brings a post.',
  },
  lastAdministrator: {
    'zh-TW': '這是最後一位可以辦理業務的總處管理者，不能停用。', en: 'This is the last central administrator who can act.',
  },
}

/** The sentence with its rule. */
export const accountRefusal = (refusal: AccountRefusal, language: Language): string =>
  (language === 'en' ? `${SAID[refusal].en} (${ACCOUNT_REFUSALS[refusal]})` : `${SAID[refusal]['zh-TW']}（${ACCOUNT_REFUSALS[refusal]}）`)

/** The same as what is wrong with a form. */
export const accountProblem = (refusal: AccountRefusal, language: Language): FormProblem =>
  ({ field: null, message: accountRefusal(refusal, language) })
