// What everybody does once signed in: the second part of the chapter for everybody.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const openApplication: Task = {
  slug: 'open-an-application',
  at: ['/applications'],
  screens: ['applications-employee', 'opening-why-not', 'opening-certificate'],
  picture: {
    screen: 'applications-employee', part: '.applications',
    alt: both('一個應用系統：代碼、名稱、須用憑證的標示、加入常用的星號、說明，以及可以使用的依據。',
      'An application in the list: code, name, the mark that it needs a card, the star for favourites, what it is for, and why it may be used.'),
  },
  title: both('開啟應用系統', 'Open an application'),
  called: both('看不到系統、系統不見了、找不到系統、沒有權限、打不開系統、申請權限、常用系統、差勤、薪資、權限',
    'no access, missing application, no permission, cannot open, request access, favourites'),
  lead: both('只列出您可以使用的系統，每一個都寫明依據。', 'Only what you may use is listed, each with the reason why.'),
  steps: [
    both('按「應用系統」。系統很多時，在「搜尋應用系統」輸入代碼或名稱。', 'Open “Applications”. When there are many, type a code or name into “Search applications”.'),
    both('按系統名稱就會開啟，不必再登入一次。', 'Press its name: it opens without another sign-in.'),
    both('按名稱旁的星號，常用的系統會排在最前面。', 'The star beside a name puts it first.'),
    both('有「須用憑證」標示的系統，要插卡驗證：按「以憑證驗證並開啟」。', 'What is marked “Card required” opens by your card: follow “Verify by card and open”.'),
  ],
  troubles: [{
    when: both('找不到要用的系統', 'What you need is not listed'),
    so: both('到下面的「其他應用系統」找，按「為什麼不能使用」，會說明還缺什麼條件、由哪個機關的人事主管授予。人事資料有誤時，請先更正資料。',
      'Look under “Other applications” and follow “Why not?”: it says what is missing and which personnel supervisors can give it. If the record is wrong, have that corrected first.'),
  }],
}

export const switchStanding: Task = {
  slug: 'switch-standing',
  at: ['/switch'],
  screens: ['switch-two'],
  picture: {
    screen: 'switch-two',
    alt: both('切換機關的頁面：兩個機關與各自的身分，以及切換的按鈕。', 'The page for switching: two agencies with the standing at each, and the button.'),
  },
  title: both('在兩個以上的機關任職：切換身分', 'Posts at several agencies: switch your standing'),
  called: both('兩個機關、兩個職務、兼任、換機關', 'second post, two agencies, change agency'),
  lead: both('有兼職的人，要讓應用系統知道您現在以哪個機關的身分辦事。', 'With a second post, you choose as whom applications know you.'),
  steps: [
    both('看畫面上方的身分那一行，按「切換機關」。', 'In the line at the top that says who you are, follow “Switch agency”.'),
    both('在「使用的身分」選一個，按「切換」。', 'Choose one under “Standing to use” and press “Switch”.'),
    both('上方那一行會改成您選的機關與身分，接著開啟的應用系統就以它為準。', 'The line at the top now says so, and what you open from then on goes by it.'),
  ],
}

export const todos: Task = {
  slug: 'to-do',
  at: ['/todo'],
  screens: ['todo-waiting', 'todo-nothing'],
  picture: {
    screen: 'todo-waiting',
    alt: both('待辦事項的清單：事項、機關、等待的時間，最新的在最前面。', 'The list: what waits, for which agency, and since when, the newest first.'),
  },
  title: both('處理待辦事項', 'Do what waits for you'),
  called: both('待簽、待辦、工作清單', 'to do, todo, tasks, inbox'),
  lead: both('等您確認、同意、檢視或簽收的事都集中在「待辦事項」，應用系統也會把事情放進來。',
    'Whatever you have to confirm, agree to, review or acknowledge is in “To do”; applications put things there as well.'),
  steps: [
    both('按「待辦事項」，由最新的看起。', 'Open “To do”; the newest is at the top.'),
    both('按「事項」那一欄的名稱，會直接到辦理的頁面。', 'The name under “What” leads to where it is done.'),
    both('處理完成後，那一項就不再列出。', 'What is done is no longer listed.'),
  ],
}

