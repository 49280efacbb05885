// What supervisors do for the accounts of others, what they look up, and what they tell.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const resetPassword: Task = {
  slug: 'reset-a-password',
  at: ['/manage/passwords'],
  screens: ['manage-supervisor', 'passwords-ask', 'passwords-found', 'passwords-found-pending', 'passwords-reset', 'passwords-slip', 'passwords-activation', 'passwords-second-factor'],
  picture: {
    screen: 'passwords-reset', part: 'form',
    alt: both('重設方式：寄送連結或列印單張，各有說明，下面是確認重設。', 'How to reset: send a link or print a slip, each explained, and the button.'),
  },
  title: both('替同仁重設密碼、列印啟用單', 'Help somebody who forgot the password or never activated'),
  called: both('重設密碼、解鎖、同仁忘記密碼、補發啟用單、移除第二驗證', 'reset password, unlock'),
  lead: both('您不會看到也不會設定密碼：同仁以連結或單張自己設定。', 'You neither see nor choose the password: the person does, by a link or a slip.'),
  steps: [
    both('到「重設員工密碼」，輸入「員工身份證號」按「查詢」，或按「挑選人員」。', 'Open “Reset passwords”, enter “National ID of the employee” and press “Find”, or follow “Choose a person”.'),
    both('在那一列按「重設」。', 'Follow “Reset” in the row.'),
    both('選「寄送連結」寄到他確認過的信箱；信箱不能用，選「列印單張」當面交給他。按「確認重設」。',
      'Choose “Send a link” to the confirmed address, or “Print a slip” to hand over in person where mail does not reach. Press “Reset”.'),
    both('單張只顯示這一次：立刻用瀏覽器列印，不要留存或拍照。本人用時還要輸入身分證號與出生日期。',
      'A slip is shown once: print it at once, keep and photograph nothing. It works only with national ID and date of birth.'),
  ],
  troubles: [{
    when: both('同仁手機遺失，過不了第二驗證', 'Somebody lost the telephone of the second factor'),
    so: both('在同一頁可以移除他的第二驗證；請先確認是本人。', 'The same page removes the second factor; make sure first that it is really that person.'),
  }],
}

export const correctEmail: Task = {
  slug: 'correct-an-email',
  at: ['/manage/emails'],
  screens: ['manage-supervisor', 'emails-ask', 'emails-found', 'emails-without-consent'],
  picture: {
    screen: 'emails-found', part: 'form',
    alt: both('校正電子郵件的表單：新的電子郵件、已徵得使用者同意、校正。', 'The form: new e-mail, the tick that the employee agreed, and the button.'),
  },
  title: both('校正員工的電子郵件', 'Correct somebody’s e-mail address'),
  called: both('校正信箱、校正email、同仁信箱、改同仁信箱', 'wrong email of an employee'),
  lead: both('同仁的信箱失效、收不到連結時使用。要先徵得本人同意。', 'For an address that is gone, so that no link reaches it. The person has to agree first.'),
  steps: [
    both('到「校正員工Email」，輸入「員工身份證號」按「查詢」，或按「挑選人員」。', 'Open “Correct e-mail addresses”, enter “National ID of the employee” and press “Find”, or follow “Choose a person”.'),
    both('輸入「新的電子郵件」，勾選「已徵得使用者同意」，按「校正」。', 'Enter “New e-mail”, tick “The employee has agreed”, and press “Correct it”.'),
    both('原信箱會收到通知；新信箱的人在 72 小時內確認後才生效。', 'The old address is told; the new one counts once it is confirmed, within 72 hours.'),
    both('生效後 72 小時內，您不能替同一個人重設密碼。這是為了防止冒用。', 'For 72 hours after that you cannot reset the same person’s password, lest somebody takes the account over.'),
  ],
}

