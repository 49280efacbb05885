// What can happen to plans of restructuring 機關調整: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

// `restructuring` names the plan; `agencies` those that end, begin and change.
export const restructuringEvents = {
  'restructuring.drafted': {
    subjects: [], details: { restructuring: 'text', title: 'text', day: 'text', source: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 建立機關調整「{title}」，自 {day} 起（{source}）',
      en: '{actor} drafted the restructuring {title}, from {day} on ({source})',
    },
  },
  'restructuring.changed': {
    subjects: [], details: { restructuring: 'text', what: 'text', before: 'values', after: 'values' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 修改機關調整 {restructuring} 的 {what}（{before} → {after}）',
      en: '{actor} changed {what} of the restructuring {restructuring} ({before} → {after})',
    },
  },
  'restructuring.sent': {
    subjects: [], details: { restructuring: 'text', title: 'text', day: 'text' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '由 {actor} 將機關調整「{title}」送請核定（{day}）', en: '{actor} sent the restructuring {title} for approval ({day})' },
  },
  'restructuring.approved': {
    subjects: [], sensitivity: 'critical',
    details: { restructuring: 'text', title: 'text', day: 'text', note: 'text', agencies: 'list', posts: 'number', decisions: 'number', way: 'text' },
    sentence: {
      'zh-TW': '由 {actor} 核定機關調整「{title}」，自 {day} 起生效：{agencies}，職務 {posts} 筆、授權及委任 {decisions} 筆（{note}）',
      en: '{actor} approved the restructuring {title}, from {day} on: {agencies}, {posts} posts, {decisions} decisions ({note})',
    },
  },
  'restructuring.returned': {
    subjects: [], details: { restructuring: 'text', title: 'text', note: 'text' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '由 {actor} 退回機關調整「{title}」（{note}）', en: '{actor} returned the restructuring {title} ({note})' },
  },
  'restructuring.withdrawn': {
    subjects: [], details: { restructuring: 'text', title: 'text', note: 'text' }, sensitivity: 'routine',
    sentence: { 'zh-TW': '由 {actor} 撤回機關調整「{title}」（{note}）', en: '{actor} withdrew the restructuring {title} ({note})' },
  },
  'restructuring.undone': {
    subjects: [], details: { restructuring: 'text', title: 'text', day: 'text', note: 'text', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 於生效日 {day} 前取消機關調整「{title}」（{note}）',
      en: '{actor} undid the restructuring {title} before its day {day} ({note})',
    },
  },
  'restructuring.carried': {
    subjects: [], details: { restructuring: 'text', decisions: 'number' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '機關調整 {restructuring} 核定後新增的授權及委任 {decisions} 筆已一併移轉',
      en: '{decisions} decisions that came after the restructuring {restructuring} was approved were carried on',
    },
  },
  // `next`: the agencies at which it goes on; empty: it ends.
  'restructuring.decision-moved': {
    subjects: [], details: { restructuring: 'text', kind: 'text', decision: 'text', before: 'values', next: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '因機關調整 {restructuring}，{agency} 的 {kind} {decision}（{person}，{before}）自生效日起移至 {next}',
      en: 'By the restructuring {restructuring} the {kind} {decision} at {agency} ({person}, {before}) goes on at {next}',
    },
  },
  'restructuring.effect-listed': {
    subjects: ['application'], details: { restructuring: 'text', side: 'text', rows: 'number' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{actor} 查看機關調整 {restructuring} 將影響 {application} 的人員 {rows} 筆（{side}）',
      en: '{actor} looked at {rows} people whom the restructuring {restructuring} would concern in {application} ({side})',
    },
  },
} as const satisfies Record<string, Entry>
