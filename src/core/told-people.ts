// What people are told of acts on their accounts: a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { RecordField } from './record-reports.ts'
import type { AgencyCode } from './standing.ts'
import type { Dated, Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** `person`: whose account it is, where others than its holder are told. */
type OfAccount = Leads & { reason: string | null; person?: string }

/** A mail address of the reader's own account; `email` with all but its beginning and domain hidden, `hours` held. */
type OfEmail = Leads & { reason: string | null; email: string; hours?: number }

/** A role at the centre. `person`: whose, where others are told; `note`: what was written at this step. */
type OfRole = Dated & Leads & { role: 'central' | 'auditor'; person?: string; note: string | null }

/** A record held to be wrong by its own person; `reason`: what was written. */
type OfRecord = Leads & { agency: AgencyCode; field: RecordField; reason: string | null }

export type ToldOfPeople =
  | Of<'account.disabled' | 'account.enabled' | 'account.sessions-ended' | 'account.id-revealed' | 'account.reset-link-sent'
    | 'account.reset-slip-printed' | 'account.activation-slip-printed' | 'account.second-factor-reset' | 'account.password-chosen', OfAccount>
  | Of<'email.proposed' | 'email.correction' | 'email.changed' | 'email.withdrawn', OfEmail>
  | Of<'role.proposed' | 'role.given' | 'role.declined' | 'role.ending-proposed' | 'role.kept' | 'role.ended', OfRole>
  | Of<'record.reported' | 'record.corrected' | 'record.correct', OfRecord>

export const SAYINGS_OF_PEOPLE: Readonly<Record<ToldOfPeople['kind'], Saying>> = {
  'account.disabled': saying('帳號已停用', 'Account disabled',
    '{who}停用了{account}，該帳號不能再登入，已登入的工作階段隨即結束。', '{who} disabled {account}: nobody can sign in to it, and its sessions have ended.'),
  'account.enabled': saying('帳號已恢復啟用', 'Account enabled again',
    '{who}恢復了{account}，可以原有的帳號與密碼登入。', '{who} enabled {account} again; it opens with the account name and password it had.'),
  'account.sessions-ended': saying('工作階段已結束', 'Sessions ended',
    '{who}結束了{account}所有的工作階段，須重新登入。', '{who} ended all sessions of {account}; a new sign-in is needed.'),
  'account.id-revealed': saying('身分證號已被查看', 'National ID looked at',
    '{who}查看了您的身分證號。', '{who} looked at your national ID.'),
  'account.reset-link-sent': saying('重設密碼的連結已寄出', 'A link to a new password was sent',
    '{who}寄送了重設密碼的連結到{account}的電子郵件，30 分鐘內有效。如果不是您要求的，請不要使用該連結，並洽服務機關的人事單位。',
    '{who} sent a link to choose a new password for {account}, good for 30 minutes. If you did not ask for it, leave it unused and tell your personnel office.'),
  'account.reset-slip-printed': saying('密碼重設單已列印', 'A slip for a new password was printed',
    '{who}列印了{account}的密碼重設單，24 小時內有效。如果不是您要求的，請立即洽服務機關的人事單位。',
    '{who} printed a slip to choose a new password for {account}, good for 24 hours. If you did not ask for it, tell your personnel office at once.'),
  'account.activation-slip-printed': saying('帳號啟用單已列印', 'An activation slip was printed',
    '{who}列印了{account}的啟用單，24 小時內有效。如果您沒有收到，請洽服務機關的人事單位。',
    '{who} printed a slip to activate {account}, good for 24 hours. If you did not get it, tell your personnel office.'),
  'account.second-factor-reset': saying('第二驗證已移除', 'The second factor was removed',
    '{who}移除了{account}的第二驗證，先前的驗證碼和復原碼都失效。如果不是您要求的，請立即變更密碼，並洽服務機關的人事單位。',
    '{who} removed the second factor of {account}; its codes and recovery codes are worth nothing. If you did not ask for it, change your password at once '
      + 'and tell your personnel office.'),
  'account.password-chosen': saying('密碼已變更', 'Your password was changed',
    '您的帳號已以一次性連結或單張設定新密碼，先前的工作階段都已結束。如果不是您本人，請立即洽服務機關的人事單位。',
    'A new password was chosen for your account by a link or slip for one use, and all sessions have ended. If this was not you, tell your personnel office at once.'),
  'email.proposed': saying('電子郵件即將變更', 'Your e-mail is about to change',
    '您的帳號提出將電子郵件改為 {email}，新信箱確認後，最早於 {hours} 小時後生效。如果不是您本人，請立即登入「我的專區」撤回並變更密碼。',
    'Your account asked to change its e-mail to {email}; once that address confirms it, it takes effect in {hours} hours at the earliest. '
      + 'If this was not you, sign in, take it back in your account, and change your password.'),
  'email.correction': saying('電子郵件校正，待新信箱確認', 'Your e-mail is being corrected',
    '{who}表示已徵得您同意，將您的電子郵件校正為 {email}，新信箱確認後生效。如果您並未同意，請登入「我的專區」撤回。',
    '{who} corrected your e-mail to {email}, with your consent as they say; it takes effect when that address confirms it. '
      + 'If you did not agree, sign in and take it back in your account.'),
  'email.changed': saying('電子郵件已變更', 'Your e-mail was changed',
    '您帳號的電子郵件已改為 {email}，之後的通知將寄到新信箱。如果不是您本人所為，請立即洽服務機關的人事單位。',
    'The e-mail of your account is now {email}; from now on we write there. If this was not your doing, tell your personnel office at once.'),
  'email.withdrawn': saying('電子郵件變更已撤回', 'The new e-mail was taken back',
    '{who}撤回了將您的電子郵件改為 {email} 的變更，原信箱不變。', '{who} took back the change of your e-mail to {email}; the old address stays.'),
  'role.proposed': saying('總處角色待第二位管理者同意', 'A role at the centre waits for a second administrator',
    '{who}提出設定{whom}為{role}；須由另一位總處管理者同意後才生效。', '{who} proposed to make {whom} {role}; it takes effect when a second administrator agrees.'),
  'role.given': saying('獲得總處角色', 'A role at the centre was given',
    '{who}同意設定{whom}為{role}，已生效。', '{who} agreed to making {whom} {role}; it is in effect.'),
  'role.declined': saying('總處角色未獲同意', 'A role at the centre was not agreed to',
    '{who}不同意設定{whom}為{role}。', '{who} did not agree to making {whom} {role}.'),
  'role.ending-proposed': saying('結束總處角色待第二位管理者同意', 'The end of a role at the centre waits for a second administrator',
    '{who}提出結束{whom}的{role}角色；須由另一位總處管理者同意後才生效。',
    '{who} proposed that {whom} cease to be {role}; it takes effect when a second administrator agrees.'),
  'role.kept': saying('總處角色不予結束', 'A role at the centre stays',
    '{who}不同意結束{whom}的{role}角色。', '{who} did not agree that {whom} cease to be {role}.'),
  'role.ended': saying('總處角色已結束', 'A role at the centre was ended',
    '{who}結束了{whom}的{role}角色。', '{who} decided that {whom} cease to be {role}.'),
  'record.reported': saying('人事資料有誤，待答覆', 'A record is held to be wrong',
    '{who}反映本人由「{agency}」報送的人事資料有誤（{field}），請查明後答覆。', '{who} told that the record kept by {agency} is wrong ({field}): please look into it and answer.'),
  'record.corrected': saying('人事資料將更正', 'The record will be corrected',
    '{who}已答覆您反映的人事資料（{field}）：將由「{agency}」更正並重新報送。', '{who} answered what you told of your record ({field}): {agency} corrects it and reports it anew.'),
  'record.correct': saying('人事資料無誤', 'The record is right as it is',
    '{who}已答覆您反映的人事資料（{field}）：經「{agency}」查明並無錯誤。', '{who} answered what you told of your record ({field}): {agency} found it right as it is.'),
}
