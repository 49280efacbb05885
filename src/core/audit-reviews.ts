// What can happen to reviews 授權檢視: a part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const reviewEvents = {
  'review.opened': {
    subjects: ['person', 'agency'], details: { review: 'text', standing: 'text', day: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '{person} 於 {day} 起新任 {agency} 的 {standing}，開始交接授權檢視',
      en: '{person} is new as {standing} at {agency} from {day}: a handover review begins',
    },
  },
} as const satisfies Record<string, Entry>
