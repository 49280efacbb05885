// 「電子賀卡」: that cards were sent, taken back and delivered, to how many, and that somebody looked for colleagues. Never the words, the
// picture or, of a sender who was blocked, who it is. A part of the catalogue of audit.ts.
import type { Entry } from './audit.ts'

export const greetingEvents = {
  // `criteria`: which were used, never what was typed; `shown`: the numbers of the people.
  'greeting.receivers-searched': {
    subjects: ['person'], details: { criteria: 'list', found: 'number', shown: 'list' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 為寄送電子賀卡以 {criteria} 尋找同仁，列出 {found} 人',
      en: '{person} looked for receivers of a greeting card by {criteria}: {found} shown',
    },
  },
  'greeting.sent': {
    subjects: ['person'], details: { greeting: 'text', receivers: 'number', on: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 寄出電子賀卡給 {receivers} 人（{on} 送達；{greeting}）',
      en: '{person} sent a greeting card to {receivers} people (to arrive on {on}; {greeting})',
    },
  },
  // By its sender, or (`why`) because the sender's account was disabled.
  'greeting.taken-back': {
    subjects: ['person'], details: { greeting: 'text', why: 'text' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 的電子賀卡在送達前收回（{why}；{greeting}）',
      en: 'A greeting card of {person} was taken back before it arrived ({why}; {greeting})',
    },
  },
  // `missed`: who had left or whose account was disabled.
  'greeting.delivered': {
    subjects: ['person'], details: { greeting: 'text', receivers: 'number', missed: 'number' }, sensitivity: 'personal',
    sentence: {
      'zh-TW': '{person} 的電子賀卡已送達（{receivers} 人中 {missed} 人未送達；{greeting}）',
      en: 'A greeting card of {person} arrived ({missed} of {receivers} not reached; {greeting})',
    },
  },
  'greeting.sender-blocked': {
    subjects: ['person'], details: {}, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 封鎖了一位電子賀卡的寄件人', en: '{person} blocked a sender of greeting cards' },
  },
  'greeting.sender-unblocked': {
    subjects: ['person'], details: {}, sensitivity: 'personal',
    sentence: { 'zh-TW': '{person} 解除封鎖一位電子賀卡的寄件人', en: '{person} unblocked a sender of greeting cards' },
  },
} as const satisfies Record<string, Entry>
