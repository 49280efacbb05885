/** What became of a feed, in sentences: for the command line. */
import { counted } from '../../web/messages.ts'
import type { HoldReason } from '../../core/feed-judging.ts'
import type { Language } from '../../web/language.ts'
import type { FeedAtWork } from './feed-at-work.ts'
import { saysSomething } from './feed-at-work.ts'
import type { FeedPreview } from './preview-feed.ts'

const FIRST_FEW = 5
const number = new Intl.NumberFormat('en')
const share = (part: number, whole: number): string => `${((part * 100) / whole).toFixed(1)} %`

/** Why it is held, with figures. Days stay as files have them. */
export function holdSentence(reason: HoldReason): Record<Language, string> {
  switch (reason.code) {
    case 'cutsShort': {
      const [cut, open] = [number.format(reason.cutShort), number.format(reason.openPosts)]
      return {
        'zh-TW': `將終止或提前終止 ${cut} 個職務，占 ${open} 個現有職務的 ${share(reason.cutShort, reason.openPosts)}（超過 2 %）`,
        en: `${cut} of ${open} open posts would end, or end earlier: ${share(reason.cutShort, reason.openPosts)}, more than 2 %`,
      }
    }
    case 'lastOfficers': {
      const named = (open: string, close: string, between: string): string =>
        reason.agencies.slice(0, FIRST_FEW).map(({ agency, officers }) => `${agency}${open}${officers}${close}`).join(between)
      const more = reason.count > FIRST_FEW ? ' …' : ''
      return {
        'zh-TW': `${number.format(reason.count)} 個機關將沒有任何人事人員（現有人數）：${named('（', '）', '、')}${more}`,
        en: `${counted(reason.count, 'agency', 'agencies')} would be without any personnel officer (officers now): ${named(' (', ')', ', ')}${more}`,
      }
    }
    case 'lastCentral':
      return {
        'zh-TW': `可以執行職務的總處管理者 ${reason.count} 人將全部沒有現職，套用後無人能復原`,
        en: `${reason.count === 1 ? 'The 1 central administrator' : `All ${reason.count} central administrators`} who can act would be without a post, and nobody left to undo it`,
      }
    case 'olderThanApplied':
      return {
        'zh-TW': `所屬日期 ${reason.asOf} 早於最近一次套用的全量檔 ${reason.lastSnapshot}`,
        en: `It speaks of ${reason.asOf}, before the last applied snapshot's day, ${reason.lastSnapshot}`,
      }
  }
}

/** Who gains and loses what on the day of the preview: of each application the people, and of agencies their officers. */
function accessLines(preview: FeedPreview | null): Record<Language, string[]> {
  if (preview === null) return { 'zh-TW': [], en: [] }
  const sides = new Map<string, { gained: number; lost: number }>()
  // Those who have it only once their account is active are people, too.
  for (const { day, application, side, people } of preview.access) {
    if (day !== preview.day) continue
    const sums = sides.get(application) ?? { gained: 0, lost: 0 }
    sums[side] += people
    sides.set(application, sums)
  }
  const told = (between: string): string => [...sides]
    .map(([application, sums]) => `${application} +${number.format(sums.gained)} −${number.format(sums.lost)}`).join(between) || '0'
  const officers = preview.officers.find(({ day }) => day === preview.day)
  const [gained, lost] = [officers?.officersGained ?? 0, officers?.officersLost ?? 0].map((count) => number.format(count)) as [string, string]
  return {
    'zh-TW': [`應用系統（取得、失去之人數）：${told('、')}`, `人事人員：新增 ${gained}、減少 ${lost}`],
    en: [`applications (people who gain and lose them): ${told(', ')}`, `personnel officers: ${gained} more, ${lost} fewer`],
  }
}

/** The figures of a feed that was compared, line by line. */
export function feedReportLines(feed: FeedAtWork, preview: FeedPreview | null, dryRun: boolean): Record<Language, string[]> {
  const { rows, rejectedRows, counts, heldFor, state } = feed
  if (counts === null) return { 'zh-TW': [], en: [] }
  const { newPersons, changedPersons, joins, changes, ends } = counts
  const n = number.format
  const outcome: Record<Language, string> = !saysSomething(counts)
    ? { 'zh-TW': '沒有需要變更的內容。', en: 'Nothing to change.' }
    : dryRun ? { 'zh-TW': '試行，未寫入。', en: 'Dry run: nothing was written.' }
      : state === 'applied' ? { 'zh-TW': '已套用。', en: 'Applied.' } : { 'zh-TW': '未套用。', en: 'Not applied.' }
  const held = (heldFor ?? []).map(holdSentence)
  const access = accessLines(saysSomething(counts) ? preview : null)
  return {
    'zh-TW': [
      `檔案 ${n(rows)} 列，其中 ${n(rejectedRows)} 列有誤未採用`,
      `職務：到職 ${n(joins)}、異動 ${n(changes)}、離職 ${n(ends)}`,
      `人員：新增 ${n(newPersons)}、姓名或資料變更 ${n(changedPersons)}`,
      ...access['zh-TW'],
      ...held.map((sentence) => `${dryRun ? '將暫緩套用' : '暫緩套用'}：${sentence['zh-TW']}`),
      outcome['zh-TW'],
    ],
    en: [
      `${counted(rows, 'row', 'rows')}, ${n(rejectedRows)} of them rejected`,
      `posts: ${counted(joins, 'begins', 'begin')}, ${counted(changes, 'changes', 'change')}, ${counted(ends, 'ends', 'end')}`,
      `people: ${n(newPersons)} new, ${n(changedPersons)} with another name or other data`,
      ...access.en,
      ...held.map((sentence) => `${dryRun ? 'would be held' : 'held'}: ${sentence.en}`),
      outcome.en,
    ],
  }
}
