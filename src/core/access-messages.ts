// The sentences of the law: why one may, and what one misses. Each in Traditional Chinese and English.
import { rocDay } from './roc-date.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Application } from './catalogue.ts'
import type { DecisionRef, DutyGround, Ground, Missing, Reason } from './reasons.ts'
import type { AgencyCode, HeldStanding, Post, Standing, StandingMark } from './standing.ts'

export type Sentence = { 'zh-TW': string; en: string }

/** Where the names come from; `PersonFacts` is one. A code without a name stands for itself. */
export type Naming = { tree: AgencyTree; catalogue: readonly Application[] }

/** 身分種類 as people read it. */
export const STANDING_NAMES: Record<Standing, Sentence> = {
  employee: { 'zh-TW': '公務人員', en: 'civil servant' },
  hr: { 'zh-TW': '人事人員', en: 'personnel officer' },
  hrSupervisor: { 'zh-TW': '人事主管', en: 'personnel supervisor' },
}

/** The derived groups 權限群組 as the catalogue and grants name them. */
export const DERIVED_GROUP_NAMES: Record<Standing, Sentence> = {
  employee: { 'zh-TW': '全體公務人員', en: 'all civil servants' },
  hr: { 'zh-TW': '人事人員', en: 'personnel officers' },
  hrSupervisor: { 'zh-TW': '人事機構主管', en: 'personnel supervisors' },
}

const MARKS: Record<StandingMark, Sentence> = {
  staffCategory: { 'zh-TW': '人員區分 08 人事人員', en: 'staff category 08' },
  unit: { 'zh-TW': '單位名稱含「人事」', en: 'the unit’s name contains 「人事」' },
  nature: { 'zh-TW': '兼職性質 5 兼辦人事', en: 'concurrent post of nature 5' },
  appointment: { 'zh-TW': '現職', en: 'current appointment' },
}

function agencyName(code: AgencyCode, { tree }: Naming): Sentence {
  const node = tree.agencies.get(code)
  return { 'zh-TW': node?.name ?? code, en: node?.nameEn ?? node?.name ?? code }
}

/** How the category of the application is called: by its code where nothing of it is known. */
export function categoryName(application: string, category: string, { catalogue }: Naming): Sentence {
  const found = catalogue.find((one) => one.code === application)?.categories.find((one) => one.code === category)
  return { 'zh-TW': found?.name ?? category, en: found?.nameEn ?? category }
}

/** The post as a place: agency and unit, and the title where there is no unit. */
function postName(post: Post, naming: Naming): Sentence {
  const agency = agencyName(post.agency, naming)
  const within = post.unit === '' ? post.title : post.unit
  return { 'zh-TW': `${agency['zh-TW']}${within}`, en: `${agency.en}, ${within}` }
}

