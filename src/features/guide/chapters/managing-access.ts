// What supervisors decide for an agency: rights of others, and who manages beside them.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const beginManaging: Task = {
  slug: 'begin-managing',
  at: ['/manage'],
  screens: ['manage-supervisor', 'switch-managing'],
  picture: {
    screen: 'manage-supervisor',
    alt: both('權限與兼辦管理的首頁：可以管理的機關數、管理依據、管理功能與進階搜尋的清單。',
      'The first page of the management side: how many agencies, why, and the lists of functions and searches.'),
  },
  title: both('進入管理功能、選擇要管理的機關', 'Open the management side and choose the agency'),
  called: both('管理功能、看不到管理功能、管理範圍', 'management functions, no management'),
  lead: both('管理的範圍由您的職務決定：本機關及其所屬機關；人事機構還包括它負責的機關。',
    'What you manage follows from your post: your agency and those below it, and for a personnel office the agencies that it serves.'),
  steps: [
    both('按上方的「權限與兼辦管理」。「管理依據」寫明您為什麼可以管理。', 'Follow “Access and duties” at the top. “Why you may manage” says by what.'),
    both('各頁上方會寫現在管理的是哪一個機關。要換一個，按「切換機關」。', 'Every page says at its top which agency it is about. For another, follow “Switch agency”.'),
    both('在「管理的機關」按要管理的機關，或輸入「機關代碼」按「管理這個機關」。', 'Under “Agency to manage” choose one, or type its “Agency code” and press “Manage this agency”.'),
    both('辦完按「回到自己的機關」。', 'When you are done, press “Back to my own agency”.'),
  ],
  troubles: [{
    when: both('看不到「權限與兼辦管理」', 'There is no “Access and duties”'),
    so: both('人事資料中的人員區分與主管級別決定誰是人事主管。新職剛登載的人，請等下一次人事資料匯入；資料不對，請在「我的專區」告知有誤。',
      'Staff category and supervisor level of the record decide who is a personnel supervisor. A new post counts after the next personnel feed; if the record is wrong, tell so under “My account”.'),
  }],
}

export const handover: Task = {
  slug: 'handover-review',
  at: ['/manage/reviews/handover', '/manage/reviews'],
  screens: ['reviews-handover', 'reviews-officer', 'todo-waiting'],
  picture: {
    screen: 'reviews-handover', part: '.review-progress',
    alt: both('交接檢視的進度：已決定幾筆、還有幾筆未決定，以及分類的連結。', 'How far the handover review is: how many are decided, how many are left, and the parts of the list.'),
  },
  title: both('新任人事主管：完成授權檢視', 'New as supervisor: the handover review'),
  called: both('交接、接任、新任主管、剛到任、主管換人', 'handover, new supervisor, take over'),
  lead: both('到任後，前任留下的授權、兼辦與管理權限授權要由您逐筆決定。完成之前，管理功能暫不開放。',
    'Grants, duties and delegations that you find at your agency are yours to decide on. Until that is done, the management side stays closed.'),
  steps: [
    both('登入後由「待辦事項」進入「授權檢視」。', 'Come to “Reviews” from “To do”.'),
    both('勾選可以繼續的，按「保留」；不該再有的，按「結束」。每個決定立即生效，並通知當事人。',
      'Tick what may go on and press “Keep”; for what should end, “End”. Each counts at once, and the people are told.'),
    both('「90 天內未使用」與「有人提醒」先看，通常是該結束的。', '“Not used for 90 days” and “Pointed out” are worth a look first: they often should end.'),
    both('依據的職務已經結束的，要先在該筆「請選擇依據的職務」再保留。', 'Where the post has ended, choose another at “Choose the post that it rests on” before you keep it.'),
    both('全部決定後，按「完成檢視」，管理功能就開放。', 'When all is decided, press “Complete the review”, and the management side opens.'),
  ],
  troubles: [{
    when: both('有急件要先辦', 'Something else cannot wait'),
    so: both('按「稍後再處理」，可以延後 7 天，只有一次。', 'Press “Put off”: it gives seven days, once.'),
  }],
}

