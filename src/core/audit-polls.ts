// 「主題投票」: who wrote and ended which poll, and who voted. What somebody voted for stands nowhere, and so not here. A part of the
// catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const pollEvents = {
  'poll.written': {
    subjects: [], details: { poll: 'text', question: 'text', choices: 'list', after: 'values', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）為 {agency} 發起投票「{question}」（{choices}；{after}；{poll}）',
      en: '{actor} ({way}) wrote the poll “{question}” for {agency} ({choices}; {after}; {poll})',
    },
  },
  'poll.ended': {
    subjects: [], details: { poll: 'text', question: 'text', reason: 'text', way: 'text' }, sensitivity: 'routine',
    sentence: {
      'zh-TW': '由 {actor}（{way}）提前結束 {agency} 的投票「{question}」（{reason}；{poll}）',
      en: '{actor} ({way}) ended the poll “{question}” of {agency} before its time ({reason}; {poll})',
    },
  },
  'poll.voted': {
    subjects: ['person'], details: { poll: 'text' }, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 投票（{poll}）', en: '{person} voted in a poll ({poll})' },
  },
} as const satisfies Record<string, Entry>
