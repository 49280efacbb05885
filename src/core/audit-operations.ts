// What operators do to the whole of the portal. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const operationsEvents = {
  // Instants as ISO 8601 in UTC.
  'maintenance.planned': {
    subjects: [], details: { from: 'text', to: 'text', note: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '排定系統維護：{from} 至 {to}（{note}）', en: 'Maintenance was planned from {from} to {to} ({note})' },
  },
  'maintenance.ended': {
    subjects: [], details: { from: 'text', to: 'text' }, sensitivity: 'critical',
    sentence: { 'zh-TW': '結束或取消系統維護：原定 {from} 至 {to}', en: 'Maintenance planned from {from} to {to} was ended or called off' },
  },
} as const satisfies Record<string, Entry>
