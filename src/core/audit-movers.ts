// What follows when facts change, and what nobody decided in time: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

// `feed`: the number of the personnel feed that took the ground away; empty where a day took it that was over.
export const moverEvents = {
  'grant.suspended': {
    subjects: ['agency', 'application', 'person'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', post: 'text', feed: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 不再任 {post}，其於 {agency} 的 {application} 授權（{category}，{before}）暫停，待管理者確認（人事資料 {feed}）',
      en: '{person} left post {post}: the grant of {application} at {agency} ({category}, {before}) waits to be confirmed (feed {feed})',
    },
  },
  'grant.proposal-ended': {
    subjects: ['agency', 'application', 'person'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', post: 'text', feed: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 不再任 {post}，待第二位管理者同意的 {application} 授權（{agency}，{category}，{before}）結束（人事資料 {feed}）',
      en: '{person} left post {post}: the proposed grant of {application} at {agency} ({category}, {before}) ended (feed {feed})',
    },
  },
  // Suspended, or proposed: then it may have been for a group or for those with a standing.
  'grant.lapsed': {
    subjects: ['agency', 'application'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', receiver: 'text', since: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 於 {agency} 的 {application} 授權（{category}，{receiver}，{before}）自 {since} 起未經確認，逾期結束',
      en: 'Nobody decided on the grant of {application} at {agency} to {person} ({category}, {receiver}, {before}) since {since}: it ended',
    },
  },
  'grant.revived': {
    subjects: ['agency', 'application', 'person'], sensitivity: 'critical',
    details: { grant: 'text', category: 'text', feed: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '人事資料 {feed} 已復原，{person} 於 {agency} 的 {application} 授權（{category}）由 {before} 恢復為 {after}',
      en: 'Feed {feed} was undone: the grant of {application} at {agency} to {person} ({category}) is again what it was ({before} to {after})',
    },
  },
  // `grant` is the new one, proposed by the same person as `ended`, the one that had ended.
  'grant.proposal-revived': {
    subjects: ['agency', 'application', 'person'], sensitivity: 'critical',
    details: { grant: 'text', ended: 'text', category: 'text', feed: 'text', after: 'values' },
    sentence: {
      'zh-TW': '人事資料 {feed} 已復原，授予 {person} 的 {application}（{agency}，{category}，{after}）再次待第二位管理者同意',
      en: 'Feed {feed} was undone: the grant of {application} at {agency} to {person} ({category}, {after}) is proposed again',
    },
  },
  'group.member-suspended': {
    subjects: ['person', 'agency'], sensitivity: 'critical',
    details: { group: 'text', membership: 'text', post: 'text', feed: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 不再任 {post}，其於權限群組 {group} 的成員資格（{before}）暫停，待確認（人事資料 {feed}）',
      en: '{person} left post {post}: the membership of the group {group} ({before}) waits to be confirmed (feed {feed})',
    },
  },
  'group.member-confirmed': {
    subjects: ['person', 'agency'], sensitivity: 'critical',
    details: { group: 'text', membership: 'text', before: 'values', after: 'values', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）確認 {person} 於權限群組 {group} 暫停中的成員資格（由 {before} 改為 {after}）',
      en: '{actor} ({way}) confirmed the suspended membership of {person} in the group {group} ({before} to {after})',
    },
  },
  'group.member-lapsed': {
    subjects: ['person', 'agency'], sensitivity: 'critical',
    details: { group: 'text', membership: 'text', since: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 於權限群組 {group} 的成員資格（{before}）自 {since} 起未經確認，逾期結束',
      en: 'Nobody decided on the membership of {person} in the group {group} ({before}) since {since}: it ended',
    },
  },
  'group.member-revived': {
    subjects: ['person', 'agency'], sensitivity: 'critical',
    details: { group: 'text', membership: 'text', feed: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '人事資料 {feed} 已復原，{person} 於權限群組 {group} 的成員資格由 {before} 恢復為 {after}',
      en: 'Feed {feed} was undone: the membership of {person} in the group {group} is again what it was ({before} to {after})',
    },
  },
  'delegation.suspended': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', giver: 'text', feed: 'text', before: 'values' },
    sentence: {
      'zh-TW': '授權者 {giver} 不再為人事主管，{person} 對 {agency} 的管理權限授權（{before}）暫停，待繼任者檢視（人事資料 {feed}）',
      en: 'The giver {giver} is supervisor no longer: the delegation of {agency} to {person} ({before}) waits for the successor (feed {feed})',
    },
  },
  'delegation.post-ended': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', post: 'text', feed: 'text', before: 'values' },
    sentence: {
      'zh-TW': '{person} 不再任 {post}，其對 {agency} 的管理權限授權（{before}）結束（人事資料 {feed}）',
      en: '{person} left post {post}: the delegation of {agency} ({before}) ended (feed {feed})',
    },
  },
  'delegation.revived': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', feed: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '人事資料 {feed} 已復原，{person} 對 {agency} 的管理權限授權由 {before} 恢復為 {after}',
      en: 'Feed {feed} was undone: the delegation of {agency} to {person} is again what it was ({before} to {after})',
    },
  },
  'role.post-ended': {
    subjects: ['person'], details: { assignment: 'text', role: 'text', feed: 'text', before: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 已無現職，其 {role} 身分（{before}）結束（人事資料 {feed}）',
      en: '{person} has no post any more: the role {role} ({before}) ended (feed {feed})',
    },
  },
  'role.revived': {
    subjects: ['person'], sensitivity: 'critical',
    details: { assignment: 'text', role: 'text', feed: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '人事資料 {feed} 已復原，{person} 的 {role} 身分由 {before} 恢復為 {after}',
      en: 'Feed {feed} was undone: the role {role} of {person} is again what it was ({before} to {after})',
    },
  },
  'account.closing': {
    subjects: ['person'], details: { on: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '已告知 {person}：沒有現職，帳號將於 {on} 停用', en: '{person} was told that the account, without a post, closes on {on}',
    },
  },
  'day.followed': {
    subjects: [], sensitivity: 'routine', details: { day: 'text' },
    sentence: { 'zh-TW': '依 {day} 的人事資料檢視授權', en: 'Decisions were held against the personnel record of {day}' },
  },
} as const satisfies Record<string, Entry>