export const readNotices: Task = {
  slug: 'announcements',
  at: ['/announcements'],
  screens: ['announcements-list', 'announcements-must-sign', 'announcements-signed'],
  picture: {
    screen: 'announcements-list', part: '.notice-list > li + li',
    alt: both('清單裡的一則公告：標題、須簽收的標示、日期、發布機關與開頭的內容。', 'An announcement in the list: title, the mark that it must be acknowledged, day, writer, and how it begins.'),
  },
  title: both('看公告與簽收', 'Read and acknowledge announcements'),
  called: both('最新消息、布告欄、已讀', 'news, bulletin, acknowledge, acknowledgement'),
  lead: both('公告依對象顯示；登入後才看得到給您的機關或身分的公告。', 'You see what is written to you; sign in to see what is for your agency or standing.'),
  steps: [
    both('按「最新公告」，用「搜尋公告」找標題或內容。', 'Open “Announcements”, and find words of title or text by “Search announcements”.'),
    both('標示「須簽收」的公告，請讀完內容與附件，再按「簽收」。', 'Read those marked “To be acknowledged” with what is attached, and press “Acknowledge”.'),
    both('簽收一次即可，不能取消；您會看到簽收的日期與時間。', 'Once is enough, and it cannot be taken back; the page keeps the day and time.'),
  ],
}

export const vote: Task = {
  slug: 'vote',
  at: ['/polls'],
  screens: ['polls-list', 'polls-one-choice', 'polls-voted', 'polls-result'],
  picture: {
    screen: 'polls-one-choice', part: 'form',
    alt: both('投票的表單：各個選項、每人一票且不能更改的說明，以及投票的按鈕。', 'The form of a poll: its choices, that everybody has one vote which cannot be changed, and the button.'),
  },
  title: both('參加主題投票', 'Vote in a poll'),
  called: both('投票、民調', 'vote, ballot'),
  lead: both('每人一票。系統只記下您已投票，不記下您的選擇。', 'Everybody has one vote. That you voted is kept; what you chose is not kept with your name.'),
  steps: [
    both('按「主題投票」，開啟標示「投票中」的投票。', 'Open “Polls” and choose one marked “Open”.'),
    both('選一項，或照說明選幾項，按「投票」。', 'Choose, one or several as it says, and press “Vote”.'),
    both('看到「您已投票」就完成了，投出後不能更改。', '“You have voted” says that it is done; it cannot be changed.'),
    both('結束後，同一頁會有「投票結果」。', 'After the end the same page has the “Result”.'),
  ],
}

export const sendGreeting: Task = {
  slug: 'greeting-cards',
  at: ['/cards'],
  screens: ['greetings-none', 'greeting-writing-begun', 'greeting-writing-found', 'greeting-writing-preview', 'greetings-sent-for-later'],
  picture: {
    screen: 'greeting-writing-preview', part: '.greeting',
    alt: both('預覽的賀卡：圖案、祝賀的話、寫的內容，以及寄件人的姓名與機關。', 'A card as it is previewed: picture, wish, the words, and name and agency of whoever sends it.'),
  },
  title: both('寄電子賀卡', 'Send a greeting card'),
  called: both('賀卡、生日卡、賀年卡、卡片給同事', 'birthday card, e-card, christmas card'),
  lead: both('選圖案、寫幾句話，寄給同仁；可以指定哪一天送達。', 'Choose a picture, write some words, and send it to colleagues, on a day if you like.'),
  steps: [
    both('按「電子賀卡」，再按「寫賀卡」。', 'Open “Greeting cards” and follow “Write a card”.'),
    both('選「圖案」，寫「內容」；要在以後的日子送達，填「送達日期」。按「下一步：選擇收件人」。',
      'Choose a “Picture”, write the “Words”, and for a later day fill in “Arrives on”. Press “Next: choose receivers”.'),
    both('在「姓名」輸入至少兩個字，按「尋找」，在同仁那一列按「加入」。同名的人很多時，填「機關」。',
      'Type two characters or more into “Name”, press “Find”, and “Add” whom you mean. Where many have the name, fill in “Agency”.'),
    both('按「下一步：預覽」，看過以後按「寄出」。', 'Follow “Next: preview”, look at it, and press “Send”.'),
    both('還沒送達以前，可以在「寄出的」開啟它，按「收回」。', 'Until it arrives you can open it under “Sent” and “Take back”.'),
  ],
  troubles: [{
    when: both('找不到同仁', 'A colleague is not found'),
    so: both('只找得到帳號已啟用、目前有職務的人。請確認姓名的寫法。', 'Only people with an active account and a post today are found. Check how the name is written.'),
  }, {
    when: both('寄到一半離開了', 'You left half-way'),
    so: both('寫好的內容與收件人都會留著。再開啟「電子賀卡」，從上次的地方繼續。', 'What you wrote and whom you chose is kept: open “Greeting cards” and go on.'),
  }],
}

