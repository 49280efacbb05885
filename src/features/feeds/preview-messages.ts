import { counted, defineMessages } from '../../web/messages.ts'
import type { StandingField } from '../../core/post-changes.ts'
import type { Effect } from './preview-feed.ts'

type EffectWords = Record<Effect, string>

const effectsZh: EffectWords = {
  joining: '到職', moving: '服務機關異動', leaving: '離職', renamed: '更名',
  grantsSuspended: '暫停的授權', proposalsEnded: '失效的待同意授權', membershipsSuspended: '暫停的群組成員',
  delegationsEnded: '終止的管理權限授權', delegationsSuspended: '暫停的管理權限授權', rolesEnded: '終止的總處角色',
  accountsEnabled: '恢復啟用的帳號', reviewsOpened: '新開啟的到任檢視', grantsRevived: '恢復的授權',
  membershipsRevived: '恢復的群組成員', delegationsRevived: '恢復的管理權限授權', rolesRevived: '恢復的總處角色',
}
const effectsEn: EffectWords = {
  joining: 'Joining', moving: 'Moving to other agencies', leaving: 'Leaving', renamed: 'Renamed',
  grantsSuspended: 'Grants suspended', proposalsEnded: 'Proposed grants ended', membershipsSuspended: 'Memberships suspended',
  delegationsEnded: 'Delegations ended', delegationsSuspended: 'Delegations suspended', rolesEnded: 'Central roles ended',
  accountsEnabled: 'Accounts enabled again', reviewsOpened: 'Handover reviews opened', grantsRevived: 'Grants revived',
  membershipsRevived: 'Memberships revived', delegationsRevived: 'Delegations revived', rolesRevived: 'Central roles revived',
}
const fieldsZh: Record<StandingField, string> = { staffCategory: '人員區分', supervisorLevel: '主管級別', nature: '兼職性質' }
const fieldsEn: Record<StandingField, string> = { staffCategory: 'staff category', supervisorLevel: 'supervisor level', nature: 'nature' }

const peopleEn = (count: string): string => counted(count, 'person', 'people')