export const searchRights: Task = {
  slug: 'who-may-use-what',
  at: ['/search/permissions', '/search/applications', '/search/duty-permissions', '/search/duty-applications', '/search/categories', '/search'],
  screens: ['manage-supervisor', 'search-permissions-asked', 'search-permissions-found', 'search-applications-asked', 'search-applications-found'],
  picture: {
    screen: 'search-permissions-asked', part: 'form',
    alt: both('應用系統權限查詢的表單：應用系統、機關、含所屬機關、查詢日期、查詢。', 'The form: application, agency, with those below, day, and the button.'),
  },
  title: both('查誰可以使用、某人可以用什麼', 'Look up who may use what'),
  called: both('誰有權限、查權限、權限查詢、權限清冊、名冊、匯出、excel、報表', 'who has access, export, excel, csv, report'),
  lead: both('連同依身分、授權與兼辦而來的，每一項都有依據，也能查過去或未來的某一天。', 'By standing, grant and duty alike, each with its reason, as of any day.'),
  steps: [
    both('查系統：在「應用系統權限查詢」選「應用系統」與「機關」，可以「含所屬機關」，按「查詢」。',
      'For an application: in “Who may use an application” choose “Application” and “Agency”, perhaps “With the agencies below”, and press “Search”.'),
    both('查人：在「可用應用系統查詢」按「挑選人員」，選好後按「查詢」。', 'For a person: in “A person’s applications” follow “Choose a person”, and then press “Search”.'),
    both('只看兼辦的，改用「兼辦應用系統權限查詢」與「可用兼辦應用系統查詢」。', 'For duties alone there are “Who may use it by duty” and “A person’s applications by duty”.'),
    both('「查詢日期」不填就是今天。', 'Without a day under “As of” it is today.'),
    both('要帶走，按「匯出 CSV」或「匯出 XLSX」；匯出會留下紀錄。', 'To take it away follow “Export CSV” or “Export XLSX”; that is recorded.'),
  ],
}

export const searchAccounts: Task = {
  slug: 'look-up-accounts',
  at: ['/search/accounts', '/search/groups', '/search/difference'],
  screens: ['manage-supervisor', 'search-accounts-asked', 'search-accounts-found', 'search-accounts-none-at-agency', 'search-groups-asked', 'search-difference-asked'],
  title: both('查帳號、群組，比較兩個人的權限', 'Look up accounts and groups, compare two people'),
  called: both('查帳號、誰沒啟用、比較權限', 'compare rights, find an account, who is not active'),
  lead: both('只看得到您管理範圍內的人。查詢人員個人資料會留下紀錄。', 'You see people of the agencies that you manage. Looking up personal data is recorded.'),
  steps: [
    both('查帳號：在「查詢人員自訂帳號」輸入「身分證號」「姓名」或「機關」，可以只看「未啟用」，按「查詢」。', 'Accounts: in “Account names” enter “National ID”, “Name” or “Agency”, perhaps only “Not activated”, and press “Search”.'),
    both('查群組：在「權限群組內容查詢」選「權限群組」，按「查詢」。', 'Groups: in “What a group holds” choose the “Group” and press “Search”.'),
    both('比較：在「權限差異比較」選「兩個人，同一天」或「同一人，兩個日期」。職務交接時很有用。', 'Compare: in “Compare rights” choose “Two people, one day” or “One person, two days”: good for handing work over.'),
  ],
  troubles: [{
    when: both('明明有這個人，卻查不到', 'Somebody is there and is not found'),
    so: both('「機關」已填好您現在管理的機關。要查管理範圍內所有的機關，按「改查管理範圍內的所有機關」，或把它清空再按「查詢」。',
      '“Agency” is filled in with the one that you manage now. For all that you manage, press “Search all agencies that you manage”, or empty it and press “Search” again.'),
  }],
}

export const answerRecords: Task = {
  slug: 'answer-wrong-records',
  at: ['/record-reports'],
  screens: ['manage-supervisor', 'record-reports-list', 'record-reports-answer'],
  picture: {
    screen: 'record-reports-answer',
    alt: both('答覆資料有誤的頁面：人員、職務、項目、說明，兩種答覆與答覆內容。', 'The page for an answer: person, post, what is wrong, the two answers, and what the person is told.'),
  },
  title: both('答覆同仁反映的資料錯誤', 'Answer what people say is wrong with their record'),
  called: both('答覆、回覆同仁', 'reply, answer'),
  lead: both('同仁在「我的專區」反映的，會到報送該職務的機關，由人事人員或人事主管答覆。',
    'What people tell comes to the agency that reports the post; its personnel officers and supervisors answer.'),
  steps: [
    both('由「待辦事項」進入，或按選單的「資料有誤」，在那一筆按「查看」。', 'Come from “To do”, or by “Records held to be wrong” in the menu, and follow “Look”.'),
    both('查明後選「確有錯誤，由本機關更正並重新報送」或「查明並無錯誤」。', 'When you know, choose “It is wrong: this agency corrects it and reports it anew” or “It is right as it is”.'),
    both('在「答覆內容」寫給本人的說明，按「答覆」。本人會收到通知。', 'Write “What the person is told” and press “Answer”. The person is told.'),
    both('本站不能改人事資料：請在人事系統更正，再重新報送。', 'The record cannot be changed here: correct it in the personnel system and report it anew.'),
  ],
}