export const readGreeting: Task = {
  slug: 'greetings-received',
  at: ['/cards/received', '/cards/blocked'],
  screens: ['greetings-received', 'greetings-opened', 'greetings-block', 'greetings-blocked'],
  picture: {
    screen: 'greetings-received', part: '.greetings',
    alt: both('收到的賀卡清單：圖案、寄件人、祝賀的話、未讀的標示與收到的時間。', 'The cards received: picture, sender, wish, the mark of unread ones, and when they came.'),
  },
  title: both('看收到的賀卡', 'Read the cards that you received'),
  called: both('收到賀卡、騷擾', 'received cards, block a sender'),
  lead: both('賀卡送達時會有一封通知信，信裡只有連結。', 'When a card arrives a letter tells you, with a link alone.'),
  steps: [
    both('按信裡的連結，或按「電子賀卡」，在「收到的」開啟標示「未讀」的賀卡。', 'Follow the link of the letter, or open “Greeting cards”: under “Received” new ones are marked “Unread”.'),
    both('不要了，按「刪除」。只有您收到的會刪除，寄件人不會知道。', '“Delete” throws it away for you alone; the sender does not know.'),
    both('不想再收到某人的賀卡，按「封鎖寄件人」。以後在「封鎖的寄件人」可以「解除封鎖」。',
      'To get no more of somebody’s cards, follow “Block the sender”. Under “Blocked senders” you can “Unblock” them.'),
  ],
}

export const myAccount: Task = {
  slug: 'my-account',
  at: ['/me'],
  screens: ['me-told', 'me-sessions-two', 'me-sign-ins-many'],
  picture: {
    screen: 'me-told', part: '.told > li',
    alt: both('一則通知：標題、未讀的標示、時間、誰做了什麼，以及機關、期間與理由。', 'A notice: title, the mark of unread ones, time, who did what, and agency, period and reason.'),
  },
  title: both('看通知、自己的帳號與人事資料', 'Read your notices, and look at your account and record'),
  called: both('通知、通知信、我的專區', 'notices, notifications, profile'),
  lead: both('別人給您或收回權限、重設您的密碼，都會在這裡通知您。', 'Whoever gives you a right, takes it back or resets your password: you are told here.'),
  steps: [
    both('按上方的「我的專區」。「通知」最新的在最前面；看過以後按「全部標示為已讀」。', 'Open “My account” at the top. The newest of the “Notices” is first; when you have read them press “Mark all as read”.'),
    both('「帳號與安全」列出最近一次登入、目前在哪些瀏覽器登入，以及密碼、通行密鑰與電子郵件。', '“Account and safety” has your last sign-in, where you are signed in now, and your password, passkeys and e-mail.'),
    both('「人事資料」是人事資料庫中您的資料；身分證號只顯示一部分。', '“Personnel record” is what the personnel database has of you; only a part of your national ID is shown.'),
  ],
  troubles: [{
    when: both('沒有收到通知的信', 'No letter comes with a notice'),
    so: both('通知只寄到您確認過的信箱：到「電子郵件」確認。沒有信箱，通知仍然在這裡。', 'Letters go to a confirmed address alone: see “E-mail”. Without one the notices are still here.'),
  }],
}

