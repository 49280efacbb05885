// What can happen to delegations 管理權限授權: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const delegationEvents = {
  // `person` where there is one of that key or national ID; whoever tried is not told whether there is.
  'delegation.receiver-refused': {
    subjects: ['agency'], details: { after: 'values' }, sensitivity: 'critical', always: 'refused',
    sentence: {
      'zh-TW': '由 {actor} 嘗試將 {agency} 的管理權限授予不存在或不在範圍內的人員 {person}（{after}）',
      en: '{actor} tried to delegate {agency} to {person}, who is not there or not within reach ({after})',
    },
  },
  'delegation.given': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', standing: 'text', post: 'text', scope: 'text', way: 'text', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）將 {agency} 的管理權限授予 {person}（範圍 {scope}，{after}）',
      en: '{actor} ({way}) delegated the management of {agency} to {person} (scope {scope}, {after})',
    },
  },
  'delegation.changed': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', standing: 'text', way: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）將 {person} 對 {agency} 的管理權限授權由 {before} 改為 {after}',
      en: '{actor} ({way}) changed the delegation of {agency} to {person} from {before} to {after}',
    },
  },
  // What a successor keeps of what a predecessor gave is theirs from then on: the old one ends, and another takes its place.
  'delegation.confirmed': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', standing: 'text', way: 'text', before: 'values', after: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）確認 {person} 對 {agency} 的管理權限授權，改由其授予（由 {before} 改為 {after}）',
      en: '{actor} ({way}) confirmed the delegation of {agency} to {person} as their own ({before} to {after})',
    },
  },
  'delegation.ended': {
    subjects: ['agency', 'person'], sensitivity: 'critical',
    details: { delegation: 'text', standing: 'text', way: 'text', successor: 'text', before: 'values' },
    sentence: {
      'zh-TW': '由 {actor}（{way}）結束 {person} 對 {agency} 的管理權限授權（{before}；接任：{successor}）',
      en: '{actor} ({way}) ended the delegation of {agency} to {person} ({before}; successor: {successor})',
    },
  },
} as const satisfies Record<string, Entry>
