// What applications ask of their people on 「待辦事項」: a part of the catalogue of audit.ts. The text of an item is not told.
import type { Entry } from './audit.ts'

export const todoEvents = {
  'todo.added': {
    subjects: ['person', 'application'], details: { client: 'text', todo: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '程式 {client} 為 {person} 新增了應用系統 {application} 的待辦事項（{todo}）',
      en: 'The program {client} of {application} added a to-do for {person} ({todo})',
    },
  },
  'todo.withdrawn': {
    subjects: ['person', 'application'], details: { client: 'text', todo: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '程式 {client} 撤回了應用系統 {application} 給 {person} 的待辦事項（{todo}）',
      en: 'The program {client} of {application} withdrew a to-do of {person} ({todo})',
    },
  },
} as const satisfies Record<string, Entry>
