/** The sentences of `ecpa apply`: what is wrong with a file, and what it would change. */
import { ALGORITHMS } from '../certificates/algorithms.ts'
import type { Language } from '../../web/language.ts'
import { pathText } from './configuration-faults.ts'
import type { ConfigurationFault, FaultCode } from './configuration-faults.ts'
import type { Thing } from './configuration-change.ts'

type Sentence = Record<Language, string>

/** `{detail}` is the value or name that the fault is about. */
const FAULTS: Record<FaultCode, Sentence> = {
  tooLarge: { 'zh-TW': '檔案超過 {detail} MB。', en: 'The file is larger than {detail} MB.' },
  notUtf8: { 'zh-TW': '檔案編碼不是 UTF-8。', en: 'The file is not UTF-8 text.' },
  empty: { 'zh-TW': '檔案是空的。', en: 'The file is empty.' },
  syntax: { 'zh-TW': '格式有誤：{detail}', en: 'This cannot be read: {detail}' },
  alias: { 'zh-TW': '設定檔不接受別名「*{detail}」，請直接寫出內容。', en: 'Aliases are not taken: write out what *{detail} stands for.' },
  wrongHeader: {
    'zh-TW': '標題列應與 applications.csv 或 categories.csv 相同，此檔為：{detail}',
    en: 'The header must be that of applications.csv or categories.csv; this one is: {detail}',
  },
  wrongFieldCount: { 'zh-TW': '欄位數與標題列不符（{detail}）。', en: 'Not as many fields as the header ({detail}).' },
  tooManyRows: { 'zh-TW': '超過 {detail} 列。', en: 'There are more than {detail} rows.' },
  mapping: { 'zh-TW': '此處應為「名稱: 值」的對照。', en: 'Names with values belong here (a mapping).' },
  list: { 'zh-TW': '此處應為清單。', en: 'A list belongs here.' },
  text: {
    'zh-TW': '「{detail}」不是文字；數字形式的代碼請加引號。',
    en: '"{detail}" is not text; put codes that look like numbers in quotation marks.',
  },
  trueOrFalse: { 'zh-TW': '只能是 true 或 false，不能是「{detail}」。', en: 'Must be true or false, not "{detail}".' },
  yesOrNo: { 'zh-TW': '只能是 yes 或 no，不能是「{detail}」。', en: 'Must be yes or no, not "{detail}".' },
  version: {
    'zh-TW': '本程式只認得設定檔版本 1，不是「{detail}」。',
    en: 'This program knows version 1 of the configuration, not "{detail}".',
  },
  missing: { 'zh-TW': '缺少這個欄位。', en: 'This is missing.' },
  unknownKey: { 'zh-TW': '沒有「{detail}」這個欄位。', en: 'There is no field "{detail}".' },
  notYet: {
    'zh-TW': '本版尚不支援「{detail}」，整個檔案未套用。',
    en: 'This version does not know {detail} yet, so nothing of the file was applied.',
  },
  tooLong: { 'zh-TW': '內容過長。', en: 'This is too long.' },
  tooMany: { 'zh-TW': '項目過多。', en: 'There are too many entries.' },
  atLeastOne: { 'zh-TW': '至少需要一項。', en: 'At least one is needed.' },
  blank: { 'zh-TW': '不可空白。', en: 'This must not be blank.' },
  day: { 'zh-TW': '「{detail}」不是 YYYY-MM-DD 形式的日期。', en: '"{detail}" is no day of the form YYYY-MM-DD.' },
  address: {
    'zh-TW': '「{detail}」不是 https 網址（僅本機可用 http）。',
    en: '"{detail}" is no https address (http only on this very machine).',
  },
  derivedGroup: {
    'zh-TW': '只能是 employee、hr、hrSupervisor 或 none，不能是「{detail}」。',
    en: 'Must be employee, hr, hrSupervisor or none, not "{detail}".',
  },
  handOut: {
    'zh-TW': '只能是 manager、central 或 nobody，不能是「{detail}」。',
    en: 'Must be manager, central or nobody, not "{detail}".',
  },
  authMethod: {
    'zh-TW': '只能是 client_secret_basic、client_secret_post、private_key_jwt 或 none，不能是「{detail}」。',
    en: 'Must be client_secret_basic, client_secret_post, private_key_jwt or none, not "{detail}".',
  },
  signingAlgorithm: { 'zh-TW': '只能是 ES256 或 RS256，不能是「{detail}」。', en: 'Must be ES256 or RS256, not "{detail}".' },
  scope: { 'zh-TW': '沒有「{detail}」這個 scope。', en: 'There is no scope "{detail}".' },
  agencyCode: { 'zh-TW': '「{detail}」不是十位英文字母或數字的機關代碼。', en: '"{detail}" is no agency code of ten letters and digits.' },
  applicationCode: { 'zh-TW': '「{detail}」不是應用系統代碼。', en: '"{detail}" cannot be the code of an application.' },
  categoryCode: { 'zh-TW': '「{detail}」不是權限類別代碼。', en: '"{detail}" cannot be the code of a category.' },
  groupCode: { 'zh-TW': '「{detail}」不是權限群組代碼。', en: '"{detail}" cannot be the code of a group.' },
  accountName: { 'zh-TW': '「{detail}」不是帳號。', en: '"{detail}" cannot be an account name.' },
  clientId: { 'zh-TW': '「{detail}」不是用戶端代號。', en: '"{detail}" cannot be a client ID.' },
  secretCharacters: { 'zh-TW': '密鑰只能有英數字與半形符號，不可有空白。', en: 'A secret may have ASCII letters, digits and signs only.' },
  jwks: { 'zh-TW': '不是公開金鑰組（JWK Set）。', en: 'This is no JWK Set of public keys.' },
  authorityCode: { 'zh-TW': '「{detail}」不是憑證管理中心代號（小寫英數字與連字號）。', en: '"{detail}" cannot be the code of an authority: lower-case letters, digits and hyphens.' },
  revocation: { 'zh-TW': '只能是 crl、ocsp 或 both，不能是「{detail}」。', en: 'Must be crl, ocsp or both, not "{detail}".' },
  algorithm: {
    'zh-TW': `只能是 ${ALGORITHMS.join('、')}，不能是「{detail}」。`, en: `Must be one of ${ALGORITHMS.join(', ')}, not "{detail}".`,
  },
  issues: { 'zh-TW': '只能是 person、agency 或 authorities，不能是「{detail}」。', en: 'Must be person, agency or authorities, not "{detail}".' },
  oid: { 'zh-TW': '「{detail}」不是物件識別碼（OID）。', en: '"{detail}" is no object identifier.' },
  hours: { 'zh-TW': '須為 0 到 168 小時，不能是「{detail}」。', en: 'Must be 0 to 168 hours, not "{detail}".' },
  listAddress: { 'zh-TW': '「{detail}」不是 http 或 https 網址。', en: '"{detail}" is no http or https address.' },
  serial: { 'zh-TW': '「{detail}」不是十六進位的憑證序號。', en: '"{detail}" is no serial number of a certificate in hexadecimal.' },
  certificateUnreadable: { 'zh-TW': '{detail} 的憑證無法讀取；請使用 PEM 或 DER 的 base64。', en: 'The certificate of {detail} cannot be read: give PEM, or base64 of DER.' },
  notAnAuthority: { 'zh-TW': '{detail} 的憑證不是憑證管理中心的憑證。', en: 'The certificate of {detail} is not one of an authority.' },
  notSelfSigned: { 'zh-TW': '{detail} 不是自簽憑證，不能作為信任起點。', en: '{detail} is not self-signed and cannot be an anchor.' },
  policiesNeeded: { 'zh-TW': '{detail} 簽發卡片，須列出憑證政策（policies）。', en: '{detail} issues cards: name the policies that they have to have.' },
  responderNeeded: { 'zh-TW': '{detail} 以 OCSP 查詢，須有查詢網址（ocspUrl）。', en: '{detail} is asked by OCSP and needs the address of its responder (ocspUrl).' },
  listNeeded: { 'zh-TW': '{detail} 須有廢止清冊網址（listUrl），否則請設 inUse: false。', en: '{detail} needs the address of its revocation list (listUrl), or inUse: false.' },
  algorithmsNotItsKeys: {
    'zh-TW': '{detail} 的金鑰無法以列出的任何演算法簽章，它的卡片都會被拒絕。',
    en: 'The key of {detail} makes none of these signatures: all of its cards would be refused.',
  },
  listOtherwiseSigned: {
    'zh-TW': '{detail} 目前的廢止清冊不是以列出的演算法簽章，它的卡片都會被拒絕。',
    en: 'The revocation list of {detail} that there is was signed by none of these: all of its cards would be refused.',
  },
  otherCertificate: { 'zh-TW': '{detail} 已登錄另一張憑證；新一代的金鑰請用新的代號。', en: '{detail} has another certificate: give a new generation a code of its own.' },
  unknownAuthority: { 'zh-TW': '沒有憑證管理中心 {detail}。', en: 'There is no authority {detail}.' },
  doubled: { 'zh-TW': '「{detail}」重複出現。', en: '{detail} is here twice.' },
  overlap: { 'zh-TW': '{detail} 的期間重疊。', en: 'The periods of {detail} overlap.' },
  unknownAgency: {
    'zh-TW': '沒有機關代碼 {detail}；請先匯入機關檔。',
    en: 'No agency has the code {detail}; import the agency file first.',
  },
  unknownApplication: { 'zh-TW': '沒有應用系統 {detail}。', en: 'There is no application {detail}.' },
  unknownAccount: { 'zh-TW': '沒有帳號 {detail}。', en: 'There is no account {detail}.' },
  noCurrentPost: { 'zh-TW': '{detail} 目前沒有職務。', en: '{detail} has no current post.' },
  neededForNew: { 'zh-TW': '新增「{detail}」需要這個欄位。', en: '{detail} is new and needs this field.' },
  groupElsewhere: { 'zh-TW': '權限群組不能改屬其他機關（{detail}）。', en: 'A group cannot move to another agency ({detail}).' },
  endsBeforeItBegins: { 'zh-TW': '結束日早於開始日（{detail}）。', en: 'It would end before it begins ({detail}).' },
  severalPeriods: {
    'zh-TW': '{detail} 在此期間有多段紀錄，請寫明開始日。',
    en: '{detail} has several periods then: say which by its first day.',
  },
  beganAlready: { 'zh-TW': '已自 {detail} 開始，不能更改開始日。', en: 'It began on {detail}, and that day cannot change.' },
  ownOffice: { 'zh-TW': '{detail} 不能是自己的人事機構。', en: '{detail} cannot be the personnel office of itself.' },
  webHrDuty: { 'zh-TW': 'WebHR 不開放兼辦。', en: 'WebHR is never open to concurrent duty.' },
  redirectUri: {
    'zh-TW': '{detail} 的回傳網址須為完整的 https 網址（僅本機可用 http）。',
    en: 'The redirect URIs of {detail} must be exact https addresses (http only on this very machine).',
  },
  postLogoutRedirectUri: {
    'zh-TW': '{detail} 的登出後網址須為完整的 https 網址（僅本機可用 http）。',
    en: 'The post-logout URIs of {detail} must be exact https addresses (http only on this very machine).',
  },
  backchannelLogoutUri: {
    'zh-TW': '{detail} 的登出通知網址須為完整的 https 網址。',
    en: 'The back-channel logout URI of {detail} must be an exact https address.',
  },
  secretMissing: { 'zh-TW': '{detail} 需要密鑰。', en: '{detail} needs a secret.' },
  secretTooShort: {
    'zh-TW': '{detail} 的密鑰太短，請用 32 個以上的隨機字元。',
    en: 'The secret of {detail} is too short: use 32 random characters or more.',
  },
  secretNotWanted: { 'zh-TW': '{detail} 的驗證方式不使用密鑰。', en: '{detail} signs in without a secret.' },
  keysMissing: { 'zh-TW': '{detail} 需要 jwks 或 jwksUri 其中之一。', en: '{detail} needs either jwks or jwksUri.' },
  keysNotWanted: { 'zh-TW': '{detail} 的驗證方式不使用公開金鑰。', en: '{detail} signs in without keys.' },
  privateKeyShown: {
    'zh-TW': '{detail} 的 jwks 含有私密金鑰，請立即更換該金鑰。',
    en: 'The jwks of {detail} holds a private key: replace that key at once.',
  },
  jwksUri: {
    'zh-TW': '{detail} 的 jwksUri 須為完整的 https 網址。',
    en: 'The jwksUri of {detail} must be an exact https address.',
  },
  pkceForPublic: { 'zh-TW': '{detail} 沒有密鑰，必須使用 PKCE。', en: '{detail} has no secret and must use PKCE.' },
  openidMissing: { 'zh-TW': '{detail} 的 scopes 必須包含 openid。', en: 'The scopes of {detail} must hold openid.' },
  authzenForPublic: {
    'zh-TW': '{detail} 沒有密鑰或金鑰，不能以應用系統的名義呼叫（authzen、scim、todos）。',
    en: '{detail} keeps no secret or key, so it cannot call in its application\'s name (authzen, scim, todos).',
  },
  authzenNeedsApplication: {
    'zh-TW': '{detail} 不屬於任何應用系統，不能使用 authzen；請改在該應用系統的 oidcClients 的 scopes 加入 authzen。',
    en: '{detail} belongs to no application and cannot use authzen: add authzen to the scopes of the application\'s own '
      + 'client in oidcClients.',
  },
  otherKind: {
    'zh-TW': '{detail} 同時是 oidcClients 與 apiClients 的用戶端代號，請改用另一個代號。',
    en: '{detail} would be a client both of oidcClients and of apiClients: choose another id for one of them.',
  },
  otherApplication: {
    'zh-TW': '{detail} 已屬於另一個應用系統，不能改屬。',
    en: '{detail} belongs to another application and stays there.',
  },
}

