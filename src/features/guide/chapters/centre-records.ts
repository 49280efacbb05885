// What central administrators do about agencies, applications and the personnel record.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const bringFeed: Task = {
  slug: 'personnel-feed',
  at: ['/manage/feeds'],
  screens: ['feeds-list', 'feeds-upload', 'feed-ready', 'feed-held-other', 'feed-applied', 'feed-refused', 'feed-nobody-at-work', 'feed-undo-ready', 'feed-given-up'],
  picture: {
    screen: 'feed-ready',
    alt: both('等待決定的一批：到職、異動、離職各幾筆，套用與退回的按鈕，以及處理的進度。', 'A feed that waits: how many posts begin, change and end, the two ways on, and its progress.'),
  },
  title: both('匯入人事資料', 'Bring a personnel feed'),
  called: both('匯入、人事資料匯入、上傳人事資料、報送資料', 'feed, import, upload'),
  lead: both('套用之前，先看誰會得到、誰會失去什麼。', 'Before it is applied you see who would gain and lose what.'),
  steps: [
    both('到「人事資料匯入」按「上傳」。', 'Open “Personnel feeds” and follow “Upload”.'),
    both('選「全量檔」或「異動檔」，輸入「基準日」，選「檔案」，按「上傳」。傳送中請勿關閉網頁。', 'Choose “Snapshot” or “Delta”, enter “As of”, choose the “File”, and press “Upload”. Leave the page open while it is sent.'),
    both('比對完成後，看「與現有資料的差異」與「權限影響」。', 'When it was compared, look at “How it differs from what is known” and “Effect on access”.'),
    both('沒有問題按「套用」，不對就按「退回」。', 'If all is well press “Apply”, otherwise “Turn down”.'),
    both('影響太大的批次會暫緩，須由另一位總處管理者「核准」。', 'A feed that changes too much is held, and another central administrator has to “Approve” it.'),
    both('套用後發現有誤，在同一批按「復原」：會建立一個復原批次，看過影響，再按「套用」。', 'If it turns out wrong afterwards, follow “Undo” of the same feed: that makes another feed; look at its effect and “Apply” it.'),
  ],
  troubles: [{
    when: both('顯示「整檔不收」', 'It says “File refused”'),
    so: both('看下面寫的原因，更正檔案後按「重新上傳」。沒有留下任何資料。', 'Read why, correct the file and follow “Upload again”. Nothing of it was kept.'),
  }, {
    when: both('出現「有誤未採用的資料列」', 'There are “Rejected rows”'),
    so: both('只有這些資料列不採用，其餘照常。按「全部列出」看原因，請提供單位更正後另送異動檔。',
      'These rows alone are left out. “List all” tells why; have the source correct them and send a delta.'),
  }, {
    when: both('看不到「核准」', 'There is no “Approve”'),
    so: both('暫緩的批次不能由自己核准，請另一位總處管理者處理。', 'Nobody approves a held feed that they brought: another central administrator does.'),
  }, {
    when: both('很久沒有進度', 'Nothing moves'),
    so: both('按「重新整理」；系統會自動接續。顯示「處理中止，沒有套用」時，請維運人員查看紀錄。',
      'Follow “Reload”: it goes on by itself. When it says “Broken off, and not applied”, have the operator look at the log.'),
  }],
}

export const changeAgency: Task = {
  slug: 'change-an-agency',
  at: ['/manage/agencies', '/manage/new-agency', '/manage/agency-changes'],
  screens: ['manage-agencies-tree', 'manage-agency-plain', 'manage-agency-edit', 'manage-agency-new', 'manage-agency-new-office', 'manage-agency-change-plain'],
  picture: { screen: 'manage-agency-plain', alt: both('一個機關的資料、人事機構關係與各期變更', 'An agency, its personnel offices, and its changes') },
  title: both('新增機關、變更名稱或上級機關', 'Add an agency, change its name or superior'),
  called: both('新增機關、新設機關、上級機關', 'new agency, superior'),
  lead: both('從哪一天起是什麼，由您決定；誰因此管理它，儲存前先看。', 'You say what holds from which day, and see before you save who comes to manage it.'),
  steps: [
    both('到「機關管理」，逐層點選或在「搜尋機關」輸入代碼、名稱。', 'Open “Agencies”, follow the tree, or type a code or name in “Search agencies”.'),
    both('按「編輯」，輸入「自何日起」與新的內容，按「下一步」。', 'Follow “Edit”, enter “From” and what is new, and press “Continue”.'),
    both('在「確認變更」看「影響」，按「儲存」。', 'Look at the “Effect” on “Confirm the change”, and press “Save”.'),
    both('新的機關按「新增機關」。', 'For a new one follow “New agency”.'),
    both('由別的機關管人事的，按「新增人事機構關係」。', 'Where another agency is its personnel office, follow “Add a personnel office”.'),
  ],
  troubles: [{
    when: both('機關要裁撤或合併', 'The agency ends or is merged'),
    so: both('請用「機關調整」，人員和授權才會一起處理。', 'Use “Restructurings”, so that its people and grants are seen to as well.'),
  }],
}