/** 「人事人員：高雄市政府教育局人事室（單位名稱含「人事」）」: the standing, the post, and the fields that made it. */
export function standingSentence(held: HeldStanding, naming: Naming): Sentence {
  const post = postName(held.post, naming)
  const marks = held.marks.map((mark) => MARKS[mark])
  const level = held.post.supervisorLevel
  const supervisor: Sentence[] = held.standing === 'hrSupervisor'
    ? [{ 'zh-TW': `主管級別 ${level}`, en: `supervisor level ${level}` }] : []
  const fields = [...marks, ...supervisor]
  return {
    'zh-TW': `${STANDING_NAMES[held.standing]['zh-TW']}：${post['zh-TW']}（${fields.map((one) => one['zh-TW']).join('，')}）`,
    en: `${capital(STANDING_NAMES[held.standing].en)}: ${post.en} (${fields.map((one) => one.en).join(', ')})`,
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function groundSentence(ground: Ground, naming: Naming): Sentence {
  if (ground.by === 'birthright') return standingSentence(ground.held, naming)
  const { receiver } = ground
  if (receiver.to === 'standing' && 'held' in ground) {
    const group = DERIVED_GROUP_NAMES[receiver.standing]
    const held = standingSentence(ground.held, naming)
    return {
      'zh-TW': `應用系統授權（授予${group['zh-TW']}）：${held['zh-TW']}`,
      en: `A grant to ${group.en}: ${held.en}`,
    }
  }
  if ('held' in ground) throw new TypeError('a grant to a person or group rests on a post')
  const post = postName(ground.post, naming)
  return receiver.to === 'group'
    ? { 'zh-TW': `應用系統授權（授予權限群組「${receiver.name}」），依據職務：${post['zh-TW']}`,
        en: `A grant to the group “${receiver.name}”, resting on the post at ${post.en}` }
    : { 'zh-TW': `應用系統授權（授予本人），依據職務：${post['zh-TW']}`,
        en: `A personal grant, resting on the post at ${post.en}` }
}

/** What a membership of a named group rests on (R-GRT-4). */
export function membershipSentence(post: Post, naming: Naming): Sentence {
  const { 'zh-TW': zh, en } = postName(post, naming)
  return { 'zh-TW': `權限群組成員，依據職務：${zh}`, en: `A member, resting on the post at ${en}` }
}

/** A ground as far as its sentence tells of it: of a duty, the right that is held at the acting agency. */
export type ToldGround = Ground | Omit<DutyGround, 'held'>

function dutySentence(ground: Omit<DutyGround, 'held'>, served: AgencyCode, naming: Naming): Sentence {
  const acting = agencyName(ground.acting, naming)
  const agency = agencyName(served, naming)
  const underlying = groundSentence(ground.underlying, naming)
  return {
    'zh-TW': `兼辦：${acting['zh-TW']}兼辦${agency['zh-TW']}；${underlying['zh-TW']}`,
    en: `Concurrent duty: ${acting.en} acts for ${agency.en}; ${underlying.en}`,
  }
}

/** Why the person may act for the agency, without days: where those stand in columns of their own. */
export function whySentence(ground: ToldGround, agency: AgencyCode, naming: Naming): Sentence {
  return ground.by === 'duty' ? dutySentence(ground, agency, naming) : groundSentence(ground, naming)
}

/** Why the person may, with the last day where one is known. */
export function reasonSentence(reason: Reason, naming: Naming): Sentence {
  const { until } = reason
  const why = whySentence(reason.ground, reason.agency, naming)
  if (until === null) return why
  return { 'zh-TW': `${why['zh-TW']}（至${rocDay(until)}止）`, en: `${why.en} (until ${until})` }
}

const DECISIONS: Record<DecisionRef['decision'], Sentence> = {
  grant: { 'zh-TW': '應用系統授權', en: 'grant' },
  membership: { 'zh-TW': '權限群組成員資格', en: 'group membership' },
  duty: { 'zh-TW': '兼辦', en: 'concurrent duty' },
}

// A line from a school to a city government has some five managers; more names than three help nobody.
const MOST_MANAGERS_NAMED = 3

function managersText(managers: readonly AgencyCode[], naming: Naming): Sentence {
  const named = managers.slice(0, MOST_MANAGERS_NAMED).map((code) => agencyName(code, naming))
  return {
    'zh-TW': `${named.map((one) => `「${one['zh-TW']}」`).join('、')}的人事主管`,
    en: `the personnel supervisor of ${named.map((one) => one.en).join(', or of ')}`,
  }
}

type Sayings = { [M in Missing['missing']]: (missing: Extract<Missing, { missing: M }>, application: string, naming: Naming)
  => Sentence }

const at = (agency: AgencyCode, naming: Naming): Sentence => agencyName(agency, naming)

function decisionAt(missing: DecisionRef, naming: Naming): Sentence {
  const agency = at(missing.agency, naming)
  const decision = DECISIONS[missing.decision]
  return { 'zh-TW': `「${agency['zh-TW']}」的${decision['zh-TW']}`, en: `The ${decision.en} for ${agency.en}` }
}

const SAYINGS: Sayings = {
  notInService: () => ({ 'zh-TW': '本應用系統目前停止服務。', en: 'This application is out of service.' }),
  accountNotActive: ({ state }) => state === 'disabled'
    ? { 'zh-TW': '帳號已停用，請洽所屬機關人事主管。', en: 'The account is disabled; please ask your personnel supervisor.' }
    : { 'zh-TW': '帳號尚未啟用，請先啟用帳號。', en: 'The account is not active yet; please activate it first.' },
  noCurrentPost: ({ startsOn }) => startsOn === null
    ? { 'zh-TW': '人事資料中沒有現職。', en: 'The personnel record shows no current post.' }
    : { 'zh-TW': `人事資料中沒有現職；下一個職務自${rocDay(startsOn)}起。`,
        en: `The personnel record shows no current post; the next one begins on ${startsOn}.` },
  agencyNotLive: ({ agency }, _, naming) => ({
    'zh-TW': `「${at(agency, naming)['zh-TW']}」已裁撤或尚未成立。`,
    en: `${at(agency, naming).en} does not exist on that day.` }),
  outsideAgencyRoot: ({ root }, _, naming) => ({
    'zh-TW': `本應用系統限「${at(root, naming)['zh-TW']}」及其所屬機關使用。`,
    en: `This application is for ${at(root, naming).en} and the agencies below it only.` }),
  startsLater: (missing, _, naming) => ({
    'zh-TW': `${decisionAt(missing, naming)['zh-TW']}自${rocDay(missing.day)}起生效。`,
    en: `${decisionAt(missing, naming).en} begins on ${missing.day}.` }),
  awaitsConfirmation: (missing, _, naming) => ({
    'zh-TW': `${decisionAt(missing, naming)['zh-TW']}已暫停，待機關管理者確認。`,
    en: `${decisionAt(missing, naming).en} is suspended until a manager of the agency confirms it.` }),
  awaitsSecondManager: (missing, _, naming) => ({
    'zh-TW': `${decisionAt(missing, naming)['zh-TW']}已提出，待另一位機關管理者同意。`,
    en: `${decisionAt(missing, naming).en} was proposed and waits for a second manager to agree.` }),
  expired: (missing, _, naming) => ({
    'zh-TW': `${decisionAt(missing, naming)['zh-TW']}已於${rocDay(missing.day)}到期。`,
    en: `${decisionAt(missing, naming).en} ended on ${missing.day}.` }),
  grantByManager: ({ agency, category, managers }, application, naming) => ({
    'zh-TW': `需要「${at(agency, naming)['zh-TW']}」的「${categoryName(application, category, naming)['zh-TW']}」授權，`
      + `可由${managersText(managers, naming)['zh-TW']}授予。`,
    en: `A grant of “${categoryName(application, category, naming).en}” for ${at(agency, naming).en} is needed; `
      + `${managersText(managers, naming).en} may give it.` }),
  standing: ({ standing, agency }, _, naming) => ({
    'zh-TW': `需為「${at(agency, naming)['zh-TW']}」的${STANDING_NAMES[standing]['zh-TW']}。`,
    en: `One has to be a ${STANDING_NAMES[standing].en} at ${at(agency, naming).en}.` }),
  grantByCentre: ({ agency, category }, application, naming) => ({
    'zh-TW': `需要「${at(agency, naming)['zh-TW']}」的「${categoryName(application, category, naming)['zh-TW']}」授權，`
      + '僅行政院人事行政總處可授予。',
    en: `A grant of “${categoryName(application, category, naming).en}” for ${at(agency, naming).en} is needed; `
      + 'only the Directorate-General of Personnel Administration may give it.' }),
  nobodyGives: () => ({ 'zh-TW': '本應用系統無法另行授權。', en: 'This application cannot be granted to anyone.' }),
}

/** What is missing, in one sentence. `application` is the code of the application it is missing for. */
export function missingSentence(missing: Missing, application: string, naming: Naming): Sentence {
  const say = SAYINGS[missing.missing] as (one: Missing, application: string, naming: Naming) => Sentence
  return say(missing, application, naming)
}

/**
 * The nearest missing condition in one sentence (R-USE-7): where a standing and a grant would each do, both are named,
 * 「需為…的人事人員，或由…授權」. `missing` is the list of an answer, nearest first and not empty.
 */
export function nearestSentence(missing: readonly Missing[], application: string, naming: Naming): Sentence {
  const [nearest] = missing
  if (nearest === undefined) throw new TypeError('nothing is missing')
  const either = missing.find((one) => one.missing === 'standing' && nearest.missing === 'grantByManager'
    && one.agency === nearest.agency && one.category === nearest.category)
  if (nearest.missing !== 'grantByManager' || either?.missing !== 'standing') {
    return missingSentence(nearest, application, naming)
  }
  const agency = at(nearest.agency, naming)
  const standing = STANDING_NAMES[either.standing]
  const managers = managersText(nearest.managers, naming)
  const category = categoryName(application, nearest.category, naming)
  return {
    'zh-TW': `需為「${agency['zh-TW']}」的${standing['zh-TW']}，或由${managers['zh-TW']}授予「${category['zh-TW']}」權限。`,
    en: `One has to be a ${standing.en} at ${agency.en}, or to be granted “${category.en}” by ${managers.en}.`,
  }
}
