// What can happen to reviews 授權檢視: a part of the catalogue of audit.ts. `entry` names a decision by its kind and id.
import type { Entry } from './audit.ts'

export const reviewEvents = {
  'review.opened': {
    subjects: ['person', 'agency'], details: { review: 'text', standing: 'text', day: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{person} 於 {day} 起新任 {agency} 的 {standing}，開始交接授權檢視',
      en: '{person} is new as {standing} at {agency} from {day}: a handover review begins',
    },
  },
  'review.kept': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', note: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 於授權檢視中決定保留 {agency} 的 {entry}（{person}，{application}，{note}）',
      en: '{actor} reviewed and kept {entry} of {agency} ({person}, {application}, {note})',
    },
  },
  'review.ended': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', note: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 於授權檢視中決定結束 {agency} 的 {entry}（{person}，{application}，{note}）',
      en: '{actor} reviewed and ended {entry} of {agency} ({person}, {application}, {note})',
    },
  },
  'review.flagged': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', note: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor} 提醒人事主管注意 {agency} 的 {entry}（{person}，{application}：{note}）',
      en: '{actor} pointed out {entry} of {agency} to the supervisor ({person}, {application}: {note})',
    },
  },
  'review.unflagged': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', note: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor} 取消對 {agency} 的 {entry} 的提醒', en: '{actor} no longer points out {entry} of {agency}',
    },
  },
  'review.put-off': {
    subjects: ['person', 'agency'], details: { review: 'text', until: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{person} 將 {agency} 的交接授權檢視延至 {until}', en: '{person} put the handover review of {agency} off until {until}',
    },
  },
  'review.completed': {
    subjects: ['person', 'agency'], details: { review: 'text', kept: 'number', ended: 'number', left: 'number' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '{person} 完成 {agency} 的交接授權檢視（保留 {kept} 筆，結束 {ended} 筆，未決定 {left} 筆）',
      en: '{person} completed the handover review of {agency} (kept {kept}, ended {ended}, undecided {left})',
    },
  },
} as const satisfies Record<string, Entry>
