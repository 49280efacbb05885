import type { Sentence } from '../local-program/language.ts'
import type { DeskFault } from './drawer.ts'

export const WORDS = {
  title: { 'zh-TW': '示範卡片桌', en: 'Demo card desk' },
  note: {
    'zh-TW': '扮演讀卡機的憑證元件；卡片都是虛構的，PIN 碼是 123456。',
    en: 'Plays the signing component of a card reader. The cards are invented; their PIN is 123456.',
  },
  skip: { 'zh-TW': '跳到主要內容', en: 'Skip to the main content' },
  otherLanguage: { 'zh-TW': 'English', en: '中文' },
  inReader: { 'zh-TW': '讀卡機', en: 'In the readers' },
  inDrawer: { 'zh-TW': '抽屜', en: 'In the drawer' },
  noneIn: { 'zh-TW': '讀卡機裡沒有卡片。', en: 'There is no card in a reader.' },
  noneLeft: { 'zh-TW': '抽屜裡沒有卡片。', en: 'The drawer is empty.' },
  waiting: { 'zh-TW': '卡片還在製作，請稍候再重新整理。', en: 'The cards are still being made. Reload in a moment.' },
  insert: { 'zh-TW': '插入', en: 'Insert' },
  remove: { 'zh-TW': '取出', en: 'Remove' },
  unlock: { 'zh-TW': '解鎖', en: 'Unlock' },
  locked: { 'zh-TW': '已鎖卡', en: 'Locked' },
  tries: { 'zh-TW': '剩餘次數', en: 'Tries left' },
  serial: { 'zh-TW': '卡號', en: 'Number' },
  person: { 'zh-TW': '自然人憑證', en: 'Citizen certificate' },
  agency: { 'zh-TW': '機關憑證', en: 'Agency certificate' },
  faultTitle: { 'zh-TW': '讓元件回報錯誤', en: 'Have the component fail' },
  faultLabel: { 'zh-TW': '每次都回報', en: 'Always answer' },
  set: { 'zh-TW': '設定', en: 'Set' },
  popup: { 'zh-TW': '憑證元件處理中…', en: 'The signing component is at work…' },
  popupAlone: { 'zh-TW': '這個視窗由要求簽章的網頁開啟，不能單獨使用。', en: 'This window is opened by a page that asks for a signature; by itself it does nothing.' },
  notFound: { 'zh-TW': '找不到這張卡片', en: 'There is no such card' },
  refused: { 'zh-TW': '這項操作不是由本頁送出', en: 'This was not sent from this page' },
} as const satisfies Record<string, Sentence>

export const FAULT_NAMES: Readonly<Record<DeskFault, Sentence>> = {
  none: { 'zh-TW': '正常運作', en: 'nothing: work as usual' },
  noReader: { 'zh-TW': '沒有讀卡機', en: 'no reader' },
  cancelled: { 'zh-TW': '使用者取消', en: 'cancelled by the user' },
  domain: { 'zh-TW': '不允許的網域', en: 'domain not allowed' },
  site: { 'zh-TW': '不信任的網站', en: 'site not trusted' },
  noCertificate: { 'zh-TW': '卡片沒有憑證', en: 'no certificate in the card' },
  notYetValid: { 'zh-TW': '憑證尚未生效', en: 'certificate not valid yet' },
  expired: { 'zh-TW': '憑證已過期', en: 'certificate expired' },
}
