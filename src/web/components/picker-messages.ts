import { defineMessages } from '../messages.ts'

/** The sentences of the fields that a picker fills. */
export const pickerMessages = defineMessages({
  'zh-TW': {
    person: '人員',
    pickPerson: '挑選人員',
    pickAnother: '重新挑選',
    noneChosen: '尚未挑選',
    browse: '瀏覽',
    agencyHint: '輸入機關代碼，或以「瀏覽」搜尋',
    noAccount: '尚無自訂帳號',
    concurrent: '兼職',
    until: (day: string) => `至 ${day}`,
    states: { pending: '未啟用', active: '啟用', disabled: '停用' },
  },
  en: {
    person: 'Person',
    pickPerson: 'Choose a person',
    pickAnother: 'Choose another',
    noneChosen: 'Nobody chosen yet',
    browse: 'Browse',
    agencyHint: 'Type an agency code, or search by “Browse”',
    noAccount: 'No account name yet',
    concurrent: 'concurrent',
    until: (day) => `until ${day}`,
    states: { pending: 'Not activated', active: 'Active', disabled: 'Disabled' },
  },
})