export const giveGrant: Task = {
  slug: 'give-a-grant',
  at: ['/manage/grants'],
  screens: ['manage-supervisor', 'grants-choose', 'grants-list', 'grant-receiver', 'grant-new-person', 'pick-person-found'],
  picture: {
    screen: 'grant-new-person', part: 'form',
    alt: both('新增授權的表單：有效日期的起迄、設為永久、理由與儲存。', 'The form of a grant: first and last day, permanent, reason, and the button.'),
  },
  title: both('授權應用系統給同仁', 'Grant an application to somebody'),
  called: both('授權、新增授權、開權限、給權限、加權限、設定權限、賦予權限、權限申請', 'grant, give access, add permission, authorise'),
  lead: both('讓不是因為職務就能使用的人，在一段期間內使用某個系統的某項權限。', 'Lets somebody use what does not come with the post, for a time.'),
  steps: [
    both('到「應用系統授權設定」，選「應用系統」，按「選擇」，看到「應用系統授權清單」。', 'Open “Application grants”, choose the “Application”, press “Choose”: you see “Grants of the application”.'),
    both('按「新增」，再按「挑選人員」；輸入身分證號或姓名，按「搜尋」，選取後按「確定」。', 'Follow “Add”, then “Pick a person”; enter a national ID or a name, press “Search”, choose, and press “OK”.'),
    both('要給同一種身分的所有人，改選「依身分的群組」：人員異動時會自動增減。', 'For all of one standing choose “A group by standing” instead: it follows the record by itself.'),
    both('輸入「有效日期（起）」與「有效日期（迄）」。要「設為永久」必須寫「理由」。', 'Enter “Valid from” and “Valid to”. “Permanent” needs a “Reason”.'),
    both('按「儲存」。對方會收到通知，下一次開啟系統就能使用。', 'Press “Save”. The person is told, and may use it from then on.'),
  ],
  troubles: [
    {
      when: both('系統不在清單裡，或標示「不得授權」「總處授權」', 'The application is marked so that you cannot grant it'),
      so: both('該系統只隨身分使用，或由總處授予，請洽行政院人事行政總處。', 'It comes with a standing only, or is granted by the centre: ask the Directorate-General.'),
    },
    {
      when: both('顯示「待同意」', 'It says “Proposed”'),
      so: both('這項權限要由另一位管理者同意才生效，逾期自動失效。請另一位管理者在「待辦事項」處理。', 'This right needs a second manager, and lapses without one. The other manager finds it in “To do”.'),
    },
  ],
}

export const endGrant: Task = {
  slug: 'change-or-end-a-grant',
  at: ['/manage/grants'],
  screens: ['grants-list', 'grant-edit', 'grant-end-person', 'grant-confirm', 'grant-decide', 'todo-waiting'],
  picture: {
    screen: 'grant-end-person',
    alt: both('結束授權前的確認：誰將立即無法再使用什麼、依據職務、期間與授權者，以及結束的按鈕。', 'What is asked before a grant ends: who loses what at once, the post, period and giver, and the button.'),
  },
  title: both('更改、結束、確認授權', 'Change, end or confirm a grant'),
  called: both('取消授權、收回權限、收回授權、結束授權、刪除權限、刪除授權、移除權限、延長授權、授權到期、權限到期', 'revoke, remove access, extend a grant, expire'),
  lead: both('在「應用系統授權清單」每一筆的最後一欄。', 'In the last column of “Grants of the application”.'),
  steps: [
    both('改期間或理由：按「編輯」，改好後儲存。', 'For another period or reason follow “Edit”.'),
    both('不該再使用：按「結束」，看清楚會發生什麼事，再按一次「結束」。立即生效，並通知當事人。', 'To end it follow “End”, read what follows, and press “End” again. It counts at once, and the person is told.'),
    both('標示「暫停」：當事人離開了依據的職務。按「確認」，選現在的「依據職務」，授權就繼續；不確認，逾期自動結束。',
      'Marked “Suspended”: the person left the post. Follow “Confirm”, choose what it “Rests on” now, and it goes on; otherwise it ends by itself.'),
    both('標示「待同意」：按「決定」，再按「同意」，或寫「不同意的理由」按「不同意」。不能同意自己提出的。',
      'Marked “Proposed”: follow “Decide”, then “Agree”, or write “Why not” and press “Do not agree”. Nobody agrees to what they proposed.'),
  ],
}

export const setUpDuty: Task = {
  slug: 'set-up-a-duty',
  at: ['/manage/duties'],
  screens: ['duties-list', 'duties-new-within', 'duties-end', 'duties-edit'],
  picture: {
    screen: 'duties-list', part: '.wide-list, table',
    alt: both('兼辦清單：被兼辦機關、兼辦機關、應用系統、有效日期與操作。', 'The list of duties: served agency, acting agency, applications, period and actions.'),
  },
  title: both('設定同一主管機關內的兼辦', 'Set up a concurrent duty within one line'),
  called: both('兼辦、設定兼辦、新增兼辦', 'duty, concurrent duty'),
  lead: both('由甲機關的人事人員代辦乙機關的人事業務。', 'The personnel officers of one agency do the personnel work of another.'),
  steps: [
    both('到「兼辦管理」按「新增」。', 'Open “Concurrent duties” and follow “New”.'),
    both('輸入「兼辦機關」與「被兼辦機關」的代碼，或按「瀏覽」找，再按「重新檢查」：「已兼辦系統」會列出已經設定的。',
      'Enter the codes of “Acting agency” and “Served agency”, or “Browse” for them, and press “Check again”: “Already covered” lists what there is.'),
    both('勾選「應用系統」，可以「全部選擇」；不能選的列在「不能選擇的應用系統」，並寫明原因。',
      'Tick the “Applications”, or “Select all”; those under “Applications that cannot be chosen” say why.'),
    both('輸入「有效日期」，按「儲存」。', 'Enter the period under “Period” and press “Save”.'),
    both('提前結束：在清單按「結束」，畫面會先說有多少人受影響。', 'To end one early follow “End” in the list; it says first how many people it touches.'),
  ],
}

