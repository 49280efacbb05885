import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { TodoPage } from './todo-page.tsx'
import type { Show } from '../../web/gallery/gallery.ts'
import type { TodoItem } from '../../web/todo.ts'

const items: TodoItem[] = [
  {
    kind: 'grant.proposed', title: { 'zh-TW': '確認應用系統授權', en: 'Confirm a grant' },
    detail: { 'zh-TW': '吳淑芬：A4 調查表系統，使用', en: '吳淑芬: A4 調查表系統, Use' },
    agency: { code: '397010000A', name: '高雄市政府秘書處' }, href: '/manage/grants', since: new Date('2026-11-23T01:20:00Z'),
  },
  {
    kind: 'duty-request.drafted', title: { 'zh-TW': '同意跨主管機關兼辦申請', en: 'Agree to a duty across lead agencies' },
    detail: { 'zh-TW': '臺北市政府人事處兼辦高雄市旗津區旗津國民小學', en: '臺北市政府人事處 for 高雄市旗津區旗津國民小學' },
    agency: { code: '397070100Y', name: '高雄市旗津區旗津國民小學' }, href: '/manage/duties', since: new Date('2026-11-20T06:05:00Z'),
  },
  {
    kind: 'application.asks', title: { 'zh-TW': '請補送調查表附件', en: 'Send the annex of the survey' },
    detail: { 'zh-TW': 'A4 調查表系統，期限 民國 116 年 3 月 31 日', en: 'A4 調查表系統, due 2027-03-31' },
    href: 'https://survey.example.gov.tw/cases/4711', since: new Date('2026-11-12T02:00:00Z'),
  },
  {
    kind: 'acknowledge', title: { 'zh-TW': '簽收公告', en: 'Acknowledge a notice' }, href: '/announcements',
    since: new Date('2026-11-02T00:00:00Z'),
  },
]

const show = (shown: TodoItem[], more = false): Show =>
  (request) => <TodoPage request={as(request, sampleActors.supervisor, '/todo')} items={shown} more={more} />

export const pages = [
  gallery({ name: 'todo', states: { waiting: show(items), many: show([...items, ...items, ...items], true), nothing: show([]) } }),
]
