// What can happen to concurrent duties and to the requests for them: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const dutyEvents = {
  'duty.set-up': {
    subjects: ['agency'], sensitivity: 'critical',
    details: { duty: 'text', acting: 'text', applications: 'list', after: 'values', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor} 設定 {acting} 兼辦 {agency} 的 {applications}（{after}；{way}）',
      en: '{actor} had {acting} serve {agency} in {applications} ({after}; {way})',
    },
  },
  'duty.changed': {
    subjects: ['agency'], sensitivity: 'critical',
    details: {
      duty: 'text', acting: 'text', begun: 'list', altered: 'list', ended: 'list', before: 'values', after: 'values', way: 'text',
    },
    sentence: {
      'zh-TW': '由 {actor} 變更 {acting} 對 {agency} 的兼辦：新增 {begun}、調整 {altered}、結束 {ended}，期間由 {before} 改為 {after}（{way}）',
      en: '{actor} changed the duty of {acting} for {agency}: {begun} begun, {altered} altered, {ended} ended, from {before} to {after} ({way})',
    },
  },
  'duty.ended': {
    subjects: ['agency'], details: { duty: 'text', acting: 'text', applications: 'list', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 結束 {acting} 對 {agency} 的兼辦 {applications}（{way}）',
      en: '{actor} ended the duty of {acting} for {agency} in {applications} ({way})',
    },
  },
  'duty.request-drafted': {
    subjects: ['agency'], sensitivity: 'critical',
    details: { request: 'text', acting: 'text', applications: 'list', after: 'values', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor} 起草 F000199：{acting} 兼辦 {agency} 的 {applications}（{after}；{way}）',
      en: '{actor} drafted F000199: {acting} to serve {agency} in {applications} ({after}; {way})',
    },
  },
  'duty.request-sent': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 送出 {request}（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{actor} sent {request} ({acting} for {agency}, time {round})',
    },
  },
  'duty.request-agreed': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 同意 {request}（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{actor} agreed to {request} ({acting} for {agency}, time {round})',
    },
  },
  'duty.request-declined': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 不同意 {request}（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{actor} declined {request} ({acting} for {agency}, time {round})',
    },
  },
  'duty.request-decided': {
    subjects: ['agency'], sensitivity: 'critical',
    details: {
      request: 'text', duty: 'text', acting: 'text', begun: 'list', altered: 'list', ended: 'list', after: 'values', way: 'text',
    },
    sentence: {
      'zh-TW': '由 {actor} 核定 {request}：{acting} 兼辦 {agency}，新增 {begun}、調整 {altered}、結束 {ended}（{after}）',
      en: '{actor} decided {request}: {acting} serves {agency}, {begun} begun, {altered} altered, {ended} ended ({after})',
    },
  },
  'duty.request-returned': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 退回 {request}（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{actor} returned {request} ({acting} for {agency}, time {round})',
    },
  },
  'duty.request-withdrawn': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 撤回 {request}（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{actor} withdrew {request} ({acting} for {agency}, time {round})',
    },
  },
  'duty.request-expired': {
    subjects: ['agency'], details: { request: 'text', acting: 'text', round: 'number' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{request} 已逾期失效（{acting} 兼辦 {agency}，第 {round} 次）',
      en: '{request} expired ({acting} for {agency}, time {round})',
    },
  },
} as const satisfies Record<string, Entry>