export const requestDuty: Task = {
  slug: 'request-a-duty-across-lines',
  at: ['/manage/duties/requests'],
  screens: ['duties-list', 'duties-new-across', 'duty-requests-draft', 'duty-requests-agree', 'duty-requests-decide', 'duty-requests-form'],
  picture: {
    screen: 'duty-requests-draft',
    alt: both('F000199 申請的草稿：申請類別、兼辦機關、被兼辦機關、應用系統、有效日期與理由，下面有送出申請與撤回。',
      'The draft of a request F000199: kind, the two agencies, applications, period and reason, and the buttons to send it and to withdraw it.'),
  },
  title: both('跨主管機關的兼辦（F000199）', 'A duty across lead agencies (F000199)'),
  called: both('F000199、跨機關兼辦、兼辦申請', 'F000199, request a duty'),
  lead: both('兩個機關的主管機關不同時，要雙方同意，再由總處核定。', 'Where the two agencies have different lead agencies, both sides agree, and the centre approves.'),
  steps: [
    both('在「兼辦管理」按「新增」，照平常填寫。系統看出是跨主管機關，會存成申請的草稿。', 'In “Concurrent duties” follow “New” and fill it in as usual. What crosses lead agencies becomes the draft of a request.'),
    both('確認內容，按「送出申請」。', 'Look it over and press “Send request”.'),
    both('另一方的管理者在「待辦事項」看到，按「同意」或「不同意」；不同意要寫「說明」。', 'The manager of the other side finds it in “To do” and presses “Agree” or “Do not agree”, which needs a “Note”.'),
    both('總處「核定」後，兼辦就成立；「退回」時，照說明「修改內容」再送出。', 'When the centre has pressed “Approve”, the duty stands. After “Return”, “Amend” it and send it again.'),
    both('各步驟都列在「辦理經過」；要紙本，按「列印申請表」。', 'All steps are under “What happened”; for paper follow “Printable form”.'),
  ],
  troubles: [{
    when: both('送出後沒有人處理', 'Nobody acts on it'),
    so: both('每一步都有期限，寫在申請上方，逾期會失效。請聯絡對方的管理者。', 'Every step has a last day, told at the top of the request; after it the request lapses. Talk to the other side.'),
  }],
}

/** The last step of F000199, at the centre. */
export const approveDuty: Task = {
  slug: 'approve-a-duty-across-lines',
  at: [],
  screens: ['manage-central', 'duty-requests-list', 'duty-requests-decide', 'frame-central'],
  picture: {
    screen: 'duty-requests-decide',
    alt: both('待總處核定的申請：兩個機關、應用系統、有效日期與理由，下面有核定與退回。', 'A request that waits for the centre: the two agencies, applications, period and reason, and the buttons to approve and to return it.'),
  },
  title: both('核定跨主管機關的兼辦（F000199）', 'Approve a duty across lead agencies (F000199)'),
  called: both('核定、核定兼辦', 'approve, approval'),
  lead: both('雙方都同意之後，由總處核定；這是最後一步。', 'When both sides have agreed, the centre decides: the last step.'),
  steps: [
    both('由「待辦事項」進入，或到「兼辦管理」的「跨主管機關申請（F000199）」，開啟「待總處核定」的申請。',
      'Come from “To do”, or open “Requests between lead agencies (F000199)” of “Concurrent duties” and a request that “Waits for decision”.'),
    both('看兩個機關、「應用系統」「有效日期」與「理由」，以及「辦理經過」裡雙方的說明。', 'Look at the two agencies, “Applications”, “Period” and “Reason”, and under “What happened” at the notes of both sides.'),
    both('可以就按「核定」，兼辦從起日開始。', 'If it may be, press “Approve”: the duty stands from its first day.'),
    both('要改才能核定的，在「說明」寫清楚，按「退回」；申請方修改後再送，雙方要重新同意。', 'If something has to change, write it as “Note” and press “Return”: they amend and send it, and both sides agree anew.'),
  ],
  troubles: [{
    when: both('不能按「核定」', 'There is no “Approve” for you'),
    so: both('送出、同意與核定要三位不同的人。您送出或同意過的，請另一位總處管理者核定。', 'Three people take the three steps. What you sent or agreed to, another central administrator approves.'),
  }],
}

