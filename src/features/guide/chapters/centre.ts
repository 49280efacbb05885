import { both } from '../content.ts'
import { bringFeed, changeAgency, changeCatalogue, changeCategory, keepGroup, restructure } from './centre-records.ts'
import { actOnAccount, findPerson, listCertificate, proposeRole } from './centre-people.ts'
import { approveDuty, requestDuty } from './managing-access.ts'
import { announceToAll, answerRecords, searchAccounts, searchRights, writeNotice, writePoll } from './managing-people.ts'
import type { Chapter } from '../content.ts'

export const centre: Chapter = {
  slug: 'central-administrator',
  title: both('總處管理者', 'Central administrators'),
  lead: both('人員與帳號、機關、應用系統、人事資料匯入、總處角色，以及跨主管機關的核定。',
    'People and accounts, agencies, applications, personnel feeds, roles at the centre, and approvals between lead agencies.'),
  tasks: [
    findPerson, actOnAccount, proposeRole, changeAgency, restructure, changeCatalogue, changeCategory, keepGroup, listCertificate, bringFeed, approveDuty,
    announceToAll,
  ],
  also: [requestDuty, answerRecords, searchRights, searchAccounts, writeNotice, writePoll],
}
