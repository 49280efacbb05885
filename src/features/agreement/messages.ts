import { defineMessages } from '../../web/messages.ts'

/** What people read where they agree to 「重要訊息」, and afterwards. */
export const messages = defineMessages({
  'zh-TW': {
    asked: '請先閱讀以下內容；同意後才能使用其他功能。',
    agree: '我已閱讀並同意',
    go: '繼續',
    leave: '登出',
    leaveWhy: '不同意時請登出；您的帳號與資料不會有任何變更。',
    tickMissing: '請勾選「我已閱讀並同意」；不同意時請登出',
    changed: '內容剛才更新，請重新閱讀後再同意',
    agreed: (when: string) => `您已於 ${when} 同意以上內容。`,
    notAsked: '閱讀即可，不需要您的同意。',
    line: '重要訊息（個人資料保護）',
    lineAgreed: (when: string) => `您已於 ${when} 同意。`,
    read: '閱讀內容',
  },
  en: {
    asked: 'Please read this first. Nothing else opens before you agree.',
    agree: 'I have read this and agree',
    go: 'Go on',
    leave: 'Sign out',
    leaveWhy: 'If you do not agree, sign out. Nothing changes about your account or your data.',
    tickMissing: 'Tick “I have read this and agree”, or sign out if you do not agree',
    changed: 'The text has just changed. Please read it anew before you agree',
    agreed: (when) => `You agreed to this on ${when}.`,
    notAsked: 'This is for reading; you are not asked to agree.',
    line: 'Important (personal data)',
    lineAgreed: (when) => `You agreed on ${when}.`,
    read: 'Read it',
  },
})
