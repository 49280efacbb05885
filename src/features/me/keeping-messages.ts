import { defineMessages } from '../../web/messages.ts'

/** What people read where they change what is kept of their account. */
export const keepingMessages = defineMessages({
  'zh-TW': {
    displayTitle: '語言與字級',
    displayLead: '設定保存在您的帳號，在任何電腦登入都相同。',
    displaySaved: '已儲存',
    language: '語言',
    chooseLanguage: '請選擇語言',
    size: '字級',
    sizeHint: '整個畫面的文字都會改變；瀏覽器本身的縮放仍可使用。',
    chooseSize: '請選擇字級',
    sizes: { normal: '一般', large: '大', largest: '最大' },
    save: '儲存',
  },
  en: {
    displayTitle: 'Language and text size',
    displayLead: 'What you choose is kept with your account, and is the same wherever you sign in.',
    displaySaved: 'Saved',
    language: 'Language',
    chooseLanguage: 'Choose a language',
    size: 'Text size',
    sizeHint: 'It changes all text of the portal; the zoom of your browser works as well.',
    chooseSize: 'Choose a size',
    sizes: { normal: 'Normal', large: 'Large', largest: 'Largest' },
    save: 'Save',
  },
})