export const restructure: Task = {
  slug: 'restructure',
  at: ['/manage/restructurings', '/manage/new-restructuring'],
  screens: ['manage-agencies-tree', 'restructurings-list', 'restructurings-new', 'restructuring-draft', 'restructuring-effect', 'restructuring-sent', 'restructuring-approved'],
  picture: { screen: 'restructuring-effect', alt: both('調整的影響：職務、授權與人事主管', 'The effect: posts, decisions and supervisors') },
  title: both('機關裁撤、合併或改名', 'End, merge or rename agencies'),
  called: both('裁撤、整併、合併、組織改造、改制', 'merge, abolish, reorganisation'),
  lead: both('一次擬好同一天生效的變更：職務去哪裡，授權去哪裡。', 'One plan for one day: where posts go, and where decisions go.'),
  steps: [
    both('到「機關管理」的「機關調整」按「新增機關調整」，填「名稱」「生效日」。', 'Open “Restructurings” of “Agencies”, follow “New restructuring”, and enter “Title” and “Day”.'),
    both('按「加入機關」，逐一選裁撤的機關與「承接機關」。', 'Follow “Add an agency” for each that ends, and say “Who takes over”.'),
    both('在「職務去向」與「授權與委任去向」決定例外。', 'Decide on exceptions under “Posts” and “Decisions”.'),
    both('按「預覽影響」，看誰得到、誰失去什麼，再送出。', 'Follow “See the effect” to see who gains and loses what, then send it.'),
    both('另一位總處管理者「核定」或「退回」。', 'Another central administrator will “Approve” or “Return” it.'),
    both('生效前可按「取消調整」。', 'Until its day it can be taken back by “Undo”.'),
  ],
  troubles: [{
    when: both('出現「送出前須處理」', 'It says “To be settled before it can be sent”'),
    so: both('逐項處理清單上的事項，例如沒有承接機關的職務。', 'Settle each point of the list, such as posts that go nowhere.'),
  }],
}

export const changeCatalogue: Task = {
  slug: 'application-catalogue',
  at: ['/manage/applications', '/manage/new-application'],
  screens: ['catalogue-list', 'catalogue-one', 'catalogue-edit', 'catalogue-outage', 'catalogue-preview'],
  picture: { screen: 'catalogue-preview', alt: both('變更前的影響：多少人失去、多少人增加權限', 'The effect: how many people lose and gain rights') },
  title: both('變更應用系統、公告停機', 'Change an application, announce an outage'),
  called: both('停機、停機公告、系統維護、系統下架', 'outage, maintenance, catalogue'),
  lead: both('儲存前會算出多少人因此失去或得到權限。', 'Before you save it is worked out how many people lose or gain rights.'),
  steps: [
    both('到「應用系統管理」點選應用系統，按「編輯」。', 'Open “Application catalogue”, follow an application, then “Edit”.'),
    both('修改後按「下一步：檢視影響」。', 'Change it and press “Next: see the effect”.'),
    both('看清人數，「名單」列出是誰，再按「儲存」。', 'Look at the counts; “Names” tells who it is; then press “Save”.'),
    both('要停機維護時，按「新增停機公告」，填「公告起日」與內容，使用者會在「應用系統」看到。',
      'For an outage follow “New outage notice”, and enter “First day” and the text: people see it where they open the application.'),
    both('要立刻停止開放，按「停止服務」。', 'To close it at once, follow “Take out of service”.'),
  ],
}

export const changeCategory: Task = {
  slug: 'application-categories',
  at: ['/manage/applications/:application/categories', '/manage/applications/:application/new-category'],
  screens: ['catalogue-list', 'catalogue-one', 'catalogue-category', 'catalogue-preview'],
  title: both('設定權限類別：誰有、誰可以給', 'Set a category: who has it, and who may give it'),
  called: both('權限類別、預設權限、誰可以授權', 'category, default rights'),
  lead: both('每個應用系統的每一種權限，都是一個「權限類別」。', 'Each kind of right in an application is one “Category”.'),
  steps: [
    both('到「應用系統管理」點選應用系統。', 'Open “Application catalogue” and follow an application.'),
    both('新的按「新增權限類別」；要改，在那一列按「編輯」。', 'For a new one follow “New category”; to change one, “Edit” in its row.'),
    both('在「預設權限群組」選不必授權就有的身分；沒有的選「無（不預設給任何人）」。', 'Under “Default group” choose the standing that has it without a grant, or “Nobody by default”.'),
    both('在「可授予者」選誰可以授予：「機關管理者」「僅總處」或「不可授予」。已經授予的不受影響。', 'Under “Handed out by” choose “Managers”, “The centre only” or “Nobody”. What was granted stays.'),
    both('按「下一步：檢視影響」，看清多少人得到或失去，再按「儲存」。', 'Press “Next: see the effect”, see how many gain and lose it, and press “Save”.'),
  ],
}

export const keepGroup: Task = {
  slug: 'permission-groups',
  at: ['/manage/groups', '/manage/new-group'],
  screens: ['groups-list', 'groups-new', 'groups-one', 'groups-new-member', 'groups-join'],
  title: both('建立權限群組、增減成員', 'Make a group, add and end members'),
  called: both('群組、加成員', 'group, member'),
  lead: both('同一批人要用同一些系統時，授權給群組，成員在這裡增減。', 'Where the same people need the same applications, grant to a group and keep its members here.'),
  steps: [
    both('到「權限群組」按「新增權限群組」，填「代碼」與「名稱」，按「儲存」。', 'Open “Groups”, follow “New group”, enter “Code” and “Name”, and press “Save”.'),
    both('開啟群組，按「新增成員」，挑選人員。', 'Open the group, follow “Add a member”, and pick the person.'),
    both('選「依據的職務」與期間，按「下一步：檢視影響」，看會得到哪些權限，再按「儲存」。',
      'Choose “The post it rests on” and the period, press “Next: see the effect”, look at the rights that come with it, and press “Save”.'),
    both('不再需要時，在成員那一列按「結束」。', 'Follow “End” in the member’s row when it is over.'),
  ],
  troubles: [{
    when: both('成員顯示「暫停」', 'A member is “Suspended”'),
    so: both('他已離開所依據的職務：按「確認」決定是否繼續。', 'They left the post it rested on: follow “Confirm” to decide.'),
  }],
}
