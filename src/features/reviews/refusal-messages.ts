// Why the law of a thing refused what a review decided of it, in the words of the slice that the thing belongs to.
import { refusalProblem as delegationProblem } from '../delegations/refusal-messages.ts'
import { refusalText as grantText } from '../grants/refusal-messages.ts'
import type { DelegationRefusal } from '../../core/delegating.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { MembershipRefusal } from '../../core/memberships.ts'
import type { Language } from '../../web/language.ts'

type Sentence = Record<Language, string>

const OF_MEMBERSHIPS: Readonly<Record<MembershipRefusal, Sentence>> = {
  noHolder: {
    'zh-TW': '以機關憑證登入時，須先說明由誰持用憑證，才能變更。請改由人事主管以本人帳號登入辦理。',
    en: 'A session of an agency’s card must name the person holding it before it changes anything. Sign in as the supervisor.',
  },
  agencyNotManaged: { 'zh-TW': '您不能管理這個群組的機關，或沒有這筆成員資格。', en: 'You do not manage the group’s agency, or there is no such membership.' },
  toSelf: { 'zh-TW': '不得確認自己的成員資格。請由另一位管理者辦理。', en: 'Nobody confirms their own membership. Ask another manager to do it.' },
  memberNotFound: {
    'zh-TW': '這位人員在您管理的範圍內目前沒有職務，不能確認；請結束這筆成員資格。',
    en: 'This person holds no post within what you manage now, so it cannot be confirmed: end it.',
  },
  postNotChosen: { 'zh-TW': '這位人員有多個現職，請選擇所依據的職務。', en: 'This person holds several posts: choose the one that it rests on.' },
  postNotHeld: { 'zh-TW': '這位人員目前沒有這個職務，請重新選擇。', en: 'The person does not hold that post now: choose again.' },
  notSuspended: { 'zh-TW': '這筆成員資格並未暫停，不須確認。', en: 'It is not suspended: there is nothing to confirm.' },
  lapsed: { 'zh-TW': '逾期未確認，已自動結束。', en: 'Nobody confirmed it in time: it has ended.' },
  isOver: { 'zh-TW': '這筆成員資格已經結束。', en: 'This membership is over.' },
  changedMeanwhile: { 'zh-TW': '內容剛才已由他人變更，請查看後再決定。', en: 'Somebody has just changed it: look at it again.' },
}

const OF_DUTIES: Readonly<Record<'unknown' | 'over' | 'noPerson', Sentence>> = {
  unknown: { 'zh-TW': '您不能管理這筆兼辦的機關，或沒有這筆兼辦。', en: 'You manage neither agency of this duty, or there is no such duty.' },
  over: { 'zh-TW': '這筆兼辦已經結束。', en: 'This duty is over.' },
  noPerson: OF_MEMBERSHIPS.noHolder,
}

// A successor is named on the page of delegations, which is closed while the review is not done; a superior's is open.
const LAST_MANAGER: Sentence = {
  'zh-TW': '本機關沒有其他人事主管或受授權管理者，這筆授權不能在此結束：請先保留，完成檢視後到「管理權限授權設定」結束並指定接任的人員。',
  en: 'The agency has no other supervisor or delegate, so it cannot be ended here: keep it, complete the review, and end it under “Delegates”, naming a successor.',
}

/** Why an item of a campaign is not decided. */
export const CAMPAIGN_SENTENCES = {
  toSelf: { 'zh-TW': '不得保留自己的權限，請由另一位管理者決定。', en: 'Nobody keeps their own rights: another manager decides.' },
  byDelegate: {
    'zh-TW': '受授權管理者不得恢復他人的管理權限授權，請由人事主管決定。',
    en: 'A delegate gives nobody else’s delegation its days back: a supervisor decides.',
  },
  notOpen: { 'zh-TW': '這一筆已經決定或檢視已經結束。', en: 'This one is decided, or the review is over.' },
  placeTaken: {
    'zh-TW': '原來的期間已有另一筆授權，不能恢復；這一筆會在期限當日結束，由另一筆接續。',
    en: 'Another grant holds on the days that it had: it ends with the due day, and the other goes on.',
  },
} as const satisfies Record<string, Sentence>

export type Refusal =
  | { kind: 'grant'; refused: GrantRefusal }
  | { kind: 'delegation'; refused: DelegationRefusal }
  | { kind: 'duty'; refused: keyof typeof OF_DUTIES }
  | { kind: 'membership'; refused: MembershipRefusal }

const both = (say: (language: Language) => string): Sentence => ({ 'zh-TW': say('zh-TW'), en: say('en') })

/** The refusal in words, in both languages. */
export function refusalSentence(refusal: Refusal): Sentence {
  switch (refusal.kind) {
    case 'grant': return both((language) => grantText(refusal.refused, language))
    case 'delegation':
      return refusal.refused === 'lastManager' ? LAST_MANAGER : both((language) => delegationProblem(refusal.refused, language).message)
    case 'duty': return OF_DUTIES[refusal.refused]
    case 'membership': return OF_MEMBERSHIPS[refusal.refused]
  }
}
