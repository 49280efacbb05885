// What people are told of acts on their accounts: a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** `person`: whose account it is, where others than its holder are told. */
type OfAccount = Leads & { reason: string | null; person?: string }

export type ToldOfPeople =
  Of<'account.disabled' | 'account.enabled' | 'account.sessions-ended' | 'account.id-revealed', OfAccount>

export const SAYINGS_OF_PEOPLE: Readonly<Record<ToldOfPeople['kind'], Saying>> = {
  'account.disabled': saying('帳號已停用', 'Account disabled',
    '{who}停用了{account}，該帳號不能再登入，已登入的工作階段隨即結束。', '{who} disabled {account}: nobody can sign in to it, and its sessions have ended.'),
  'account.enabled': saying('帳號已恢復啟用', 'Account enabled again',
    '{who}恢復了{account}，可以原有的帳號與密碼登入。', '{who} enabled {account} again; it opens with the account name and password it had.'),
  'account.sessions-ended': saying('工作階段已結束', 'Sessions ended',
    '{who}結束了{account}所有的工作階段，須重新登入。', '{who} ended all sessions of {account}; a new sign-in is needed.'),
  'account.id-revealed': saying('身分證號已被查看', 'National ID looked at',
    '{who}查看了您的身分證號。', '{who} looked at your national ID.'),
}
