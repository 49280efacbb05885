import { defineMessages } from '../../web/messages.ts'

const number = (count: number): string => count.toLocaleString('en-US')

/** What is said of signing for an announcement. */
export const signerMessages = defineMessages({
  'zh-TW': {
    sign: '簽收',
    signWhy: '請閱讀內容與附件，讀畢後按「簽收」。簽收一次即可，不能取消。',
    signed: (at: string) => `您已於 ${at} 簽收`,
    signedBefore: '您簽收後，這則公告有更新；不必再簽收。',
    signedMark: '已簽收',
    cannot: '要由本人登入才能簽收。',
    refused: { notFound: '找不到這則公告', nothingToSign: '這則公告不必簽收', changedMeanwhile: '這則公告剛有更新，請看過新的內容再簽收' },
    title: '簽收情形',
    counts: (signed: number, waiting: number) => `已簽收 ${number(signed)} 人，尚未簽收 ${number(waiting)} 人`,
    leftToo: '已簽收的人數包括簽收後離開的人；名單只列目前仍是公告對象的人。',
    see: '查看名單',
    shown: '名單',
    shownOnes: { waiting: '尚未簽收', signed: '已簽收' },
    columns: { name: '姓名', agency: '機關', post: '職務', at: '簽收時間' },
    noneWaiting: '所有人都已簽收',
    noneSigned: '還沒有人簽收',
    noneWhy: '公告期間內隨時可以再來查看。',
    toSign: (count: number) => `有 ${number(count)} 則公告待您簽收`,
  },
  en: {
    sign: 'Acknowledge',
    signWhy: 'Read the text and the attachments, then choose “Acknowledge”. Once is enough, and it cannot be taken back.',
    signed: (at) => `You acknowledged this on ${at}`,
    signedBefore: 'The announcement was changed after that; you need not acknowledge it again.',
    signedMark: 'Acknowledged',
    cannot: 'Only the person can acknowledge, signed in as themselves.',
    refused: {
      notFound: 'There is no such announcement', nothingToSign: 'This announcement need not be acknowledged',
      changedMeanwhile: 'This announcement was changed just now: read the new text, then acknowledge it',
    },
    title: 'Who has acknowledged',
    counts: (signed, waiting) => `${number(signed)} acknowledged, ${number(waiting)} not yet`,
    leftToo: 'Those who acknowledged and left are counted; the list holds those to whom the announcement is written today.',
    see: 'See the list',
    shown: 'List',
    shownOnes: { waiting: 'Not yet', signed: 'Acknowledged' },
    columns: { name: 'Name', agency: 'Agency', post: 'Post', at: 'Acknowledged' },
    noneWaiting: 'Everybody has acknowledged',
    noneSigned: 'Nobody has acknowledged yet',
    noneWhy: 'Look again at any time while it is shown.',
    toSign: (count) => (count === 1 ? '1 announcement waits for you to acknowledge it' : `${number(count)} announcements wait for you to acknowledge them`),
  },
})
