// What central administrators do about agencies, applications and the personnel record.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const bringFeed: Task = {
  slug: 'personnel-feed',
  at: ['/manage/feeds'],
  screens: ['feeds-list', 'feeds-upload', 'feed-ready', 'feed-held-other', 'feed-applied'],
  title: both('匯入人事資料', 'Bring a personnel feed'),
  lead: both('套用之前，先看誰會得到、誰會失去什麼。', 'Before it is applied you see who would gain and lose what.'),
  steps: [
    both('到「人事資料匯入」按「上傳」。', 'Open “Personnel feeds” and follow “Upload”.'),
    both('選「全量檔」或「異動檔」，輸入「基準日」，選「檔案」，按「上傳」。傳送中請勿關閉網頁。', 'Choose “Snapshot” or “Delta”, enter “As of”, choose the “File”, and press “Upload”. Leave the page open while it is sent.'),
    both('比對完成後，看「與現有資料的差異」與「權限影響」。', 'When it was compared, look at “How it differs from what is known” and “Effect on access”.'),
    both('沒有問題按「套用」，不對就按「退回」。', 'If all is well press “Apply”, otherwise “Turn down”.'),
    both('影響太大的批次會暫緩，須由另一位總處管理者「核准」。', 'A feed that changes too much is held, and another central administrator has to “Approve” it.'),
    both('套用後發現有誤，在同一批按「復原」。', 'If it turns out wrong afterwards, follow “Undo” of the same feed.'),
  ],
}

export const changeAgency: Task = {
  slug: 'change-an-agency',
  at: ['/manage/agencies', '/manage/new-agency', '/manage/agency-changes'],
  screens: ['manage-agencies-tree', 'manage-agency-plain', 'manage-agency-edit', 'manage-agency-new', 'manage-agency-new-office', 'manage-agency-change-plain'],
  picture: { screen: 'manage-agency-plain', alt: both('一個機關的資料、人事機構關係與各期變更', 'An agency, its personnel offices, and its changes') },
  title: both('新增機關、變更名稱或上級機關', 'Add an agency, change its name or superior'),
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

export const keepGroup: Task = {
  slug: 'permission-groups',
  at: ['/manage/groups', '/manage/new-group'],
  screens: ['groups-list', 'groups-new', 'groups-one', 'groups-new-member', 'groups-join'],
  title: both('建立權限群組、增減成員', 'Make a group, add and end members'),
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
