// 「資料有誤」: somebody tells what is wrong in their own record, and the agency that reports the record answers. A fact is never
// changed here: what is corrected comes with the feed. Facts in, a change or a refusal out.
import { mayManage, waysToManage, wayText } from './scope.ts'
import type { Sentence } from './access-messages.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Authority } from './scope.ts'
import type { AgencyCode } from './standing.ts'

const both = (zh: string, en: string): Sentence => ({ 'zh-TW': zh, en })

/** What of the record can be wrong, as the feed names its columns (4.5), and how people call it. */
export const RECORD_FIELDS = {
  name: both('姓名', 'name'),
  nationalId: both('身分證號', 'national ID'),
  birthDate: both('出生日期', 'date of birth'),
  email: both('電子郵件', 'e-mail'),
  unit: both('單位', 'unit'),
  title: both('職稱', 'title'),
  rank: both('官職等', 'rank'),
  jobSeries: both('職系', 'job series'),
  staffCategory: both('人員區分', 'staff category'),
  supervisorLevel: both('主管級別', 'supervisor level'),
  nature: both('兼職性質', 'nature of the concurrent post'),
  section: both('業務', 'section'),
  from: both('到職日', 'first day'),
  to: both('離職日', 'last day'),
  missing: both('缺少的職務', 'a post that is missing'),
  other: both('其他', 'something else'),
} as const satisfies Record<string, Sentence>
export type RecordField = keyof typeof RECORD_FIELDS

/** `open`: waits for an answer. `corrected`: the agency corrects it, and the feed brings it. `correct`: it is right as it is. */
export type ReportState = 'open' | 'corrected' | 'correct' | 'withdrawn'
export type ReportAnswer = Extract<ReportState, 'corrected' | 'correct'>

/** So many of one person wait at once: a record has some dozen fields, and whoever answers reads each. */
export const MOST_OPEN_REPORTS = 5
/** And so many within a day, also of those that were taken back: with each, the officers of an agency get a letter. */
export const MOST_REPORTS_A_DAY = 20

export const REPORT_REFUSALS = ['postNotTheirs', 'tooMany', 'manyToday', 'notFound', 'ownReport', 'closed', 'noteMissing', 'noHolder'] as const
export type ReportRefusal = (typeof REPORT_REFUSALS)[number]
export type ReportRefused = { refused: ReportRefusal }

/**
 * The post that is wrong is the person's own, held now or not: its agency reports it, and answers. `open`: how many of theirs wait;
 * `lately`: how many they told within a day.
 */
export function decideReporting(
  { posts, open, lately }: { posts: readonly { id: string; agency: AgencyCode }[]; open: number; lately: number }, post: string,
): { agency: AgencyCode } | ReportRefused {
  const found = posts.find(({ id }) => id === post)
  if (found === undefined) return { refused: 'postNotTheirs' }
  if (open >= MOST_OPEN_REPORTS) return { refused: 'tooMany' }
  return lately >= MOST_REPORTS_A_DAY ? { refused: 'manyToday' } : { agency: found.agency }
}

/** Who answers: `offices` are the agencies where the actor is 人事人員 or more, for those keep the record. */
export type Answerer = { person: string | null; authority: Authority; offices: readonly AgencyCode[] }

/** Whether the reports to this agency are the actor's to see: an officer there, or whoever manages it. */
export const maySeeReports = ({ authority, offices }: Answerer, agency: AgencyCode, tree: AgencyTree): boolean =>
  offices.includes(agency) || mayManage(authority, agency, tree)

/** As much of a report as an answer asks. */
export type StandingReport = { person: string; agency: AgencyCode; state: ReportState }

/** An answer, by the office or way that it is given by. That something is right as it is needs a word why. */
export function decideAnswering(
  actor: Answerer, report: StandingReport, { answer, note }: { answer: ReportAnswer; note: string }, tree: AgencyTree,
): { way: string } | ReportRefused {
  if (!maySeeReports(actor, report.agency, tree)) return { refused: 'notFound' }
  if (actor.person === null) return { refused: 'noHolder' }
  if (actor.person === report.person) return { refused: 'ownReport' }
  if (report.state !== 'open') return { refused: 'closed' }
  if (answer === 'correct' && note === '') return { refused: 'noteMissing' }
  const [way] = waysToManage(actor.authority, report.agency, tree)
  return { way: actor.offices.includes(report.agency) || way === undefined ? `hr ${report.agency}` : wayText(way) }
}

/** One takes back what one has reported oneself, as long as nobody has answered. */
export function decideWithdrawing(person: string, report: StandingReport): { withdrawn: true } | ReportRefused {
  if (report.person !== person) return { refused: 'notFound' }
  return report.state === 'open' ? { withdrawn: true } : { refused: 'closed' }
}
