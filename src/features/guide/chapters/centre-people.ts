// What central administrators do about people, their accounts and cards.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const findPerson: Task = {
  slug: 'find-a-person',
  at: ['/manage/people'],
  screens: ['people-found', 'people-person-record', 'people-person-reveal', 'people-person-decisions'],
  picture: {
    screen: 'people-person-record', alt: both('人事資料：各職務的狀態、機關與期間', 'A record: each post with its state, agency and period'),
  },
  title: both('查任何一個人的人事資料與權限', 'Look up anybody’s record and rights'),
  called: both('人員查詢、查人、員工資料', 'find a person, employee record'),
  lead: both('包括已離職的人，以及過去某一天所知道的資料。', 'People who left are there too, and so is what was known on a past day.'),
  steps: [
    both('到「員工管理」，輸入「身分證號」「姓名」或「自訂帳號」其中一項，按「查詢」。', 'Open “People”, type a “National ID”, “Name” or “Account name”, and press “Search”.'),
    both('點選姓名，看「人事資料」：現任、過去與未來的職務，更正過的也留著。', 'Follow the name to the “Record”: posts held, over and to come, and what was corrected.'),
    both('要看某一天的情形，輸入「查詢日期」再查詢。', 'For another day enter “As of day”.'),
    both('「授權與角色」列出此人得到和給出的授權。', '“Decisions and roles” lists what the person was given and gave.'),
    both('需要完整身分證號時按「顯示身分證號」並填「理由」；本人會收到通知。', 'To see the whole number follow “Show the national ID” and give a “Reason”; the person is told.'),
  ],
  troubles: [{
    when: both('資料不對', 'The record is wrong'),
    so: both('這裡不能修改人事資料，請由人事資料系統更正後重新送來。', 'It cannot be changed here: have it corrected in the personnel system, which sends it again.'),
  }],
}

export const actOnAccount: Task = {
  slug: 'act-on-an-account',
  at: ['/manage/people', '/manage/people/:person/account'],
  screens: [
    'people-found', 'people-account-centre', 'people-account-centre-disabled', 'people-account-disable', 'people-account-enable',
    'manage-supervisor', 'search-accounts-found',
  ],
  picture: { screen: 'people-account-centre', alt: both('帳號頁：狀態、處理帳號與登入紀錄', 'The account: its state, what can be done, and its sign-ins') },
  title: both('停用帳號、結束登入', 'Disable an account, end its sessions'),
  called: both('停用、停用帳號、凍結帳號、恢復帳號、強制登出、刪除帳號、停權', 'disable account, freeze, block an account, force sign-out'),
  lead: both('懷疑帳號被盜用，或調查期間，立即讓帳號不能再用。', 'When an account may be in other hands, stop it at once.'),
  steps: [
    both('到「員工管理」找到這個人，開啟「帳號」。機關的管理者在「查詢人員自訂帳號」查到後，按那個帳號。',
      'Find the person under “People” and open “Account”. Managers of an agency find it by “Account names”, and follow the account.'),
    both('只要登出所有裝置，按「結束所有工作階段」。', 'To sign it out everywhere, follow “End all sessions”.'),
    both('要讓帳號不能登入，按「停用帳號」，填寫理由；已登入的也會立即結束。', 'To let nobody sign in by it, follow “Disable the account” and say why; sessions end at once.'),
    both('查明後，在同一頁按「恢復啟用」。', 'When it is settled, follow “Enable it again” on the same page.'),
  ],
  troubles: [{
    when: both('只是忘記密碼', 'The password was only forgotten'),
    so: both('不必停用，按「重設密碼」。', 'Do not disable it: follow “Reset the password”.'),
  }, {
    when: both('離職的人', 'Somebody who left'),
    so: both('不必停用：沒有現職的帳號到期自動停用，重新任職時恢復。', 'Nothing needs doing: an account without a post closes by itself, and opens again with a new one.'),
  }],
}

