import { defineMessages } from './messages.ts'

/**
 * The version of the text below, in all its languages. Another text is another version, to which people agree anew where they are asked
 * (ECPA_NOTICE_AGREEMENT); `personal-data-messages.test.ts` notices a text that was changed without one.
 */
export const NOTICE_VERSION = 1

/** 「重要訊息」: what the Personal Data Protection Act asks of those who sign in. */
export const personalDataMessages = defineMessages({
  'zh-TW': {
    title: '重要訊息',
    text:
      '本系統的個人資料僅供必要的人事資料管理使用。利用本系統的個人資料時，請遵守個人資料保護法；' +
      '違法致生損害者，將依法求償。',
  },
  en: {
    title: 'Important',
    text:
      'Personal data in this system serve necessary personnel administration only. Whoever uses them must observe ' +
      'the Personal Data Protection Act; damages caused by a breach will be claimed by law.',
  },
})
