import type { StaffCategory } from './codes.ts'
import type { Random } from './random.ts'
import type { LawfulOffices } from './source-data.ts'

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四']
// Titles that the organic laws of the data do not grade, or grade for the centre alone: after the local 職務列等表.
const GRADES: Record<string, readonly [number, number]> = {
  科員: [5, 7], 組員: [5, 7], 課員: [5, 7], 幹事: [5, 7], 技士: [5, 7], 課長: [8, 8], 股長: [8, 8], 組長: [8, 9], 主任: [7, 9],
  助理員: [4, 5], 辦事員: [3, 5], 書記: [1, 3], 隊長: [8, 9], 分隊長: [6, 7], 所長: [8, 9], 園長: [7, 8], 館長: [8, 9], 分局長: [9, 10],
  站長: [8, 9], 場長: [8, 9], 廠長: [8, 9], 台長: [8, 9], 區長: [9, 9], 鄉長: [9, 9], 鎮長: [9, 9], 市長: [9, 9],
  管理員: [3, 5], 主任管理員: [5, 7], 書記官: [5, 7], 司法事務官: [7, 9], 檢察事務官: [7, 9], 錄事: [1, 3], 法警: [3, 5],
  通譯: [3, 5], 檢察長: [13, 14], 主任檢察官: [11, 13], 檢察官: [9, 12], 法官: [9, 12], 典獄長: [11, 11], 庭長: [11, 13],
  首長: [12, 13], 主任委員: [13, 14], 主席: [9, 9], 副主任: [8, 9], 副首長: [11, 12], 人事管理員: [5, 7], 督導: [7, 9], 科長: [9, 9],
}
const BY_TITLE: Record<string, readonly string[]> = {
  部長: ['特任'], 人事長: ['特任'], 主計長: ['特任'], 警員: ['警佐三階', '警佐二階', '警佐一階'],
  巡佐: ['警佐一階', '警正四階'], 巡官: ['警正四階', '警正三階'], 警務員: ['警正四階', '警正三階'],
  醫師: ['師(三)級', '師(二)級', '師(一)級'], 護理師: ['師(三)級', '師(二)級'], 藥師: ['師(三)級', '師(二)級'],
  醫事檢驗師: ['師(三)級', '師(二)級'], 約僱人員: ['約僱五等', '約僱四等', '約僱三等'],
}
/** Those whose pay is not by 官職等 at all. */
const WITHOUT_RANK: ReadonlySet<StaffCategory> = new Set(['teaching', 'enterprise', 'contract', 'worker'])

const written = NUMERALS.map((numeral, at) => `${at < 5 ? '委任' : at < 9 ? '薦任' : '簡任'}第${numeral}職等`)

/** `seniority` from 0 to 1. */
export type RankGiver = (title: string, category: StaffCategory, seniority: number, random: Random) => string

/** Gives ranks 官職等: by the organic laws' grades of the title, the longer in service the higher; blank where none is. */
export function ranksOf(laws: LawfulOffices): RankGiver {
  return (title, category, seniority, random) => {
    const own = BY_TITLE[title]
    if (own !== undefined) return own[Math.min(own.length - 1, Math.floor(seniority * own.length))]!
    if (WITHOUT_RANK.has(category)) return ''
    const [low, high] = GRADES[title] ?? laws.grades.get(title) ?? [5, 7]
    const grade = low + Math.round((high - low) * (0.7 * seniority + 0.3 * random.unit()))
    return written[Math.min(13, grade - 1)]!
  }
}
