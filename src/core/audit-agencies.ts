// What can happen to agencies 機關: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const agencyEvents = {
  'agencies.imported': {
    subjects: [], sensitivity: 'critical',
    details: { source: 'text', sha256: 'text', rows: 'number', added: 'number', changed: 'number', ended: 'number' },
    sentence: {
      'zh-TW': '由 {actor} 匯入機關檔 {source}：新增 {added}、變更 {changed}、裁撤 {ended}',
      en: '{actor} imported the agency file {source}: {added} added, {changed} changed, {ended} ended',
    },
  },
  // `from`: the day from which it is so; one that was past when it was written is a correction.
  'agency.added': {
    subjects: ['agency'], details: { from: 'text', after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）新增機關 {agency}，自 {from} 起（{after}）',
      en: '{actor} ({way}) added the agency {agency} from {from} on ({after})',
    },
  },
  'agency.changed': {
    subjects: ['agency'], details: { from: 'text', before: 'values', after: 'values', way: 'text' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor}（{way}）將機關 {agency} 自 {from} 起由 {before} 改為 {after}',
      en: '{actor} ({way}) changed the agency {agency} from {from} on: {before} to {after}',
    },
  },
  'office.set': {
    subjects: ['agency'], details: { office: 'text', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 設定 {office} 為 {agency} 的人事機構（{after}）',
      en: '{actor} made {office} the personnel office of {agency} ({after})',
    },
  },
  'office.changed': {
    subjects: ['agency'], details: { office: 'text', before: 'values', after: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 將 {office} 任 {agency} 人事機構的期間由 {before} 改為 {after}',
      en: '{actor} changed the period of {office} as personnel office of {agency} from {before} to {after}',
    },
  },
  'office.ended': {
    subjects: ['agency'], details: { office: 'text', before: 'values' }, sensitivity: 'critical',
    sentence: {
      'zh-TW': '由 {actor} 結束 {office} 任 {agency} 人事機構（原為 {before}）',
      en: '{actor} ended {office} as personnel office of {agency} (it was {before})',
    },
  },
} as const satisfies Record<string, Entry>
