// What people are told of what followed from the personnel record, many decisions in one notice: a part of the closed list of
// told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { Sentence } from './access-messages.ts'
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** What happened to how many decisions: the kind, then what was done to it. */
export const MOVES = [
  'grant.suspended', 'membership.suspended', 'delegation.suspended', 'delegation.ended', 'role.ended', 'grant.lapsed',
  'membership.lapsed', 'grant.revived', 'membership.revived', 'delegation.revived', 'role.revived',
] as const
export type Move = (typeof MOVES)[number]
export type MoveCounts = Partial<Record<Move, number>>

/**
 * `applications`: those of the grants that it is about, some of them where they are very many; `agencies`: whose managers
 * decide, or decided. `decideBy`: the last day on which what waits can be confirmed.
 */
type OfMove = Leads & {
  reason: string | null
  counts: MoveCounts
  applications: readonly string[]
  agencies: readonly AgencyCode[]
  decideBy: Day | null
}

/**
 * `move.own`: of one's own decisions, because of the personnel record. `move.lapsed`: of one's own, because nobody decided.
 * `move.revived`: a feed was undone. `move.given-lapsed`: of those that one had given. `move.waiting`: of those at one's
 * agencies, to decide on.
 */
export type ToldOfMoves = Of<'move.own' | 'move.lapsed' | 'move.revived' | 'move.given-lapsed' | 'move.waiting', OfMove>

/** `until`: the last day on which the reader can sign in; null where the account is closed, or open again. */
type OfLeaving = Leads & { reason: string | null; until: Day | null }

/** The reader has left (R-STD-3): the account closes, is closed, or is open again because they came back. */
export type ToldOfLeaving = Of<'leaving.closing' | 'leaving.closed' | 'leaving.returned', OfLeaving>

export const SAYINGS_OF_LEAVING: Readonly<Record<ToldOfLeaving['kind'], Saying>> = {
  'leaving.closing': saying('帳號即將停用', 'Your account is going to close',
    '您目前沒有現職，帳號即將停用。在此之前，您仍可登入查看自己的資料；重新任職後，帳號會恢復。',
    'You hold no post at present, and your account is going to close. Until then you can sign in and see what is yours; with a new post the account opens again.'),
  'leaving.closed': saying('帳號已停用', 'Your account is closed',
    '您沒有現職已逾 30 日，帳號已停用。重新任職後，帳號會恢復，並再通知您。',
    'You have held no post for 30 days, and your account is closed. With a new post it opens again, and you will be told.'),
  'leaving.returned': saying('帳號已恢復', 'Your account is open again',
    '您已重新任職，先前停用的帳號已恢復，可以原有的帳號與密碼登入。',
    'You hold a post again, and your account is open: sign in with the account name and password that you had.'),
}

export const SAYINGS_OF_MOVES: Readonly<Record<ToldOfMoves['kind'], Saying>> = {
  'move.own': saying('授權因人事異動改變', 'Your rights after a change of record',
    '因人事資料異動，您的 {moves}。', 'The personnel record has changed: {moves}.'),
  'move.lapsed': saying('暫停中的授權已結束', 'Suspended rights have ended',
    '逾期未經機關管理者確認，您的 {moves}。', 'No manager confirmed them in time: {moves}.'),
  'move.revived': saying('授權已恢復', 'Your rights are back',
    '先前的人事資料已更正，您的 {moves}。', 'The personnel record was put right: {moves}.'),
  'move.given-lapsed': saying('您給予的授權逾期結束', 'What you had given has ended',
    '逾期未經確認或同意，您給予的 {moves}。', 'Nobody decided in time on what you had given: {moves}.'),
  'move.waiting': saying('授權等待確認', 'Decisions wait for you',
    '因人事資料異動，您管理的機關有 {moves}，等待您確認或結束。',
    'The personnel record has changed, and at agencies that you manage decisions wait for you to confirm or end them: {moves}.'),
}

const SAID: Readonly<Record<Move, { zh: string; en: [one: string, many: string] }>> = {
  'grant.suspended': { zh: '項應用系統授權暫停', en: ['application grant suspended', 'application grants suspended'] },
  'membership.suspended': { zh: '項權限群組成員資格暫停', en: ['group membership suspended', 'group memberships suspended'] },
  'delegation.suspended': { zh: '項管理權限授權暫停', en: ['delegation suspended', 'delegations suspended'] },
  'delegation.ended': { zh: '項管理權限授權結束', en: ['delegation ended', 'delegations ended'] },
  'role.ended': { zh: '項總處管理者或稽核身分結束', en: ['role at the centre ended', 'roles at the centre ended'] },
  'grant.lapsed': { zh: '項應用系統授權已結束', en: ['application grant ended', 'application grants ended'] },
  'membership.lapsed': { zh: '項權限群組成員資格已結束', en: ['group membership ended', 'group memberships ended'] },
  'grant.revived': { zh: '項應用系統授權恢復原狀', en: ['application grant is as before', 'application grants are as before'] },
  'membership.revived': { zh: '項權限群組成員資格恢復原狀', en: ['group membership is as before', 'group memberships are as before'] },
  'delegation.revived': { zh: '項管理權限授權恢復原狀', en: ['delegation is as before', 'delegations are as before'] },
  'role.revived': { zh: '項總處管理者或稽核身分恢復原狀', en: ['role at the centre is as before', 'roles at the centre are as before'] },
}

/** What of which there is, in words: 「3 項應用系統授權暫停、1 項管理權限授權結束」. */
export function movesText(counts: MoveCounts, language: keyof Sentence): string {
  const said = MOVES.filter((move) => (counts[move] ?? 0) > 0).map((move) => {
    const count = counts[move]!
    const shown = count.toLocaleString('en-US')
    return language === 'en' ? `${shown} ${SAID[move].en[count === 1 ? 0 : 1]}` : `${shown} ${SAID[move].zh}`
  })
  return said.join(language === 'en' ? ', ' : '、')
}
