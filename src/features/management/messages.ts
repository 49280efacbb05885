import { defineMessages } from '../../web/messages.ts'

/** What people read on the first page of 「權限與兼辦管理」. */
export const messages = defineMessages({
  'zh-TW': {
    lead: (count: number) => `您可以管理 ${count.toLocaleString('en-US')} 個機關。`,
    leadCentral: '您可以管理所有機關。',
    cardSignedIn: '登入成功！由於您使用「機關憑證」登入，因此您只能進入「此頁面」。',
    cardSays: '可以使用本機關的管理功能與查詢，以及開放給機關憑證的應用系統；個人的功能請以本人帳號登入。',
    why: '管理依據',
    ways: {
      agencyCard: (agency: string) => `機關憑證：${agency}`,
      delegation: (agency: string, scope: string | null, until: string | null) =>
        `管理權限授權：${agency}${scope === null ? '' : `（限${scope}及其所屬機關）`}${until === null ? '' : `，至${until}止`}`,
      central: (until: string | null) => `總處管理者${until === null ? '' : `（至${until}止）`}`,
    },
  },
  en: {
    lead: (count) => `You may manage ${count === 1 ? '1 agency' : `${count.toLocaleString('en-US')} agencies`}.`,
    leadCentral: 'You may manage all agencies.',
    cardSignedIn: 'You are signed in. Because you signed in with the card of an agency, this page is all that opens to you.',
    cardSays: 'From here you reach the management functions and searches of the agency, and the applications that are open to its card. For what is personal, sign in with your own account.',
    why: 'Why you may manage',
    ways: {
      agencyCard: (agency) => `Agency certificate: ${agency}`,
      delegation: (agency, scope, until) => `Delegation by ${agency}`
        + `${scope === null ? '' : ` (for ${scope} and the agencies below it)`}${until === null ? '' : `, until ${until}`}`,
      central: (until) => `Central administrator${until === null ? '' : ` (until ${until})`}`,
    },
  },
})
