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
  'review.campaign-started': {
    subjects: [], sensitivity: 'critical',
    details: {
      campaign: 'text', title: 'text', below: 'yesNo', kinds: 'list', due: 'text', silence: 'text', items: 'number', way: 'text',
    },
    sentence: {
      'zh-TW': '由 {actor}（{way}）發起授權檢視「{title}」（{agency}，{application}，{kinds}，{items} 筆，期限 {due}，未決定者 {silence}）',
      en: '{actor} ({way}) started the review “{title}” ({agency}, {application}, {kinds}, {items}, due {due}, undecided: {silence})',
    },
  },
  'review.campaign-cancelled': {
    subjects: [], details: { campaign: 'text', title: 'text', left: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 取消授權檢視「{title}」（尚有 {left} 筆未決定）', en: '{actor} called off the review “{title}” ({left} undecided)',
    },
  },
  'review.campaign-told': {
    subjects: [], details: { campaign: 'text', title: 'text', what: 'text', persons: 'number' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '通知 {persons} 位管理者授權檢視「{title}」（{what}）', en: '{persons} managers were told of the review “{title}” ({what})',
    },
  },
  // What nobody decided on gets the due day as its last day, and gets its days back when somebody keeps it after all.
  'review.last-day': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '授權檢視期限將屆，{agency} 的 {entry}（{person}，{application}）尚未決定，迄日由 {before} 改為 {after}',
      en: 'Nobody decided yet on {entry} of {agency} ({person}, {application}): its last day went from {before} to {after}',
    },
  },
  'review.days-back': {
    subjects: ['agency'], details: { review: 'text', entry: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 恢復 {agency} 的 {entry}（{person}，{application}）的期間，由 {before} 改為 {after}',
      en: '{actor} gave {entry} of {agency} ({person}, {application}) its days back: {before} became {after}',
    },
  },
  'review.campaign-dated': {
    subjects: [], details: { campaign: 'text', title: 'text', items: 'number', due: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '授權檢視「{title}」尚有 {items} 筆未決定，迄日訂為 {due}', en: '{items} undecided of the review “{title}” got {due} as their last day',
    },
  },
  'review.campaign-settled': {
    subjects: [], sensitivity: 'critical',
    details: { campaign: 'text', title: 'text', kept: 'number', ended: 'number', silent: 'number', left: 'number' },
    sentence: {
      'zh-TW': '授權檢視「{title}」期滿：保留 {kept} 筆，結束 {ended} 筆，逾期結束 {silent} 筆，逾期保留 {left} 筆',
      en: 'The review “{title}” is over: {kept} kept, {ended} ended, {silent} ended by silence, {left} kept by silence',
    },
  },
} as const satisfies Record<string, Entry>
