import { both } from '../content.ts'
import { ownMatters } from './own-matters.ts'
import { signingIn } from './signing-in.ts'
import type { Chapter } from '../content.ts'

export const employee: Chapter = {
  slug: 'employee',
  title: both('一般人員', 'Everybody'),
  lead: both('每一位公務人員都會用到的：啟用、登入、開啟應用系統、待辦、公告，以及自己的帳號。',
    'What every civil servant needs: activating, signing in, applications, to-dos, announcements, and one’s own account.'),
  tasks: [...signingIn, ...ownMatters],
}
