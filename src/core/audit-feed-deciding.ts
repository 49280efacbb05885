// What is decided on personnel feeds and what comes of it: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

/** `feed` is its number. Joins, changes and ends count posts. */
export const feedDecidingEvents = {
  'feed.judged': {
    subjects: [], details: { feed: 'text', source: 'text', joins: 'number', changes: 'number', ends: 'number', heldFor: 'list' },
    sensitivity: 'critical',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）比對完成：到職 {joins}、異動 {changes}、離職 {ends}；須由另一位總處管理者核可之原因：{heldFor}',
      en: 'The personnel feed {feed} ({source}) was compared: {joins} posts begin, {changes} change, {ends} end; held for another central administrator because of: {heldFor}',
    },
  },
  'feed.asked-to-apply': {
    subjects: [], details: { feed: 'text', source: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 請求套用人事資料 {feed}（{source}）', en: '{actor} asked for the personnel feed {feed} ({source}) to be applied',
    },
  },
  'feed.approved': {
    subjects: [], details: { feed: 'text', source: 'text', heldFor: 'list', note: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 核可套用暫緩中的人事資料 {feed}（{source}；{heldFor}；{note}）',
      en: '{actor} approved the held personnel feed {feed} ({source}; {heldFor}; {note})',
    },
  },
  'feed.rejected': {
    subjects: [], details: { feed: 'text', source: 'text', note: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 退回人事資料 {feed}（{source}；{note}）', en: '{actor} turned down the personnel feed {feed} ({source}; {note})',
    },
  },
  'feed.given-up': {
    subjects: [], details: { feed: 'text', source: 'text', why: 'text' }, sensitivity: 'routine', always: 'refused',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）的處理已中止，未套用（{why}）',
      en: 'The personnel feed {feed} ({source}) was given up, and nothing of it was applied ({why})',
    },
  },
  'feed.overtaken': {
    subjects: [], details: { feed: 'text', source: 'text', base: 'text' }, sensitivity: 'critical', always: 'refused',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）未套用：已先套用 {base}，須重新確認其影響',
      en: 'The personnel feed {feed} ({source}) was not applied: {base} was applied first, and what it would do has to be looked at again',
    },
  },
  'feed.undo-made': {
    subjects: [], details: { feed: 'text', undoes: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 提出復原人事資料 {undoes}（{feed}）', en: '{actor} asked to undo the personnel feed {undoes} (as {feed})',
    },
  },
  'feed.applied': {
    subjects: [], sensitivity: 'critical',
    details: {
      feed: 'text', kind: 'text', source: 'text', sha256: 'text', asOf: 'text', newPersons: 'number', changedPersons: 'number',
      joins: 'number', changes: 'number', ends: 'number',
    },
    sentence: {
      'zh-TW': '套用人事資料 {feed}（{source}，{asOf}）：到職 {joins}、異動 {changes}、離職 {ends}',
      en: 'The personnel feed {feed} ({source}, of {asOf}) was applied: {joins} posts began, {changes} changed, {ends} ended',
    },
  },
} as const satisfies Record<string, Entry>
