import { both } from '../content.ts'
import { requestDuty } from './managing-access.ts'
import { searchAccounts, searchRights, writeNotice, writePoll } from './managing-people.ts'
import type { Chapter, Task } from '../content.ts'

export const bringFeed: Task = {
  slug: 'personnel-feed',
  at: ['/manage/feeds'],
  screens: ['feeds-list', 'feeds-upload', 'feed-ready', 'feed-held-other'],
  title: both('匯入人事資料', 'Bring a personnel feed'),
  lead: both('套用之前，先看誰會得到、誰會失去什麼。', 'Before it is applied you see who would gain and lose what.'),
  steps: [
    both('到「人事資料匯入」按「上傳」。', 'Open “Personnel feeds” and follow “Upload”.'),
    both('選「全量檔」或「異動檔」，輸入「基準日」，選「檔案」，按「上傳」。傳送中請勿關閉網頁。', 'Choose “Snapshot” or “Delta”, enter “As of”, choose the “File”, and press “Upload”. Leave the page open while it is sent.'),
    both('比對完成後，看「與現有資料的差異」與「權限影響」。', 'When it was compared, look at “How it differs from what is known” and “Effect on access”.'),
    both('沒有問題按「套用」，不對就按「退回」。', 'If all is well press “Apply”, otherwise “Turn down”.'),
    both('影響太大的批次會暫緩，須由另一位總處管理者「核准」。', 'A feed that changes too much is held, and another central administrator has to “Approve” it.'),
  ],
}

export const proposeRole: Task = {
  slug: 'roles-at-the-centre',
  at: ['/manage/people/roles'],
  screens: ['people-roles-list'],
  title: both('設定總處管理者與稽核', 'Make somebody a central administrator or auditor'),
  lead: both('由兩位總處管理者共同決定：一位提出，另一位同意。', 'Two central administrators decide: one proposes, another agrees.'),
  steps: [
    both('到「員工管理」的「總處角色」，按「提出設定」。', 'Open “Roles at the centre” of “People”, and follow “Propose a role”.'),
    both('另一位總處管理者由「待辦事項」進入，或在清單按「查看」，決定是否同意。', 'Another central administrator comes from “To do”, or follows “Look” in the list, and decides.'),
    both('結束也一樣要兩位。同一人不能兼任兩種角色。', 'It takes two to end one as well. Nobody has both roles.'),
  ],
}

export const centre: Chapter = {
  slug: 'central-administrator',
  title: both('總處管理者', 'Central administrators'),
  lead: both('人事資料匯入、總處角色，以及跨主管機關的核定。', 'Personnel feeds, roles at the centre, and approvals between lead agencies.'),
  tasks: [bringFeed, proposeRole],
  also: [requestDuty, searchRights, searchAccounts, writeNotice, writePoll],
}