export const moving: Task = {
  slug: 'moving-or-leaving',
  at: [],
  screens: ['me-told', 'me-without-post', 'applications-without-post'],
  title: both('調職、離職或退休時', 'When you move to another agency, or leave'),
  called: both('調職、調動、商調、轉調、離職、退休、留職停薪、復職、回職、育嬰、借調、支援、升遷、卸任、換單位', 'transfer, moving, retire, retirement, leaving, resign, unpaid leave'),
  lead: both('帳號跟著人走，權限跟著職務走。兩者都依人事資料自動調整，不必申請。', 'The account stays with you and rights go with the post. Both follow the personnel record by themselves.'),
  steps: [
    both('調到別的機關：帳號、密碼、通行密鑰與憑證都照舊。新職登載之後，登入就是新機關的身分。',
      'At another agency, account, password, passkeys and cards stay as they are. Once the record has the new post, you sign in with the standing there.'),
    both('原機關給您的授權會暫停，由原來的管理者決定是否繼續；沒有決定的，到期自動結束。「我的專區」的「通知」會列出是哪些。',
      'What your former agency granted is suspended until its manager decides, and ends by itself if nobody does. “Notices” of “My account” tells what.'),
    both('新工作需要而「應用系統」沒有列出的，請新機關的人事主管授權。', 'For what the new work needs and “Applications” does not list, ask the personnel supervisor of the new agency.'),
    both('離職或退休：還可以登入一段時間，查看自己的資料。最後一天寫在「我的專區」最上面，之後帳號自動停用。',
      'After leaving you can sign in for a while, to see your own data. The last day stands at the top of “My account”; then the account closes by itself.'),
    both('重新任職後，帳號會恢復，不必再啟用。', 'With a new post it opens again and need not be activated.'),
  ],
  troubles: [{
    when: both('已經到新機關，看到的還是原機關', 'You are at the new agency, and it still shows the former one'),
    so: both('新職還沒有報送。請新機關的人事單位報送，匯入之後就會更新。', 'The new post was not reported yet: ask the personnel office of the new agency; it follows with the next feed.'),
  }],
}

export const wrongRecord: Task = {
  slug: 'wrong-record',
  at: ['/me/reports'],
  screens: ['me-told', 'record-reports-own', 'record-reports-tell'],
  picture: {
    screen: 'record-reports-tell',
    alt: both('告知有誤的表單：選擇職務與項目，填寫說明，按送出。', 'The form: choose the post and what is wrong with it, write what it should be, and send it.'),
  },
  title: both('人事資料有誤', 'Your personnel record is wrong'),
  called: both('資料錯誤、資料不對、職稱錯了、職稱錯誤、姓名錯誤、改名字、更名、生日錯誤、改個人資料', 'wrong title, wrong name, change my name, incorrect data'),
  lead: both('人事資料由服務機關報送，本站不能改；您可以在這裡告知，由該機關查明並答覆。',
    'The record comes from your agency and cannot be changed here; you tell what is wrong, and the agency answers.'),
  steps: [
    both('到「我的專區」的「人事資料」，按「資料有誤」。', 'In “My account”, under “Personnel record”, follow the link that something is wrong.'),
    both('按「告知有誤」，選「職務」與「項目」，在「說明」寫哪裡有誤、正確的內容是什麼，按「送出」。請不要寫完整的身分證號。',
      'Follow “Tell what is wrong”, choose “Post” and “What”, write what is wrong and what is right, and press “Send”. Leave out your full national ID.'),
    both('答覆會列在「我的回報」，也會通知您。更正後的資料隨該機關下次報送更新。', 'The answer is under “My reports”, and you are told. The record follows when the agency sends it next.'),
    both('還沒答覆之前，可以按「撤回」。', 'Until it is answered you can “Take back” what you told.'),
  ],
}