/** The words of a feed's effect in terms of access. */
export const previewMessages = defineMessages({
  'zh-TW': {
    title: '權限影響',
    counted: (day: string, at: string) => `以 ${day} 為準，${at} 計算。`,
    past: '計算後日期已變，部分影響可能已經發生；重新比對後會更新。',
    nothing: '沒有人的權限因此增減。',
    effects: effectsZh,
    officers: { officersGained: '成為人事人員', officersLost: '不再是人事人員', supervisorsGained: '成為人事主管', supervisorsLost: '不再是人事主管' },
    people: '人員與機關', what: '項目', count: '人數或件數', names: '名單', namesOf: (what: string) => `${what}：名單`,
    agenciesLose: (count: string) => `${count} 個機關將失去最後一位人事人員、人事主管或管理者`,
    someAgencies: '失去最後一位的機關',
    agency: '機關', loses: '失去最後一位', delegates: '留下的受授權管理者',
    lost: { officer: '人事人員', supervisor: '人事主管', manager: '可管理的人' },
    applications: '應用系統的增減', application: '應用系統', gain: '新增', lose: '失去', rights: '權限數',
    peopleOf: {
      gained: (people: string, whole: string) => `${people} 人（其中 ${whole} 人原本沒有此系統）`,
      lost: (people: string, whole: string) => `${people} 人（其中 ${whole} 人不再有此系統）`,
    },
    countOf: (application: string, side: string, count: string) => `${application} ${side}：${count}`,
    waiting: (people: string) => `另有帳號未啟用的 ${people} 人`,
    sides: { gained: '新增', lost: '失去' },
    later: '之後才生效', byDay: '各日開始的影響', laterLead: '下列影響由職務的起迄日決定，到該日才開始，不需再做任何處理。', from: '生效日',
    moreDays: (days: string) => `另有 ${days} 個日期未列出。`,
    rightsTitle: (application: string, side: string) => `${application}：${side}權限的人員`,
    rightsLead: { gained: '套用後在這一天有、原本沒有的權限。', lost: '原本在這一天有、套用後沒有的權限。' },
    onDay: (day: string) => `${day}起`,
    activeOnes: '帳號已啟用', waitingOnes: '帳號尚未啟用',
    person: '人員', category: '權限類別', why: '依據', because: '異動',
    wholeOf: { gained: '原本沒有此系統', lost: '不再有此系統' },
    newcomer: '新進',
    none: '沒有符合的人員',
    gone: '這一批的比對結果已不再保存，無法列出名單。',
    listTitle: (what: string) => `${what}的名單`,
    was: '原本', becomes: '套用後', noPost: '無現職', oldName: '原姓名', newName: '新姓名',
    standings: { hr: '人事人員', hrSupervisor: '人事主管', none: '無' },
    officersTitle: '人事人員與人事主管的異動', agenciesTitle: '失去最後一位的機關',
    changes: {
      begins: (post: string, from: string) => `職務「${post}」自 ${from} 起`,
      ends: (post: string, to: string | null) => (to === null ? `職務「${post}」日期變更` : `職務「${post}」到 ${to} 為止`),
      withdrawn: (post: string) => `職務「${post}」撤銷`,
      fields: (post: string, fields: string) => `職務「${post}」${fields}`,
      field: (name: string, from: string, to: string) => `${name} ${from} → ${to}`,
      blank: '空白',
      waits: '此授權將暫停，待主管確認',
    },
    fields: fieldsZh,
    back: '回到這一批',
    filterAgency: '機關代碼', filterHint: '只看一個機關時，輸入 10 碼的機關代碼。',
  },
  en: {
    title: 'Effect on access',
    counted: (day: string, at: string) => `As of ${day}, counted ${at}.`,
    past: 'It is another day since it was counted: some of it may have come true by now. A new comparison counts anew.',
    nothing: 'Nobody gains or loses any right.',
    effects: effectsEn,
    officers: {
      officersGained: 'Become personnel officers', officersLost: 'Cease to be personnel officers',
      supervisorsGained: 'Become personnel supervisors', supervisorsLost: 'Cease to be personnel supervisors',
    },
    people: 'People and agencies', what: 'What', count: 'How many', names: 'Names', namesOf: (what: string) => `${what}: names`,
    agenciesLose: (count: string) => `${counted(count, 'agency would lose its', 'agencies would lose their')} last officer, supervisor or manager`,
    someAgencies: 'Agencies that lose their last',
    agency: 'Agency', loses: 'Loses its last', delegates: 'Delegates left',
    lost: { officer: 'personnel officer', supervisor: 'personnel supervisor', manager: 'manager' },
    applications: 'Applications gained and lost', application: 'Application', gain: 'Gained', lose: 'Lost', rights: 'Rights',
    peopleOf: {
      gained: (people: string, whole: string) => `${peopleEn(people)} (${whole} without it before)`,
      lost: (people: string, whole: string) => `${peopleEn(people)} (${whole} left without it)`,
    },
    countOf: (application: string, side: string, count: string) => `${application} ${side.toLowerCase()}: ${count}`,
    waiting: (people: string) => `and ${peopleEn(people)} without an active account`,
    sides: { gained: 'Gained', lost: 'Lost' },
    later: 'Taking effect later', byDay: 'What begins on which day', laterLead: 'These follow from the dates of posts, begin on their day, and need nobody’s hand.', from: 'From',
    moreDays: (days: string) => `${counted(days, 'more day is', 'more days are')} not listed.`,
    rightsTitle: (application: string, side: string) => `${application}: ${side.toLowerCase()}`,
    rightsLead: {
      gained: 'Rights on that day with the feed that nobody has without it.', lost: 'Rights on that day without the feed that go with it.',
    },
    onDay: (day: string) => `from ${day}`,
    activeOnes: 'Accounts that are active', waitingOnes: 'Accounts not active yet',
    person: 'Person', category: 'Category', why: 'Reasons', because: 'What changes',
    wholeOf: { gained: 'had none of it before', lost: 'has none of it any more' },
    newcomer: 'new',
    none: 'Nobody',
    gone: 'What this feed differed in is no longer kept, so that no names can be listed.',
    listTitle: (what: string) => `${what}: names`,
    was: 'Before', becomes: 'After', noPost: 'no post', oldName: 'Name before', newName: 'New name',
    standings: { hr: 'personnel officer', hrSupervisor: 'personnel supervisor', none: 'none' },
    officersTitle: 'Changes of personnel officers and supervisors', agenciesTitle: 'Agencies that lose their last',
    changes: {
      begins: (post: string, from: string) => `the post “${post}” from ${from}`,
      ends: (post: string, to: string | null) => (to === null ? `the post “${post}” on other days` : `the post “${post}” until ${to}`),
      withdrawn: (post: string) => `the post “${post}” is withdrawn`,
      fields: (post: string, fields: string) => `the post “${post}”: ${fields}`,
      field: (name: string, from: string, to: string) => `${name} ${from} → ${to}`,
      blank: 'blank',
      waits: 'the grant will wait for confirmation',
    },
    fields: fieldsEn,
    back: 'Back to the feed',
    filterAgency: 'Agency code', filterHint: 'To see one agency alone, type its code of ten characters.',
  },
})
