// The four functions (2.9), by their places in the menu of WebHR.
import type { Sentence } from '../local-program/language.ts'

export type FunctionName = 'receive' | 'check-in' | 'update' | 'users'

const MOVES: Sentence[] = [
  { 'zh-TW': '任免遷調', en: 'Appointments and moves' }, { 'zh-TW': '報到/離職', en: 'Arrivals and departures' },
  { 'zh-TW': '人員報到', en: 'Arrivals' },
]

/** Menu, sub-menus, function. */
export const PLACES: Record<FunctionName, readonly Sentence[]> = {
  receive: [
    { 'zh-TW': '個人資料', en: 'Personal data' }, { 'zh-TW': '人事傳輸', en: 'Transfer of records' },
    { 'zh-TW': '機關人員資料接收', en: 'Receiving the agency’s people' }, { 'zh-TW': '報送服務網個人資料接收', en: 'Receive a record from the portal' },
  ],
  'check-in': [...MOVES, { 'zh-TW': '報到資料建檔', en: 'Enter an arrival' }],
  update: [...MOVES, { 'zh-TW': '報到資料更新作業', en: 'Update and report arrivals' }],
  users: [
    { 'zh-TW': '系統管理', en: 'System' }, { 'zh-TW': '權限管理', en: 'Permissions' },
    { 'zh-TW': '使用者管理', en: 'Users' }, { 'zh-TW': '使用者帳號維護', en: 'User accounts' },
  ],
}

export const FUNCTIONS = Object.keys(PLACES) as FunctionName[]