/** The fault in a line: where it is, and what is wrong. */
export function faultSentence(fault: ConfigurationFault, language: Language): string {
  const sentence = FAULTS[fault.code][language].replaceAll('{detail}', () => fault.detail)
  const line = fault.line === null ? '' : language === 'en' ? `line ${fault.line}` : `第 ${fault.line} 行`
  const place = [line, pathText(fault.path)].filter((part) => part !== '').join(' ')
  return place === '' ? sentence : language === 'en' ? `${place}: ${sentence}` : `${place}：${sentence}`
}

export const thingNames: Record<Thing, Sentence> = {
  application: { 'zh-TW': '應用系統', en: 'application' },
  category: { 'zh-TW': '權限類別', en: 'category' },
  group: { 'zh-TW': '權限群組', en: 'group' },
  groupMember: { 'zh-TW': '群組成員', en: 'group member' },
  oidcClient: { 'zh-TW': 'OpenID Connect 用戶端', en: 'OpenID Connect client' },
  apiClient: { 'zh-TW': '程式', en: 'program' },
  personnelOffice: { 'zh-TW': '人事機構', en: 'personnel office' },
  certificateAuthority: { 'zh-TW': '憑證管理中心', en: 'certificate authority' },
  listedCertificate: { 'zh-TW': '憑證名單', en: 'listed certificate' },
}

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)

export const applySentences = {
  'zh-TW': {
    faults: (count: number) => `設定檔有 ${count} 處需要更正，未套用任何內容。`,
    same: (count: number) => `${count} 項與現況相同`,
    nothing: '沒有需要變更的內容。',
    wouldApply: (count: number) => `試行：將變更 ${count} 項，未寫入。`,
    applied: (count: number) => `已套用 ${count} 項變更。`,
  },
  en: {
    faults: (count: number) => `${count} ${count === 1 ? 'fault' : 'faults'} in the configuration. Nothing was applied.`,
    same: (count: number) => `${count} the same`,
    nothing: 'Nothing to change.',
    wouldApply: (count: number) => `Dry run: ${changes(count)}, nothing written.`,
    applied: (count: number) => `${changes(count)} applied.`,
  },
} as const
