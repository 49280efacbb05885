// What people are told of campaigns of review: a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { Day } from './days.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** `campaign`: its title. `due`: its last day. `number`: how many rights of the reader's. `reason`: why it was started. */
type OfCampaign = Leads & { reason: string | null; campaign: string; due: Day; number: number | null; applications: readonly string[] }

/**
 * `begun`, `week`, `day`: to managers, who are to decide. `ending`, `kept`, `ended`: to those whose rights they are.
 * `settled`: to whoever started it.
 */
export type ToldOfReviews = Of<
  'review.campaign-begun' | 'review.campaign-week' | 'review.campaign-day' | 'review.campaign-ending' | 'review.campaign-kept'
  | 'review.campaign-ended' | 'review.campaign-settled', OfCampaign>

export const SAYINGS_OF_REVIEWS: Readonly<Record<ToldOfReviews['kind'], Saying>> = {
  'review.campaign-begun': saying('授權檢視待您決定', 'A review waits for you',
    '{who}發起授權檢視「{campaign}」，請於{due}前決定您管理機關的項目保留或結束。',
    '{who} started the review “{campaign}”: decide by {due} what to keep and what to end at your agencies.'),
  'review.campaign-week': saying('授權檢視一週後截止', 'A review ends in a week',
    '授權檢視「{campaign}」將於{due}截止，您管理的機關還有項目尚未決定。',
    'The review “{campaign}” ends on {due}, and something at your agencies is undecided.'),
  'review.campaign-day': saying('授權檢視即將截止', 'A review is about to end',
    '授權檢視「{campaign}」於{due}截止，您管理的機關還有項目尚未決定。',
    'The review “{campaign}” ends on {due}, and something at your agencies is still undecided.'),
  'review.campaign-ending': saying('權限即將結束', 'Rights about to end',
    '您有 {number} 項權限在授權檢視「{campaign}」中尚未經機關管理者決定；到{due}仍未決定，將於當日結束。',
    'No manager has decided yet on {number} of your rights in the review “{campaign}”; undecided, they end with {due}.'),
  'review.campaign-kept': saying('權限已保留', 'Rights kept',
    '您的 {number} 項權限在授權檢視「{campaign}」中已保留，期間恢復原狀。',
    '{number} of your rights were kept in the review “{campaign}”: their days are as before.'),
  'review.campaign-ended': saying('權限已結束', 'Rights ended',
    '您有 {number} 項權限在授權檢視「{campaign}」中未獲保留，已於{due}結束。',
    '{number} of your rights were not kept in the review “{campaign}”, and ended with {due}.'),
  'review.campaign-settled': saying('授權檢視已結束', 'A review is over',
    '您發起的授權檢視「{campaign}」已於{due}期滿，結果請見報告。', 'The review “{campaign}” that you started ended on {due}: see its report.'),
}
