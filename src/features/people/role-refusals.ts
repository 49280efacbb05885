// Why an act on a role at the centre is refused, in words and with the rule.
import { ROLE_REFUSALS } from '../../core/central-roles.ts'
import type { RoleRefusal } from '../../core/central-roles.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

const SAID: Readonly<Record<RoleRefusal, Record<Language, string>>> = {
  notCentral: { 'zh-TW': '只有總處管理者可以辦理。', en: 'Only central administrators do this.' },
  notFound: { 'zh-TW': '沒有這個角色。', en: 'There is no such role.' },
  toSelf: { 'zh-TW': '不得提出、同意或保留自己的角色。請由另一位總處管理者辦理。', en: 'Nobody proposes, agrees to or keeps their own role. Ask another administrator.' },
  withoutPost: { 'zh-TW': '此人目前沒有職務，不能擔任總處角色。', en: 'This person has no current post, and a role ends with the last post.' },
  notActive: { 'zh-TW': '此人的帳號不是啟用狀態，請先啟用帳號。', en: 'The account of this person is not active: it has to be activated first.' },
  otherRole: {
    'zh-TW': '此人在這段期間已有總處角色，或已有人提出。總處管理者與稽核不能由同一人兼任。',
    en: 'This person has a role on some of those days, or one is proposed. Nobody is both administrator and auditor.',
  },
  startsInPast: { 'zh-TW': '有效日期（起）不能早於今天。', en: 'The first day cannot be before today.' },
  endsBeforeStart: { 'zh-TW': '有效日期（迄）不能早於有效日期（起）。', en: 'The last day cannot be before the first.' },
  permanentWithoutReason: { 'zh-TW': '設為永久須填寫理由。', en: 'Give a reason for setting it to permanent.' },
  notProposed: { 'zh-TW': '這項提案已經處理。', en: 'This proposal has been decided on.' },
  sameAdministrator: { 'zh-TW': '須由提出者以外的總處管理者同意。', en: 'Another administrator than the one who proposed it has to agree.' },
  lapsed: { 'zh-TW': '這項提案逾 14 日未處理，已失效。請重新提出。', en: 'Nobody decided on this proposal within 14 days. Propose it again.' },
  notInForce: { 'zh-TW': '這個角色目前沒有效力。', en: 'This role is not in force.' },
  endingAlready: { 'zh-TW': '已有人提出結束這個角色。', en: 'Its end is proposed already.' },
  notEnding: { 'zh-TW': '目前沒有結束這個角色的提案。', en: 'Nobody has proposed to end it.' },
  lastAdministrator: {
    'zh-TW': '這是最後一位可以辦理業務的總處管理者，不能結束。請先設定另一位。', en: 'This is the last central administrator who can act. Make another one first.',
  },
  changedMeanwhile: { 'zh-TW': '這個角色在您查看之後已有變動，請再看一次目前的內容。', en: 'Somebody has changed this role since you looked: look at it again.' },
}

const FIELDS: Partial<Record<RoleRefusal, string>> = {
  toSelf: 'person', withoutPost: 'person', notActive: 'person', otherRole: 'person', startsInPast: 'from', endsBeforeStart: 'to',
  permanentWithoutReason: 'reason',
}

/** The sentence with its rule; `fields`: whether the form has the fields that it speaks of. */
export function roleProblem(refusal: RoleRefusal, language: Language, { fields = false } = {}): FormProblem {
  const said = SAID[refusal][language]
  const rule = ROLE_REFUSALS[refusal]
  return { field: fields ? FIELDS[refusal] ?? null : null, message: language === 'en' ? `${said} (${rule})` : `${said}（${rule}）` }
}