export const secondFactor: Task = {
  slug: 'second-factor',
  at: ['/me/second-factor'],
  screens: ['me-second-factor-none', 'me-second-factor-set-up', 'me-second-factor-codes', 'manage-supervisor'],
  picture: {
    screen: 'me-second-factor-codes',
    alt: both('復原碼的頁面：八組復原碼只顯示一次，最下面是已保存的按鈕。', 'The recovery codes, shown once, and the button that says that they are kept.'),
  },
  title: both('設定第二驗證', 'Set up a second factor'),
  called: both('換手機、手機不見、手機遺失、新手機、兩步驟驗證、雙因素、雙重驗證、OTP、動態密碼、復原碼、手機壞了、手機掉了',
    'OTP, 2FA, MFA, two-factor, lost phone, new phone, authenticator, recovery codes'),
  lead: both('設定後，以密碼登入時還要輸入手機上的驗證碼。有管理權限的身分，會要求在期限前設定。',
    'After that, a password needs a code from your telephone as well. Standings that manage others are asked to have it by a certain day.'),
  steps: [
    both('到「我的專區」的「第二驗證」，按「設定第二驗證」。', 'In “My account” open “Second factor”, and follow “Set up a second factor”.'),
    both('用手機的驗證碼應用程式掃描圖碼；不能掃描時，輸入下面的金鑰。', 'Scan the picture with the code app of your telephone, or type the key below it.'),
    both('輸入應用程式顯示的 6 位數「驗證碼」，按「完成設定」。', 'Enter the six digits that the app shows as “Code”, and press “Finish”.'),
    both('列印或抄下復原碼，放在安全的地方，再按「我已保存復原碼」。它們只顯示這一次。', 'Print the recovery codes or write them down, keep them safe, and follow “I have kept them”. They are shown this once.'),
  ],
  troubles: [{
    when: both('手機遺失了', 'The telephone is lost'),
    so: both('用一組復原碼登入，再設定一次。復原碼也沒有了，請服務機關的管理者在「重設員工密碼」移除您的第二驗證。',
      'Sign in with a recovery code and set it up anew. Without those, ask a manager of your agency to remove it under “Reset passwords”.'),
  }],
}

export const ownAccount: Task = {
  slug: 'password-and-email',
  at: ['/me/password', '/me/email', '/me/display', '/confirm-email'],
  screens: ['me-password-empty', 'me-email-confirmed', 'me-email-waits-for-hold', 'me-display-normal'],
  picture: {
    screen: 'me-email-confirmed',
    alt: both('更改電子郵件的頁面：目前的信箱、新的電子郵件、目前的密碼與寄送確認信。', 'The page of the e-mail: the address now, the new one, the password, and the button.'),
  },
  title: both('變更密碼、電子郵件與字級', 'Change password, e-mail and text size'),
  called: both('改密碼、換密碼、換信箱、改信箱、改email、字太小、字體、放大、字級、英文、英文版、密碼規則、密碼長度', 'change password, change email, font size, larger text, language'),
  lead: both('都在「我的專區」左邊的選單，窄螢幕在頁面下方。', 'All of it is in the menu beside “My account”, on a telephone below it.'),
  steps: [
    both('密碼：按「變更密碼」，輸入「目前的密碼」與兩次新密碼（至少 12 個字，不能是常見的密碼）。其他瀏覽器的登入會結束。',
      'Password: open “Password”, enter “Password now” and the new one twice: 12 characters or more, and not one that many people use. Other browsers are signed out.'),
    both('電子郵件：按「電子郵件」，輸入「新的電子郵件」與「目前的密碼」，按「寄送確認信」，再到新信箱開啟連結。',
      'E-mail: open “E-mail”, enter “New e-mail” and “Password now”, press “Send the confirmation”, and open the link that comes to the new address.'),
    both('為了安全，新信箱確認後最早 24 小時才生效，原信箱也會收到通知。不是您改的，按「撤回」。',
      'For safety the new address counts 24 hours later at the earliest, and the old one is told. If it was not you, press “Take it back”.'),
    both('語言與字級：按「語言與字級」選好，按「儲存」。在任何電腦登入都一樣。', 'Language and size: choose under “Language and text size” and press “Save”. It goes with you to every computer.'),
  ],
}