export const writeNotice: Task = {
  slug: 'write-an-announcement',
  at: ['/manage/content'],
  screens: ['manage-supervisor', 'announcements-managed-list', 'announcements-managed-new', 'announcements-managed-one', 'announcements-managed-preview', 'announcements-managed-who-has-not'],
  title: both('發布機關的公告', 'Publish an announcement of your agency'),
  called: both('發公告、發布公告、張貼公告、上架公告', 'write announcement, publish, post a notice'),
  lead: both('發給本機關或所屬機關的人員，可以要求簽收。', 'To the people of your agency or of those below it, who may be asked to acknowledge it.'),
  steps: [
    both('到「公告與投票管理」按「新增公告」。', 'Open “Announcements and polls” and follow “New announcement”.'),
    both('選「對象」與「哪個機關」，寫「標題」與「內文」。', 'Choose “To” and “At which agency”, and write “Title” and “Text”.'),
    both('要大家確認看過，勾選「須簽收」。', 'Tick “To be acknowledged” where everybody is to confirm it.'),
    both('填「公告日期」與「結束日期」，按「預覽」看樣子，再按「儲存」。沒有填公告日期的，儲存後立即公告。',
      'Enter “Publish on” and “End on”, press “Preview” to see it, then “Save”. Without a first day it is published at once.'),
    both('發布後要停止，開啟那則公告按「撤下」。', 'To stop it later open it and follow “Withdraw”.'),
  ],
}

export const writePoll: Task = {
  slug: 'write-a-poll',
  at: ['/manage/content/polls'],
  screens: ['manage-supervisor', 'announcements-managed-list', 'polls-managed-list', 'polls-managed-new', 'polls-managed-open'],
  title: both('舉辦主題投票', 'Hold a poll'),
  called: both('辦投票、問卷、意見調查、舉辦投票', 'survey, hold a poll, new poll'),
  lead: both('一人一票，誰投了什麼不會被看到。', 'One vote a person, and nobody sees who chose what.'),
  steps: [
    both('到「公告與投票管理」的「投票」，按「新增投票」。', 'Open “Polls” of “Announcements and polls”, and follow “New poll”.'),
    both('選「對象」，寫「主題」與「選項」，再選「每人最多選幾項」。', 'Choose whom it is for, write “Question” and “Choices”, and say “How many one person may choose”.'),
    both('填「開始日期」與「截止日期」，再看一遍，按「儲存」。儲存後不能修改。', 'Enter “Opens on” and “Closes on”, read it again, and press “Save”: after that it cannot be changed.'),
  ],
  troubles: [{
    when: both('題目或選項寫錯了', 'The question or a choice is wrong'),
    so: both('開啟那項投票，按「提前結束」，再另外新增一項。', 'Open the poll, follow “End early”, and write another.'),
  }],
}

/** The centre's side of 「公告與投票管理」. */
export const announceToAll: Task = {
  slug: 'announce-to-the-nation',
  at: [],
  screens: ['manage-central', 'announcements-managed-centre', 'announcements-managed-new-of-the-centre', 'announcements-managed-preview', 'announcements-managed-one', 'polls-managed-list'],
  picture: {
    screen: 'announcements-managed-centre',
    alt: both('總處的公告：標題、置頂與須簽收的標示、對象、公告與結束時間、狀態。', 'The announcements of the centre: title, marks, whom they are for, from when to when, and state.'),
  },
  title: both('總處的公告與投票', 'Announcements and polls of the centre'),
  called: both('總處公告、全國公告、置頂', 'nationwide announcement, pin'),
  lead: both('發給全國的人員，或不必登入的所有人。', 'To people of the whole nation, or to everybody without a sign-in.'),
  steps: [
    both('到「公告與投票管理」。要管理某個機關的公告，按「機關的公告」；投票在「投票」。', 'Open “Announcements and polls”. Those of an agency are under “Announcements of the agency”, polls under “Polls”.'),
    both('按「新增公告」，選「對象」：「所有人（不必登入）」的公告會出現在首頁。', 'Follow “New announcement” and choose “To”: what is for “Everybody (without sign-in)” is on the home page.'),
    both('「哪個機關」空白就是全國；要發給一個主管機關，再勾選「含所屬機關」。', 'Leave “At which agency” empty for the whole nation; for one line tick “And the agencies below it” as well.'),
    both('重要的勾選「置頂」；要大家確認看過，勾選「須簽收」。', 'Tick “Pinned” where it matters most, and “To be acknowledged” where everybody is to confirm it.'),
    both('按「預覽」看樣子，再按「儲存」。發布後要停止，開啟那則公告按「撤下」。', 'Press “Preview” to see it, then “Save”. To stop it later open it and follow “Withdraw”.'),
  ],
}

export const managingPeople: readonly Task[] = [
  resetPassword, correctEmail, searchRights, searchAccounts, answerRecords, writeNotice, writePoll,
]