export const delegate: Task = {
  slug: 'delegate',
  at: ['/manage/delegations'],
  screens: ['delegations-list', 'delegations-new', 'delegations-new-person', 'delegations-end', 'delegations-end-last'],
  picture: {
    screen: 'delegations-new-person', part: 'form',
    alt: both('新增管理權限授權的表單：有效日期的起迄、設為永久、理由、限於哪個機關，以及確定。', 'The form of a delegation: first and last day, permanent, reason, only for which agency, and the button.'),
  },
  title: both('把管理權限授權給別人', 'Let somebody else manage'),
  called: both('代理、代理人、職務代理、職代、請假、出差、公出', 'deputy, substitute, stand-in, on leave, vacation'),
  lead: both('請假或業務繁忙時，讓一位同仁代您使用本機關的管理功能。', 'During leave or much work, a colleague uses the management functions of your agency.'),
  steps: [
    both('到「管理權限授權設定」按「新增資料」，挑選人員。', 'Open “Delegates”, follow “Add”, and choose a person.'),
    both('輸入「有效日期（起）」與「有效日期（迄）」；「設為永久」必須寫「理由」。', 'Enter “Valid from” and “Valid to”; “Permanent” needs a “Reason”.'),
    both('只要授權一部分機關，在「限於」填機關代碼或按「瀏覽」。', 'For a part of the agencies only, fill in “Only for”, or “Browse”.'),
    both('按「確定」。對方會收到通知；不需要時在清單按「刪除」。', 'Press “Confirm”. The person is told. When it is no longer needed, follow “Remove” in the list.'),
  ],
  troubles: [{
    when: both('不能刪除最後一位', 'The last one cannot be removed'),
    so: both('刪除後機關就沒有人能管理時，要在同一頁指定接手的人。', 'Where nobody would be left to manage the agency, the same page asks for a successor.'),
  }],
}

export const suspended: Task = {
  slug: 'suspended',
  at: ['/manage/reviews/suspended'],
  screens: ['reviews-suspended', 'reviews-suspended-kept'],
  title: both('處理暫停中的授權', 'Decide on what is suspended'),
  called: both('暫停、被暫停', 'suspended'),
  lead: both('有人調動後，他依原職務得到的授權會暫停，等您決定。', 'After somebody moved, what rested on the former post is suspended until you decide.'),
  steps: [
    both('到「授權檢視」的「暫停中的授權」。最急的期限寫在「狀態」。', 'Open “Suspended” of “Reviews”. The last day is under “State”.'),
    both('可以繼續的：在「請選擇依據的職務」選現職，勾選後按「保留」。', 'For what may go on choose the post at “Choose the post that it rests on”, tick it, and press “Keep”.'),
    both('不該繼續的：勾選後按「結束」。', 'For what should not, tick it and press “End”.'),
  ],
  troubles: [{
    when: both('沒有處理就過了期限', 'The last day passed'),
    so: both('授權已自動結束。仍然需要時，請重新授權。', 'It ended by itself. Where it is needed still, grant it anew.'),
  }],
}

export const campaign: Task = {
  slug: 'review-campaign',
  at: ['/manage/reviews/campaigns'],
  screens: ['campaigns-list', 'campaigns-one', 'campaigns-new'],
  picture: {
    screen: 'campaigns-list', part: '.wide-list, table',
    alt: both('檢視作業的清單：名稱、範圍、期限、未決定者如何、進度與發起人。', 'The list of campaigns: name, scope, last day, what happens to the undecided, progress and starter.'),
  },
  title: both('定期檢視授權', 'Review rights from time to time'),
  called: both('清查權限、權限清查、盤點、年度檢視、內稽', 'access review, recertification, yearly review'),
  lead: both('每年或因稽核需要，請各機關在期限前逐筆決定授權保留或結束。', 'Once a year, or for an audit, agencies decide on each right by a certain day.'),
  steps: [
    both('到「授權檢視」的「檢視作業」，開啟要辦的那一個。', 'In “Reviews” open “Campaigns” and choose one.'),
    both('勾選項目，按「保留」或「結束」；整個機關都沒問題，按「本機關全部保留」。', 'Tick and press “Keep” or “End”; where all of an agency is well, “Keep all of this agency”.'),
    both('期限前沒有決定的，會照「到期未決定」那一欄處理。', 'What is not decided in time goes the way that “If undecided” says.'),
    both('要自己發起，按「發起授權檢視」。結果在「報告」。', 'To begin one yourself follow “Start a review”. What came of it is in its “Report”.'),
  ],
}

export const managingAccess: readonly Task[] = [
  beginManaging, handover, giveGrant, endGrant, setUpDuty, requestDuty, delegate, suspended, campaign,
]