export const agreeToNotice: Task = {
  slug: 'personal-data-notice',
  at: ['/me/notice'],
  screens: ['me-notice-asked', 'me-notice-agreed', 'me-display-normal'],
  picture: { screen: 'me-notice-asked', alt: both('重要訊息的全文、同意的勾選，以及繼續與登出', 'The text, the tick, and the two ways on') },
  title: both('閱讀並同意重要訊息', 'Read and agree to the notice on personal data'),
  called: both('個資、個資法、同意書', 'privacy, consent, terms'),
  lead: both('登入後出現這一頁，同意一次就不再問；內容更新時會再問。', 'It comes after signing in, once, and again when its text has changed.'),
  steps: [
    both('讀完內容，勾選「我已閱讀並同意」，按「繼續」。', 'Read it, tick “I have read this and agree”, and press “Go on”.'),
    both('不同意就按「登出」；帳號與資料不變。', 'If you do not agree, press “Sign out”: nothing changes about your account.'),
    both('之後想再看，到「語言與字級」按「閱讀內容」。', 'To read it again, follow “Read it” under “Language and text size”.'),
  ],
}

export const notMe: Task = {
  slug: 'not-me',
  at: ['/me/sign-ins', '/me/sessions'],
  screens: ['me-sign-ins-many', 'me-sign-ins-not-me', 'me-sessions-two'],
  picture: {
    screen: 'me-sign-ins-not-me',
    alt: both('確認頁面：說明會結束其他登入、密碼不能再用，列出那一次登入，下面有確定不是我。',
      'The page that asks once more: what is ended, that the password is barred, the sign-in in question, and the button.'),
  },
  title: both('發現不是自己的登入', 'A sign-in that was not you'),
  called: both('盜用、被盜、帳號被盜、駭客、被入侵、陌生登入', 'hacked, stolen account, intruder, not me'),
  lead: both('登入紀錄裡有不認識的登入，或收到不尋常登入的通知信，請馬上處理。', 'Act at once when the history has a sign-in that you do not know, or a letter tells you of one.'),
  steps: [
    both('到「我的專區」的「登入紀錄」，在那一次登入按「不是我」。', 'In “My account” open “Sign-in history”, and follow “Not me” at that sign-in.'),
    both('看清楚會發生什麼事，再按「確定不是我」：其他瀏覽器都會登出，現在的密碼不能再用。', 'Read what follows, then press “It was not me”: other browsers are signed out, and the password now is of no use any more.'),
    both('接著設定新密碼。機關的權限管理者會收到通知。', 'Then choose a new password. The managers of your agency are told.'),
    both('只想結束某個瀏覽器的登入，到「目前的登入」按「結束」。', 'To end one browser alone, open “Signed in now” and press “End”.'),
  ],
}

export const findAgency: Task = {
  slug: 'find-an-agency',
  at: ['/agencies'],
  screens: ['agencies-tree', 'agency-plain'],
  title: both('查機關的代碼、地址與電話', 'Look up an agency'),
  called: both('機關代碼、機關電話、機關地址、查機關、代號', 'agency code, phone number, address of an agency'),
  lead: both('不必登入就能查全部機關，也能查過去某一天的樣子。', 'All agencies are there without a sign-in, also as they were on another day.'),
  steps: [
    both('按「機關組織」，在「搜尋機關」輸入代碼或名稱的一部分，台與臺都找得到。', 'Open “Agencies” and type a part of a code or name into “Search agencies”.'),
    both('開啟機關，就有代碼、上級機關、地址與電話。', 'The agency’s page has code, superior, address and telephone.'),
    both('要看過去的資料，按「查詢其他日期」，輸入「查詢日期」。', 'For another day, open “As of another day” and enter “As of”.'),
  ],
}

export const ownMatters: readonly Task[] = [
  openApplication, switchStanding, todos, readNotices, vote, sendGreeting, readGreeting, myAccount, wrongRecord, ownAccount, agreeToNotice, secondFactor, notMe,
  moving, findAgency,
]
