// What is recorded of files of the personnel feed as they come, and of those that go out again. A part of the catalogue of
// audit.ts.
import type { Entry } from './audit.ts'

export const feedIntakeEvents = {
  'feed.begun': {
    subjects: [], details: { feed: 'text', source: 'text', kind: 'text', asOf: 'text', via: 'text', atOnce: 'yesNo' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{actor} 開始上傳人事資料 {feed}（{source}，{kind}，{asOf}，{via}）',
      en: '{actor} began to send the personnel feed {feed} ({source}, {kind}, {asOf}, {via})',
    },
  },
  'feed.received': {
    subjects: [], details: { feed: 'text', source: 'text', sha256: 'text', rows: 'number', rejected: 'number' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）已收到 {rows} 列，其中 {rejected} 列有誤未採用',
      en: 'The personnel feed {feed} ({source}) was received: {rows} rows, {rejected} of them rejected',
    },
  },
  'feed.refused': {
    subjects: [], details: { feed: 'text', source: 'text', why: 'text' }, sensitivity: 'routine', always: 'refused',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）整檔退回（{why}）', en: 'The personnel feed {feed} ({source}) was turned away whole ({why})',
    },
  },
  'feed.interrupted': {
    subjects: [], details: { feed: 'text', source: 'text', why: 'text' }, sensitivity: 'routine', always: 'refused',
    sentence: {
      'zh-TW': '人事資料 {feed}（{source}）未完整送達（{why}）', en: 'The personnel feed {feed} ({source}) did not arrive whole ({why})',
    },
  },
  // Before the first row goes out: whoever has the rows has national IDs.
  'feed.report-taken': {
    subjects: [], details: { feed: 'text', rows: 'number' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 下載人事資料 {feed} 的 {rows} 列有誤資料（含身分證號）',
      en: '{actor} took the report of {rows} rejected rows of the personnel feed {feed}, with national IDs',
    },
  },
  'people.export-begun': {
    subjects: [], details: {}, sensitivity: 'critical',
    sentence: { 'zh-TW': '{actor} 開始匯出全部人員資料（含身分證號）', en: '{actor} began to export everybody, with national IDs' },
  },
  'people.exported': {
    subjects: [], details: { rows: 'number', whole: 'yesNo' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '{actor} 匯出全部人員資料共 {rows} 列，完整：{whole}', en: '{actor} exported {rows} rows of everybody; whole: {whole}',
    },
  },
} as const satisfies Record<string, Entry>
