// 「新手上路」: which tasks of the manual come first, for everybody and for whoever is new in a standing.
import { activate, activateByCard, checkComputer, forgottenPassword, passkeys, signInByCard, signInByPassword } from './chapters/signing-in.ts'
import { openApplication, ownAccount, todos, wrongRecord } from './chapters/own-matters.ts'
import { answerRecords, resetPassword, searchRights } from './chapters/managing-people.ts'
import { beginManaging, delegate, giveGrant, handover, requestDuty } from './chapters/managing-access.ts'
import { asDelegate, holdCard } from './chapters/card-and-delegate.ts'
import { proposeRole } from './chapters/centre-people.ts'
import { bringFeed } from './chapters/centre-records.ts'
import { workForServed } from './chapters/officer.ts'
import { both } from './content.ts'
import type { Both, Task } from './content.ts'

/** One step with the tasks that tell how; where there are several ways, any of them. */
export type Step = { title: Both; says: Both; tasks: readonly Task[] }

export const FIRST_STEPS: readonly Step[] = [
  {
    title: both('啟用帳號', 'Activate your account'),
    says: both('用人事單位給的啟用單、寄到信箱的驗證碼，或自己的自然人憑證，三種擇一。',
      'By the slip of your personnel office, a code that comes by mail, or your citizen certificate: one of the three.'),
    tasks: [activate, activateByCard],
  },
  {
    title: both('登入', 'Sign in'),
    says: both('以帳號密碼登入；也可以插卡，或設定通行密鑰之後用指紋、臉部登入。', 'With account name and password; by your card; or, once you added one, by a passkey with finger or face.'),
    tasks: [signInByPassword, signInByCard, passkeys, forgottenPassword],
  },
  {
    title: both('確認自己的資料', 'Look at your own data'),
    says: both('到「我的專區」看人事資料對不對，確認電子郵件，選適合的字級。', 'See in “My account” whether your record is right, confirm your e-mail, choose a text size.'),
    tasks: [wrongRecord, ownAccount],
  },
  {
    title: both('開啟應用系統', 'Open an application'),
    says: both('「應用系統」列出您可以使用的，每一個都寫明依據；還不能用的，也會說怎麼取得。',
      '“Applications” lists what you may use, each with the reason; for the others it says what is missing.'),
    tasks: [openApplication],
  },
  {
    title: both('看看有沒有待辦', 'See what waits for you'),
    says: both('要您簽收、確認或同意的事，都在「待辦事項」。', 'What you have to acknowledge, confirm or agree to is in “To do”.'),
    tasks: [todos],
  },
]

/** For whoever is new in a standing: what to do first, in this order. */
export const NEWCOMERS: readonly Step[] = [
  {
    title: both('新任人事人員', 'A new personnel officer'),
    says: both('人事應用系統隨職務出現；兼辦其他機關時要先切換。', 'The personnel applications come with the post; to serve another agency you switch first.'),
    tasks: [openApplication, workForServed, answerRecords],
  },
  {
    title: both('新任人事主管', 'A new personnel supervisor'),
    says: both('先完成授權檢視，管理功能才會開放。', 'The handover review comes first: it opens the management side.'),
    tasks: [handover, beginManaging, giveGrant, delegate, resetPassword, searchRights, answerRecords],
  },
  {
    title: both('剛受授權管理', 'A new delegate'),
    says: both('看清楚授權的範圍與期限。', 'See for which agencies it is, and until when.'),
    tasks: [asDelegate, giveGrant, searchRights],
  },
  {
    title: both('保管機關憑證', 'A new holder of the agency’s card'),
    says: both('變更資料之前，要先登錄持卡人。', 'Before anything is changed the holder has to be named.'),
    tasks: [holdCard, checkComputer],
  },
  {
    title: both('新任總處管理者', 'A new central administrator'),
    says: both('會影響很多人的事，都要另一位總處管理者同意。', 'What touches many people needs another central administrator.'),
    tasks: [bringFeed, proposeRole, requestDuty],
  },
]

/** Helps when the computer is the trouble. */
export const FIRST_HELP: Task = checkComputer
