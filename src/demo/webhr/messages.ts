import type { Language, Sentence } from '../local-program/language.ts'
import type { Here } from './here.ts'

export const WAYS: Record<Here['way'], Sentence> = {
  person: { 'zh-TW': '本人登入', en: 'Signed in as oneself' },
  card: { 'zh-TW': '機關憑證登入', en: 'By the agency’s card' },
  simulated: { 'zh-TW': '模擬自然人憑證登入', en: 'As by a personal card' },
}

export const WORDS = {
  band: { 'zh-TW': '範例 WebHR', en: 'Sample WebHR' },
  bandNote: {
    'zh-TW': '您已離開人事服務網。這是示範用的另一個程式，有自己的資料庫。',
    en: 'You have left the portal. This is another program, for demonstration, with a database of its own.',
  },
  system: { 'zh-TW': 'WebHR 人力資源管理資訊系統', en: 'WebHR, human resource management' },
  systemName: { 'zh-TW': '人力資源管理資訊系統', en: 'Human resource management' },
  skip: { 'zh-TW': '跳到主要內容', en: 'Skip to the main content' },
  otherLanguage: { 'zh-TW': 'English', en: '中文' },
  toPortal: { 'zh-TW': '回人事服務網', en: 'Back to the portal' },
  signIn: { 'zh-TW': '登入', en: 'Sign in' },
  signOut: { 'zh-TW': '登出', en: 'Sign out' },
  signedOut: { 'zh-TW': '您已登出。', en: 'You are signed out.' },
  outside: { 'zh-TW': '您目前沒有登入 WebHR。請由人事服務網登入。', en: 'You are not signed in to WebHR. The portal signs you in.' },
  backToSystem: { 'zh-TW': '回到 WebHR', en: 'Back to WebHR' },
  otherAgencies: { 'zh-TW': '您可以辦理的其他機關', en: 'Other agencies that you work for' },
  here: { 'zh-TW': '現在位置：', en: 'You are here:' },
  whoIsHere: { 'zh-TW': '登入身分', en: 'Signed in' },
  // The way in of an agency's card, in the words of the deck.
  entry: { 'zh-TW': '使用機關憑證登入 WebHR', en: 'Enter WebHR with the agency’s card' },
  entryLead: {
    'zh-TW': '機關憑證不代表任何人。請輸入您的身分以進行後續作業。',
    en: 'An agency’s card stands for nobody in particular. Say who you are to go on.',
  },
  cardAgency: { 'zh-TW': '憑證機關', en: 'Agency of the card' },
  wayIn: { 'zh-TW': '登入方式', en: 'Way in' },
  cardNote: {
    'zh-TW': '輸入登入人員的身分證號，只能使用下列四項功能。',
    en: 'Give the national ID of whoever signs in: the four functions below, and no others.',
  },
  simulatedNote: {
    'zh-TW': '按「確認」後，在人事服務網輸入您的 ECPA帳號及 ECPA密碼；依該帳號的授權使用 WebHR。本系統不會看到您的密碼。',
    en: 'After “Confirm”, type your eCPA account and password at the portal; you use WebHR by what that account may do. WebHR never sees the password.',
  },
  nationalId: { 'zh-TW': '身分證號', en: 'National ID' },
  nationalIdHint: {
    'zh-TW': '選擇「機關憑證登入」時輸入。須為本機關或管理本機關的機關的現職人員。',
    en: 'For the first way. Somebody with a current post in this agency or in one that manages it.',
  },
  confirm: { 'zh-TW': '確認', en: 'Confirm' },
  fourFunctions: { 'zh-TW': '使用機關憑證登入後，只可以操作以下功能', en: 'With the agency’s card there are these functions' },
  wayMissing: { 'zh-TW': '請選擇登入方式。', en: 'Choose a way in.' },
  idWrong: { 'zh-TW': '身分證號不正確，請檢查後重新輸入。', en: 'This is no national ID. Check it and type it again.' },
  idOfNobody: {
    'zh-TW': '在本機關和管理本機關的機關裡，沒有這個身分證號的現職人員。請檢查身分證號，或由有現職的人員登入。',
    en: 'Nobody with this national ID has a current post in this agency or in one that manages it. Check the ID, or let somebody who has one sign in.',
  },
  problems: { 'zh-TW': '資料有誤，請更正後再送出', en: 'Something has to be corrected' },
  notProved: { 'zh-TW': '沒有確認您的帳號', en: 'Your account was not confirmed' },
  notProvedNote: {
    'zh-TW': '人事服務網沒有確認持卡人剛才輸入了自己的帳號密碼。請回到 WebHR，再選一次「模擬自然人憑證登入」。',
    en: 'The portal did not say that the holder of the card gave their own password just now. Go back to WebHR and choose the way again.',
  },
  noAgency: { 'zh-TW': '您在 WebHR 沒有可以作業的機關', en: 'There is no agency that you work for in WebHR' },
  noAgencyNote: {
    'zh-TW': '人事服務網沒有提供您任何機關的權限，或該機關已停用您的使用者帳號。請洽機關的人事主管。',
    en: 'The portal gave you the right for none, or your user account was disabled there. Ask the agency’s personnel supervisor.',
  },
  otherAgency: { 'zh-TW': '您不能辦理這個機關的作業', en: 'This is not an agency that you work for' },
  otherAgencyNote: {
    'zh-TW': '這次登入沒有這個機關的權限，因此什麼都沒有做。請回到 WebHR，選擇您可以辦理的機關。',
    en: 'This sign-in has no right for that agency, so nothing was done. Go back to WebHR and choose one that is yours.',
  },
  portalSilent: { 'zh-TW': '人事服務網目前沒有回應，請稍後再試一次。', en: 'The portal gives no answer at present. Try again in a moment.' },
  portalRefused: { 'zh-TW': '人事服務網沒有接受：', en: 'The portal did not take it: ' },
  notFound: { 'zh-TW': '沒有這個網頁', en: 'There is no such page' },
  notFoundNote: { 'zh-TW': '請檢查網址，或回到 WebHR。', en: 'Check the address, or go back to WebHR.' },
  fault: { 'zh-TW': '系統發生錯誤', en: 'Something went wrong' },
  faultNote: { 'zh-TW': '這一頁沒有做出來。請再試一次。', en: 'This page could not be made. Please try again.' },
  starting: { 'zh-TW': '還在等人事服務網啟動', en: 'Still waiting for the portal' },
  startingNote: { 'zh-TW': '請稍候幾秒，再重新整理。', en: 'Wait some seconds, then reload this page.' },
} as const satisfies Record<string, Sentence>

export const agencyText = (name: string, code: string): string => (name === code ? code : `${name} ${code}`)

/** A sentence that the portal's answer did not carry. */
export const failedText = (failed: { failed: 'unreachable' } | { failed: 'refused', status: number, detail: string }, language: Language): string =>
  (failed.failed === 'unreachable' ? WORDS.portalSilent[language] : WORDS.portalRefused[language] + (failed.detail || String(failed.status)))