export const proposeRole: Task = {
  slug: 'roles-at-the-centre',
  at: ['/manage/people/roles'],
  screens: ['people-roles-list'],
  title: both('設定總處管理者與稽核', 'Make somebody a central administrator or auditor'),
  called: both('稽核、稽核人員、管理員、總處管理者', 'auditor, audit, administrator'),
  lead: both('由兩位總處管理者共同決定：一位提出，另一位同意。', 'Two central administrators decide: one proposes, another agrees.'),
  steps: [
    both('到「員工管理」的「總處角色」，按「提出設定」。', 'Open “Roles at the centre” of “People”, and follow “Propose a role”.'),
    both('另一位總處管理者由「待辦事項」進入，或在清單按「查看」，決定是否同意。', 'Another central administrator comes from “To do”, or follows “Look” in the list, and decides.'),
    both('結束也一樣要兩位。同一人不能兼任兩種角色。', 'It takes two to end one as well. Nobody has both roles.'),
  ],
  troubles: [{
    when: both('稽核看得到什麼', 'What an auditor sees'),
    so: both('目前與一般人員相同，不能使用管理功能。每一項異動都留有紀錄，但還沒有查閱的頁面。',
      'For now what everybody sees: the management functions are closed to auditors. All changes are recorded; there is no page to read the records yet.'),
  }],
}

export const listCertificate: Task = {
  slug: 'certificate-whitelist',
  at: ['/manage/certificates'],
  screens: ['certificates-all', 'certificates-new', 'certificates-asking', 'certificates-end'],
  picture: { screen: 'certificates-all', alt: both('登錄的憑證，以及信任的憑證管理中心與其廢止清冊', 'Listed certificates, and the authorities with their revocation lists') },
  title: both('登錄或停用一張憑證', 'List a certificate, or bar it'),
  called: both('白名單、黑名單、廢止清冊', 'whitelist, blacklist, CRL, OCSP, revocation list'),
  lead: both('機關憑證裡沒有機關的識別碼，或一張卡片不能再用時。', 'When an agency’s card does not say whose it is, or when a card must not be used any more.'),
  steps: [
    both('到「憑證白名單管理」按「新增」，選「憑證管理中心」，輸入「憑證序號」。', 'Open “Certificate whitelist”, follow “Add”, choose the “Authority” and type the “Serial number”.'),
    both('選「代表以下機關」並選機關；要擋下卡片，選「停用這張憑證，不論它代表誰」。', 'Choose “It stands for this agency” and the agency; to bar the card, “It is barred, whatever it stands for”.'),
    both('填日期與「理由」，按「儲存」。以這張卡片登入的工作階段，不再相符的立即結束。', 'Enter the days and a “Reason”, and press “Save”. Sessions that no longer fit end at once.'),
    both('不需要時按「移除」。', 'Follow “Remove” when it is needed no more.'),
    both('下方的清單顯示每個憑證管理中心的「廢止清冊」到何時有效；按「設定」可改查詢方式與「接受的演算法」。', 'Below stands until when the “Revocation list” of each authority is good; follow “Set” to change how it is asked, and the “Algorithms accepted”.'),
  ],
  troubles: [{
    when: both('顯示「已過期：不接受任何卡片」', 'It says “past its end: no card is accepted”'),
    so: both('新的清冊沒有取得：看旁邊的原因，檢查網址，或聯絡該憑證管理中心。', 'The newer list did not come: read why beside it, check the address, or call the authority.'),
  }, {
    when: both('顯示「尚未取得：不接受任何卡片」', 'It says “none yet: no card is accepted”'),
    so: both('第一份清冊還沒有取得，或驗不過簽章：原因寫在旁邊。可按「設定」改用線上查詢。', 'The first list did not come, or its signature was wrong: why stands beside it. “Set” can have it asked online instead.'),
  }, {
    when: both('顯示「逐張查詢」，又寫查詢失敗', 'It says “asked each time”, and that asking failed'),
    so: both('每張卡片登入時才查詢；查不到就不能確認，請聯絡該憑證管理中心。', 'Each card is asked for as it is used, and cannot be confirmed without an answer: call the authority.'),
  }],
}
