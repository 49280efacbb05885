// Why an act on a grant is refused, in words and with the rule, and at which field of the form it is said.
import { GRANT_REFUSALS } from '../../core/granting.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

const SAID: Readonly<Record<GrantRefusal, Record<Language, string>>> = {
  noHolder: {
    'zh-TW': '以機關憑證登入時，須先說明由誰持用憑證，才能變更授權。請改由人事主管以本人帳號登入辦理。',
    en: 'A session of an agency’s card must name the person holding it before it changes anything. Sign in as the supervisor.',
  },
  agencyNotManaged: { 'zh-TW': '您不能管理這個機關，或沒有這個機關。', en: 'You do not manage this agency, or there is no such agency.' },
  categoryUnknown: { 'zh-TW': '這個應用系統沒有這個權限類別，請重新選擇。', en: 'The application has no such category: choose again.' },
  notOpenToAgency: {
    'zh-TW': '這個應用系統只供特定機關及其所屬機關使用，本機關不在其中，不能授權。',
    en: 'This application is for one line of agencies only, and this agency is not among them: it cannot be granted here.',
  },
  notGrantable: {
    'zh-TW': '這個應用系統只能依身分使用，不得另行授權。',
    en: 'This application can be reached by standing only; it cannot be granted to anyone.',
  },
  handedOutByNobody: { 'zh-TW': '這個權限類別不得由任何人授予。', en: 'This category is handed out by nobody.' },
  handedOutByCentre: {
    'zh-TW': '這個權限類別只能由行政院人事行政總處授予，請洽總處管理者。',
    en: 'This category is handed out by the centre only: ask the central administrator.',
  },
  toSelf: {
    'zh-TW': '不得授權給自己。請由另一位管理者辦理。', en: 'Nobody grants to themselves. Ask another manager to do it.',
  },
  toOwnGroup: {
    'zh-TW': '您是這個權限群組的成員（或即將是），授予群組就是授權給自己。請由另一位管理者辦理。',
    en: 'You are (or are going to be) in this group, so granting to it is granting to yourself. Ask another manager to do it.',
  },
  toOwnStanding: {
    'zh-TW': '您在本機關具有（或即將具有）這個身分，授予這個群組就是授權給自己。請由另一位管理者辦理。',
    en: 'You have (or are going to have) this standing at the agency, so this is granting to yourself. Ask another manager.',
  },
  receiverNotFound: {
    'zh-TW': '在您管理的範圍內，沒有現職符合的這位人員。受授權者須在您管理的機關有現職。',
    en: 'There is no such person with a current post within what you manage; the receiver must have one.',
  },
  groupNotFound: {
    'zh-TW': '在您管理的範圍內沒有這個權限群組。', en: 'There is no such group within what you manage.',
  },
  groupNeedsSecondManager: {
    'zh-TW': '這個應用系統的授權須由另一位管理者逐一同意，不能授予權限群組；請分別授予人員。',
    en: 'A second manager has to agree to each who gets this application, so it cannot be granted to a group: grant it to persons.',
  },
  postNotChosen: {
    'zh-TW': '這位人員有多個現職，請選擇授權所依據的職務。', en: 'This person holds several posts: choose the one that the grant rests on.',
  },
  postNotHeld: {
    'zh-TW': '授權所依據的職務已不是您管理範圍內的現職，請重新選擇。',
    en: 'The post that the grant rests on is not a current post within what you manage (any more): choose again.',
  },
  startsInPast: { 'zh-TW': '授權不能從今天以前開始。', en: 'A grant cannot start before today.' },
  endsBeforeStart: { 'zh-TW': '迄日不能早於起日，也不能早於今天。', en: 'The last day cannot be before the first day, nor before today.' },
  permanentWithoutReason: { 'zh-TW': '設為永久的授權須填寫理由。', en: 'A permanent grant needs a reason.' },
  beganAlready: { 'zh-TW': '授權已經開始，起日不能再變更。', en: 'The grant has begun: its first day cannot be changed any more.' },
  overlaps: {
    'zh-TW': '同一受授權者在本機關已有同一權限類別的授權，期間重疊。請編輯原有的授權，或改用不重疊的日期。',
    en: 'The same receiver has this category here on some of these days already. Edit that grant, or choose other days.',
  },
  unchanged: { 'zh-TW': '內容沒有變更。', en: 'Nothing was changed.' },
  notActive: {
    'zh-TW': '暫停中或待同意的授權不能編輯，請先確認或同意，或結束它。',
    en: 'A grant that is suspended or proposed cannot be edited: confirm or agree to it first, or end it.',
  },
  notSuspended: { 'zh-TW': '這筆授權沒有暫停，不需要確認。', en: 'This grant is not suspended: there is nothing to confirm.' },
  notProposed: { 'zh-TW': '這筆授權不是待同意的授權。', en: 'This grant does not wait for anybody to agree.' },
  lapsed: {
    'zh-TW': '已超過十四天無人決定，這筆授權已經結束。如仍需要，請重新授權。',
    en: 'Nobody decided within fourteen days, so the grant has ended. If it is still needed, give it anew.',
  },
  isOver: { 'zh-TW': '這筆授權已經結束。如仍需要，請重新授權。', en: 'This grant is over. If it is still needed, give it anew.' },
  sameManager: {
    'zh-TW': '提出授權的人不能自己同意或不同意，須由另一位管理者決定。若要收回，請按「結束」。',
    en: 'Whoever proposed a grant cannot decide on it: another manager must. To take it back, end it.',
  },
  receiverAgrees: {
    'zh-TW': '受授權者不能決定自己的授權，須由另一位管理者決定。',
    en: 'The receiver cannot decide on their own grant: another manager must.',
  },
  secondManagerPeriod: {
    'zh-TW': '這個應用系統的授權須由第二位管理者同意，起日不能與展延一起變更。請結束後重新授權。',
    en: 'Grants of this application need a second manager, so the first day stays when lengthening. End it and give it anew.',
  },
  changedMeanwhile: {
    'zh-TW': '您開啟這個頁面之後，這筆授權已被其他人變更，您的操作沒有執行。請看過目前的內容再決定。',
    en: 'Somebody else changed this grant since you opened the page. Nothing was done: look at it as it is now, then decide.',
  },
}

const FIELD: Partial<Record<GrantRefusal, string>> = {
  categoryUnknown: 'category', handedOutByNobody: 'category', handedOutByCentre: 'category', postNotChosen: 'post',
  postNotHeld: 'post', startsInPast: 'from', endsBeforeStart: 'to', permanentWithoutReason: 'reason', beganAlready: 'from',
}

/** The refusal in a sentence that ends with its rule. */
export function refusalText(refusal: GrantRefusal, language: Language): string {
  const rule = GRANT_REFUSALS[refusal]
  const said = SAID[refusal][language]
  // 2.10 is a chapter on the catalogue and tells nobody anything.
  if (!rule.startsWith('R-')) return said
  return language === 'en' ? `${said} (${rule})` : `${said}（${rule}）`
}

/** The refusal as the problem of a form; `fields` are those that the form has. */
export function refusalProblem(refusal: GrantRefusal, language: Language, fields: readonly string[]): FormProblem {
  const field = FIELD[refusal]
  return { field: field !== undefined && fields.includes(field) ? field : null, message: refusalText(refusal, language) }
}
