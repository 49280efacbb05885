// Why an act on a delegation is refused, in words and with the rule, and at which field of the form it is said.
import { DELEGATION_REFUSALS } from '../../core/delegating.ts'
import type { DelegationRefusal } from '../../core/delegating.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

const SAID: Readonly<Record<DelegationRefusal, Record<Language, string>>> = {
  noHolder: {
    'zh-TW': '以機關憑證登入時，須先說明由誰持用憑證，才能變更授權。請改由人事主管以本人帳號登入辦理。',
    en: 'A session of an agency’s card must name the person holding it before it changes anything. Sign in as the supervisor.',
  },
  agencyNotManaged: { 'zh-TW': '您不能管理這個機關，或沒有這筆授權。', en: 'You do not manage this agency, or there is no such delegation.' },
  delegateCannotDelegate: {
    'zh-TW': '受授權管理者不得再授權他人，也不得結束他人的授權。請洽機關的人事主管。',
    en: 'A delegate cannot delegate, nor end what others were given. Ask the personnel supervisor of the agency.',
  },
  toSelf: { 'zh-TW': '不得授權給自己。請由另一位管理者辦理。', en: 'Nobody delegates to themselves. Ask another manager to do it.' },
  receiverNotFound: {
    'zh-TW': '在本機關及您管理的範圍內，沒有現職符合的這位人員。受授權者須在本機關管理的範圍內有現職。',
    en: 'There is no such person with a current post within what this agency and you manage; a delegate must have one.',
  },
  postNotChosen: { 'zh-TW': '這位人員有多個現職，請選擇授權所依據的職務。', en: 'This person holds several posts: choose the one it rests on.' },
  postNotHeld: { 'zh-TW': '這位人員目前沒有這個職務，請重新選擇。', en: 'The person does not hold that post now: choose again.' },
  scopeOutside: { 'zh-TW': '範圍須在本機關管理的機關之內，請重新選擇。', en: 'The scope must lie within what this agency manages: choose again.' },
  widerThanOwn: {
    'zh-TW': '本機關管理的範圍超出您所管理的範圍。請以「限於」指定您管理範圍內的機關。',
    en: 'This agency manages more than you do. Narrow the scope to an agency that you manage.',
  },
  startsInPast: { 'zh-TW': '有效日期（起）不能早於今天。', en: 'The first day cannot be before today.' },
  endsBeforeStart: { 'zh-TW': '有效日期（迄）不能早於今天或有效日期（起）。', en: 'The last day cannot be before today or the first day.' },
  permanentWithoutReason: { 'zh-TW': '設為永久須填寫理由。', en: 'Give a reason for setting it to permanent.' },
  beganAlready: { 'zh-TW': '授權已經開始，不能改變有效日期（起）。', en: 'It has begun, so the first day cannot be changed.' },
  overlaps: {
    'zh-TW': '這位人員在這段期間已有本機關的授權，請先編輯或結束原有的授權，或改選期間。',
    en: 'This person has a delegation of this agency on some of those days: edit or end that one, or choose other days.',
  },
  unchanged: { 'zh-TW': '內容沒有改變。', en: 'Nothing was changed.' },
  isOver: { 'zh-TW': '這筆授權已經結束。', en: 'This delegation is over.' },
  lastManager: {
    'zh-TW': '本機關沒有人事主管，這是最後一位受授權管理者。請同時指定接任的人員，否則本機關將無人管理。',
    en: 'The agency has no supervisor of its own and this is its last delegate. Name a successor in the same act.',
  },
  lastManagerSooner: {
    'zh-TW': '本機關沒有人事主管，這是最後一位受授權管理者，不能把有效日期（迄）提前。請改用「刪除」並指定接任的人員。',
    en: 'The agency has no supervisor of its own and this is its last delegate, so it cannot end sooner. Remove it and name a successor.',
  },
  successorIsLeaving: { 'zh-TW': '接任者不能是要結束授權的同一人。', en: 'The successor cannot be the one whose delegation ends.' },
  changedMeanwhile: {
    'zh-TW': '這筆授權在您查看之後已有變動，請再看一次目前的內容。', en: 'Somebody has changed this delegation since you looked: look at it again.',
  },
}

const FIELDS: Partial<Record<DelegationRefusal, string>> = {
  toSelf: 'person', receiverNotFound: 'person', postNotChosen: 'post', postNotHeld: 'post', scopeOutside: 'scope',
  widerThanOwn: 'scope', startsInPast: 'from', endsBeforeStart: 'to', permanentWithoutReason: 'reason', beganAlready: 'from',
  lastManager: 'person', lastManagerSooner: 'to', successorIsLeaving: 'person',
}

/** The sentence with its rule, where the form shows it. */
export function refusalProblem(refusal: DelegationRefusal, language: Language): FormProblem {
  const rule = DELEGATION_REFUSALS[refusal]
  const said = SAID[refusal][language]
  return { field: FIELDS[refusal] ?? null, message: language === 'en' ? `${said} (${rule})` : `${said}（${rule}）` }
}
