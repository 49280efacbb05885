import { defineMessages } from '../../web/messages.ts'

/** What people read on the page of the decisions that rest on somebody. */
export const decisionMessages = defineMessages({
  'zh-TW': {
    kind: '類別',
    anyKind: '全部類別',
    kinds: { grant: '應用系統授權', membership: '權限群組成員', received: '受授權管理', given: '授權他人管理', role: '總處角色' },
    what: '內容',
    to: '授予',
    post: '依據職務',
    from: '有效日期（起）',
    until: '有效日期（迄）',
    state: '狀態',
    conditions: {
      active: '有效', notBegun: '尚未開始', suspended: '暫停', proposed: '待第二位管理者同意', lapsed: '逾期未處理', postGone: '暫停：不任依據的職務',
      over: '已到期', ended: '已結束',
    },
    updated: '最後更新時間',
    by: (name: string) => `由${name}`,
    shown: '顯示',
    shownOnes: { current: '目前與未來', past: '已結束', all: '全部' },
    none: '沒有符合的授權或角色',
  },
  en: {
    kind: 'Kind',
    anyKind: 'Any kind',
    kinds: { grant: 'Grant', membership: 'Group membership', received: 'Delegation received', given: 'Delegation given', role: 'Role at the centre' },
    what: 'What',
    to: 'to',
    post: 'Rests on',
    from: 'Valid from',
    until: 'Valid to',
    state: 'State',
    conditions: {
      active: 'In force', notBegun: 'Not begun', suspended: 'Suspended', proposed: 'Waits for a second manager', lapsed: 'Lapsed',
      postGone: 'Suspended: the post is not held', over: 'Expired', ended: 'Ended',
    },
    updated: 'Last updated',
    by: (name) => `by ${name}`,
    shown: 'Show',
    shownOnes: { current: 'Present and future', past: 'Ended', all: 'All' },
    none: 'No decision fits',
  },
})
