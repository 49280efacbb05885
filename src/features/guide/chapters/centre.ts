import { both } from '../content.ts'
import { bringFeed, changeAgency, changeCatalogue, keepGroup, restructure } from './centre-records.ts'
import { actOnAccount, findPerson, listCertificate, proposeRole } from './centre-people.ts'
import { requestDuty } from './managing-access.ts'
import { answerRecords, searchAccounts, searchRights, writeNotice, writePoll } from './managing-people.ts'
import type { Chapter } from '../content.ts'

export const centre: Chapter = {
  slug: 'central-administrator',
  title: both('總處管理者', 'Central administrators'),
  lead: both('人員與帳號、機關、應用系統、人事資料匯入、總處角色，以及跨主管機關的核定。',
    'People and accounts, agencies, applications, personnel feeds, roles at the centre, and approvals between lead agencies.'),
  tasks: [findPerson, actOnAccount, proposeRole, changeAgency, restructure, changeCatalogue, keepGroup, listCertificate, bringFeed],
  also: [requestDuty, answerRecords, searchRights, searchAccounts, writeNotice, writePoll],
}
