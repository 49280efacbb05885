import { defineMessages } from '../../web/messages.ts'

/** What people read on 「待辦事項」. */
export const messages = defineMessages({
  'zh-TW': {
    title: '待辦事項',
    lead: '以下事項等您處理，最新的在最前面；處理完成後即不再列出。',
    none: '目前沒有待辦事項',
    noneWhy: '有需要您確認、同意、檢視或簽收的事項時，會列在這裡。',
    what: '事項',
    agency: '機關',
    noAgency: '—',
    fromApplication: (name: string, deadline: string | null) => (deadline === null ? name : `${name}，期限 ${deadline}`),
    since: '等待自',
    more: (shown: number) => `只列出最新的 ${shown} 件；處理後會列出其餘的。`,
  },
  en: {
    title: 'To do',
    lead: 'These things wait for you, the newest first; what is done is no longer listed.',
    none: 'Nothing waits for you',
    noneWhy: 'Whatever you have to confirm, agree to, review or acknowledge will be listed here.',
    what: 'What',
    agency: 'Agency',
    noAgency: '—',
    fromApplication: (name, deadline) => (deadline === null ? name : `${name}, due ${deadline}`),
    since: 'Waiting since',
    more: (shown) => `Only the newest ${shown} are listed; the others follow as these are done.`,
  },
})
