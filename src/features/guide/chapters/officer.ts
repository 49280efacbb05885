import { both } from '../content.ts'
import { answerRecords } from './managing-people.ts'
import { openApplication, switchStanding, todos, wrongRecord } from './own-matters.ts'
import type { Chapter, Task } from '../content.ts'

/** For officers whose office does the personnel work of another agency. */
export const workForServed: Task = {
  slug: 'work-for-a-served-agency',
  at: ['/switch/served'],
  screens: ['switch-serving'],
  title: both('代辦其他機關的人事業務', 'Do the personnel work of another agency'),
  called: both('代辦、幫別的機關', 'serve another agency'),
  lead: both('您的人事單位兼辦其他機關時，先選被兼辦的機關，再開啟應用系統。', 'Where your office serves another agency, choose that agency first, and then open the application.'),
  steps: [
    both('按上方的「切換機關」。', 'Follow “Switch agency” at the top.'),
    both('在「兼辦的機關」選「被兼辦機關」，按「代辦這個機關的業務」。', 'Under “Agency to serve” choose the “Served agency” and press “Work for this agency”.'),
    both('上方的身分列會以顏色和文字標示您正在代辦；這時開啟的應用系統以該機關為準。', 'The line at the top says so in colour and words; applications open on behalf of that agency.'),
    both('辦完按「回到自己的機關」。', 'When you are done, press “Back to my own agency”.'),
  ],
}

export const officer: Chapter = {
  slug: 'personnel-officer',
  title: both('人事人員', 'Personnel officers'),
  lead: both('除了一般人員的功能，還有隨職務而來的人事應用系統，以及兼辦。', 'Besides what everybody has: the personnel applications that come with the post, and concurrent duties.'),
  tasks: [workForServed],
  also: [openApplication, answerRecords, switchStanding, todos, wrongRecord],
}
