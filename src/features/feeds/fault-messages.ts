/** What is wrong with a row of a feed, and what to do: for the report that is mended, and for pages. */
import type { FaultCode, RowFault } from '../../core/feed-faults.ts'
import type { Language } from '../../web/language.ts'

type Sentence = Record<Language, string>
type Detail = RowFault['detail']

const said = (zh: string, en: string): Sentence => ({ 'zh-TW': zh, en })

/** Days stay as the file has them: whoever mends it compares them with what stands there. */
const SENTENCES: Record<FaultCode, (detail: Detail) => Sentence> = {
  quotes: () => said('引號不合 CSV 格式：欄位內容含引號時，整欄須以引號括住，內容的引號寫成兩個',
    'Quotation marks that are no CSV: a value that holds one is put in quotation marks, and each within is written twice'),
  cellCount: ({ cells, columns }) => said(`有 ${cells} 欄，標題列有 ${columns} 欄：內容含逗號時須以引號括住`,
    `${cells} cells where the heading has ${columns}: a value that holds a comma is put in quotation marks`),
  json: () => said('不是一個 JSON 物件', 'Not one JSON object'),
  keyMissing: () => said('缺少這一欄，沒有內容時寫 null', 'This column is missing; write null where there is nothing'),
  keyUnknown: ({ value }) => said(`不認識的欄位「${value}」`, `Unknown column "${value}"`),
  keyTwice: () => said('同一欄出現兩次', 'A column stands twice'),
  notText: () => said('內容須為文字或 null，數字也以引號括住', 'The value must be a text or null; numbers are written in quotation marks, too'),
  required: () => said('必填', 'Must be given'),
  tooLong: ({ limit }) => said(`超過 ${limit} 個字`, `Longer than ${limit} characters`),
  characters: ({ sign }) => said(`含有不能使用的字元 ${sign}（換行、控制字元等），請刪除`,
    `Holds the character ${sign}, which cannot stand here (a line end, a control character): take it out`),
  notADay: ({ value }) => said(`「${value}」不是日期，須為西元年月日，例如 2026-01-31`,
    `"${value}" is no day; write one such as 2026-01-31`),
  idShape: () => said('身分證號格式不符：一個英文字母、九個數字，第一個數字為 1、2、8、9',
    'Not of the form of a national ID: a letter and nine digits, the first of them 1, 2, 8 or 9'),
  idOldResident: () => said('為 2021 年以前的舊式統一證號，請改用新式', 'A resident number of before 2021: write the new one'),
  idCheckDigit: () => said('檢查碼不符，請核對每一個字', 'The check digit is wrong: compare each letter and digit'),
  bornInFuture: () => said('出生日期在未來', 'A birth date that is yet to come'),
  bornLongAgo: ({ first }) => said(`出生日期早於 ${first}`, `A birth date before ${first}`),
  email: () => said('不是一個電子郵件地址', 'Not one e-mail address'),
  agencyUnknown: ({ value }) => said(`沒有代碼為「${value}」的機關，請核對，或先匯入新的機關檔`,
    `No agency has the code "${value}": compare it, or import the newer agency file first`),
  agencyAbolished: ({ value, endedOn, successor }) => said(
    `機關 ${value} 自 ${endedOn} 起已裁撤${successor === null ? '' : `，新機關為 ${successor}`}；職務若已結束請填迄日`,
    `The agency ${value} is no more since ${endedOn}${successor === null ? '' : `, its successor is ${successor}`}; a post that was over before has its end in "to"`),
  postKind: ({ value }) => said(`「${value}」須為 appointment（現職）或 concurrent（兼職）`, `"${value}" must be appointment or concurrent`),
  natureMissing: () => said('兼職須有兼職性質', 'A concurrent post must have its nature'),
  natureUnfit: ({ value }) => said(`現職不得有兼職性質「${value}」`, `An appointment has no nature of a concurrent post ("${value}")`),
  dayOutOfRange: ({ first, last }) => said(`須在 ${first} 與 ${last} 之間；沒有迄日時留白`,
    `Must lie between ${first} and ${last}; an open end is left blank`),
  endsBeforeItBegins: () => said('迄日早於起日', 'Ends before it begins'),
  beginsBeforeBirth: () => said('起日不晚於出生日期', 'Does not begin after the birth date'),
  twoBirthDates: ({ dates, lines }) => said(`同一身分證號有不同的出生日期（${dates}；第 ${lines} 行），全部未採用`,
    `One national ID with more than one birth date (${dates}; lines ${lines}): none of these rows was taken`),
  otherPerson: () => said('這個身分證號是另一個人的：姓名與出生日期都和已知的不同。若為同一人更名並更正出生日期，請分兩次匯入',
    'This national ID is somebody else\'s: both name and birth date differ from what is known. Somebody who was renamed and whose date is corrected comes by two feeds'),
  postTwice: ({ lines }) => said(`同一職務出現不只一次（第 ${lines} 行），請只留正確的一列`,
    `One post stands more than once (lines ${lines}): leave the one row that is right`),
}

/** The reason in a sentence; `codes` and details as `feed_fault` has them. */
export const faultSentence = (code: FaultCode, detail: Detail): Sentence => SENTENCES[code](detail)

const NAMES: Record<FaultCode, Sentence> = {
  quotes: said('引號不合格式', 'stray quotation marks'), cellCount: said('欄數不符', 'wrong number of cells'), json: said('不是 JSON 物件', 'not a JSON object'),
  keyMissing: said('缺少欄位', 'missing column'), keyUnknown: said('不認識的欄位', 'unknown column'), keyTwice: said('欄位重複', 'column twice'),
  notText: said('不是文字', 'not a text'), required: said('未填', 'not given'), tooLong: said('過長', 'too long'), characters: said('不能使用的字元', 'unfit characters'),
  notADay: said('不是日期', 'not a day'), idShape: said('格式不符', 'not of the form'), idOldResident: said('舊式統一證號', 'old resident number'),
  idCheckDigit: said('檢查碼不符', 'wrong check digit'), bornInFuture: said('在未來', 'in the future'), bornLongAgo: said('過早', 'too long ago'),
  email: said('不是電子郵件地址', 'not an e-mail address'), agencyUnknown: said('沒有這個機關', 'unknown agency'), agencyAbolished: said('機關已裁撤', 'abolished agency'),
  postKind: said('不是現職也不是兼職', 'no kind of post'), natureMissing: said('兼職缺少兼職性質', 'nature missing'), natureUnfit: said('現職不得有兼職性質', 'nature of an appointment'),
  dayOutOfRange: said('超出範圍', 'out of range'), endsBeforeItBegins: said('早於起日', 'before the beginning'), beginsBeforeBirth: said('早於出生日期', 'before the birth date'),
  twoBirthDates: said('同一身分證號不同出生日期', 'two birth dates of one ID'), otherPerson: said('身分證號屬於另一人', 'ID of somebody else'), postTwice: said('職務重複', 'post twice'),
}

/** The fault in a word or two, to be counted. */
export const faultName = (code: FaultCode): Sentence => NAMES[code]

/** All of them, in the order in which they are told. */
export const FAULT_CODES = Object.keys(NAMES) as readonly FaultCode[]
