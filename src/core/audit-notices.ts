// 「最新公告」: who wrote, changed and withdrew what, and who signed for it. A part of the catalogue of audit.ts. The text itself
// stands in the versions of the announcement, which are never rewritten.
import type { Entry } from './audit.ts'

export const noticeEvents = {
  'announcement.written': {
    subjects: [], details: { announcement: 'text', after: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）為 {agency} 撰寫公告（{after}；{announcement}）',
      en: '{actor} ({way}) wrote an announcement for {agency} ({after}; {announcement})',
    },
  },
  'announcement.edited': {
    subjects: [], details: { announcement: 'text', version: 'number', before: 'values', after: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）將 {agency} 的公告由 {before} 改為 {after}（第 {version} 版；{announcement}）',
      en: '{actor} ({way}) changed an announcement of {agency} from {before} to {after} (version {version}; {announcement})',
    },
  },
  'announcement.withdrawn': {
    subjects: [], details: { announcement: 'text', before: 'values', reason: 'text', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）撤下 {agency} 的公告（{before}；{reason}；{announcement}）',
      en: '{actor} ({way}) withdrew an announcement of {agency} ({before}; {reason}; {announcement})',
    },
  },
  // `file`: the number of its row; `sha256`: of what is in it.
  'announcement.file-added': {
    subjects: [], details: { announcement: 'text', file: 'text', name: 'text', kind: 'text', bytes: 'number', sha256: 'text', way: 'text' },
    sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）為 {agency} 的公告附加檔案 {name}（{kind}，{bytes} 位元組；{announcement}）',
      en: '{actor} ({way}) attached the file {name} to an announcement of {agency} ({kind}, {bytes} bytes; {announcement})',
    },
  },
  'announcement.file-removed': {
    subjects: [], details: { announcement: 'text', file: 'text', name: 'text', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）移除 {agency} 公告的附件 {name}（{announcement}）',
      en: '{actor} ({way}) removed the file {name} from an announcement of {agency} ({announcement})',
    },
  },
  'announcement.acknowledged': {
    subjects: ['person'], details: { announcement: 'text', version: 'number' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 簽收公告（第 {version} 版；{announcement}）', en: '{person} acknowledged an announcement (version {version}; {announcement})',
    },
  },
} as const satisfies Record<string, Entry>
