// What is recorded of 進階搜尋: who was shown or given what of whom. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const searchEvents = {
  'search.person-seen': {
    subjects: ['person'], details: { search: 'text', asOf: 'text', ways: 'list' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '由 {actor} 查詢 {person} 的權限（{search}，{asOf}，{ways}）',
      en: '{actor} looked up what {person} may use ({search}, {asOf}, {ways})',
    },
  },
  'search.list-seen': {
    subjects: [], details: { search: 'text', asOf: 'text', asked: 'values', rows: 'number', ways: 'list' },
    sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 查詢 {search}（{asked}，{asOf}），顯示 {rows} 筆（{ways}）',
      en: '{actor} searched {search} ({asked}, {asOf}) and was shown {rows} rows ({ways})',
    },
  },
  'search.export-begun': {
    subjects: [], details: { search: 'text', format: 'text', asOf: 'text', asked: 'values', ways: 'list' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor} 開始匯出 {search}（{asked}，{asOf}，{format}，{ways}）',
      en: '{actor} began to export {search} ({asked}, {asOf}, {format}, {ways})',
    },
  },
  // `whole`: no when the file broke off, by a fault or because its reader went away.
  'search.exported': {
    subjects: [], sensitivity: 'routine',
    details: {
      search: 'text', format: 'text', asOf: 'text', asked: 'values', ways: 'list', rows: 'number', whole: 'yesNo',
    },
    sentence: {
      'zh-TW': '由 {actor} 匯出 {search}（{asked}，{asOf}，{format}，{ways}）共 {rows} 筆，完整：{whole}',
      en: '{actor} exported {rows} rows of {search} ({asked}, {asOf}, {format}, {ways}); whole: {whole}',
    },
  },
} as const satisfies Record<string, Entry>
