import { both } from '../content.ts'
import { actOnAccount } from './centre-people.ts'
import { managingAccess } from './managing-access.ts'
import { managingPeople } from './managing-people.ts'
import type { Chapter } from '../content.ts'

export const supervisor: Chapter = {
  slug: 'personnel-supervisor',
  title: both('人事主管', 'Personnel supervisors'),
  lead: both('替機關決定誰可以使用什麼：授權、兼辦、管理權限授權、密碼與信箱、查詢、公告。',
    'You decide for your agency who may use what: grants, duties, delegates, passwords and addresses, searches, announcements.'),
  tasks: [...managingAccess, ...managingPeople],
  also: [actOnAccount],
}
