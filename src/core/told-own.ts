// What people are told of what happens by way of their own account: a part of the closed list of told.ts, with its sentences.
import { browserText, parseBrowser } from './browsers.ts'
import { saying } from './told-saying.ts'
import type { Sentence } from './access-messages.ts'
import type { Day } from './days.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'
import type { Unusual } from './unusual-sign-in.ts'

/** A sign-in, good as it was. `method`, `browser` (see browsers.ts) and `address` (without its end) as they are kept. */
type OfSignIn = Leads & { reason: string | null; unusual: readonly Unusual[]; method: string; browser: string; address: string }

/** `person`: whose account it is, where their managers are told. Activated: by its slip, whoever printed that is told. */
type OfOwnAccount = Leads & { reason: string | null; person?: string }

/** Nobody signed in for `number` days; `day`: of the end. */
type OfIdle = Leads & { reason: string | null; number: number; day?: Day }

export type ToldOfOwn =
  | Of<'idle.warned' | 'idle.disabled', OfIdle>
  | Of<'sign-in.unusual', OfSignIn>
  | Of<'account.activated' | 'account.way-spoiled' | 'account.sign-in-disowned' | 'account.password-changed' | 'account.passkey-added'
    | 'account.passkey-removed' | 'account.second-factor-set-up' | 'account.recovery-codes-made' | 'account.recovery-code-used'
    | 'account.second-factor-missed' | 'account.second-factor-removed', OfOwnAccount>

export const SAYINGS_OF_OWN: Readonly<Record<ToldOfOwn['kind'], Saying>> = {
  'sign-in.unusual': saying('帳號有不尋常的登入', 'An unusual sign-in to your account',
    '您的帳號剛才登入成功，但與您平常的登入不同：{unusual}。如果是您本人，不必處理；如果不是，請立即按「不是我」。',
    'Somebody signed in to your account, unlike what you usually do: {unusual}. If it was you, there is nothing to do; if it was not, say so at once.'),
  'idle.warned': saying('帳號久未登入，即將停用', 'Your account will be disabled',
    '您的帳號已逾 {number} 日沒有登入，將於 {day} 停用。在那之前登入一次，就會繼續有效。',
    'Nobody has signed in to your account for {number} days; it will be disabled on {day}. Sign in once before then, and it stays as it is.'),
  'idle.disabled': saying('帳號久未登入，已停用', 'Your account was disabled',
    '您的帳號已逾 {number} 日沒有登入，依規定停用。需要使用時，請洽服務機關的人事單位恢復。',
    'Nobody signed in to your account for {number} days, and it was disabled by rule. When you need it, ask your personnel office to enable it.'),
  'account.activated': saying('帳號已啟用', 'Account activated',
    '{account}已經啟用。如果不是本人所為，請立即洽服務機關的人事單位。',
    'Somebody activated {account}. If it was not its holder, tell the personnel office at once.'),
  'account.way-spoiled': saying('一次性代碼多次輸入錯誤，已失效', 'A code was spoilt by wrong tries',
    '有人持{account}的一次性代碼，多次輸入錯誤的身分證號或出生日期，代碼已失效。如果單張或信件不在本人手中，請洽服務機關的人事單位。',
    'Somebody who held a code for one use of {account} typed a wrong national ID or birth date again and again, and it was spoilt. If its slip or '
      + 'letter is not with its holder, tell the personnel office.'),
  'account.sign-in-disowned': saying('有人表示帳號遭他人登入', 'A sign-in was said to be somebody else’s',
    '{who}表示其帳號有一次登入並非本人所為；工作階段已結束，原密碼停用至設定新密碼為止。請協助了解是否有權限遭冒用。',
    '{who} said that a sign-in to the account was not theirs. Its sessions were ended, and the password lets nobody in until there is a new one. '
      + 'Please help to find out whether any right was misused.'),
  'account.password-changed': saying('密碼已變更', 'Your password was changed',
    '您帳號的密碼已變更，其他裝置上的登入都已結束。如果不是您本人所為，請立即以「忘記密碼」重設，並洽服務機關的人事單位。',
    'The password of your account was changed, and you were signed out everywhere else. If this was not your doing, reset it at once '
      + 'with “Forgotten password” and tell your personnel office.'),
  'account.passkey-added': saying('已新增通行密鑰', 'A passkey was added',
    '您的帳號新增了一把通行密鑰，以後可用它登入。如果不是您本人所為，請立即到「通行密鑰」移除，變更密碼，並在「登入紀錄」按「不是我」。',
    'A passkey was added to your account, and can sign in from now on. If this was not your doing, remove it under “Passkeys” at once, change your '
      + 'password, and say “Not me” in the sign-in history.'),
  'account.passkey-removed': saying('已移除通行密鑰', 'A passkey was removed',
    '您帳號的一把通行密鑰已移除，不能再用它登入。如果不是您本人所為，請立即變更密碼，並洽服務機關的人事單位。',
    'A passkey of your account was removed and signs in no more. If this was not your doing, change your password at once and tell your personnel office.'),
  'account.second-factor-set-up': saying('已設定第二驗證', 'A second factor was set up',
    '您的帳號已設定驗證碼應用程式；以後以密碼登入時，還要輸入它的驗證碼。如果不是您本人所為，請立即變更密碼，並洽服務機關的人事單位。',
    'An authenticator app was set up for your account; signing in by password asks for its code from now on. If this was not your doing, change your '
      + 'password at once and tell your personnel office.'),
  'account.recovery-codes-made': saying('已產生新的復原碼', 'New recovery codes were made',
    '您帳號的復原碼已重新產生，先前的都不能再用。如果不是您本人所為，請立即變更密碼，並洽服務機關的人事單位。',
    'New recovery codes were made for your account, and those before are worth nothing. If this was not your doing, change your password at once and tell '
      + 'your personnel office.'),
  'account.recovery-code-used': saying('已使用一組復原碼', 'A recovery code was used',
    '剛才有人以您的密碼和一組復原碼登入，該組復原碼不能再用。如果不是您本人，請立即變更密碼，並到「第二驗證」重新產生復原碼。',
    'Somebody signed in by your password and a recovery code, which is used up now. If it was not you, change your password at once and make new codes '
      + 'under “Second factor”.'),
  'account.second-factor-missed': saying('有人知道您的密碼，但第二驗證失敗', 'Somebody knows your password, but missed the second factor',
    '剛才有人以您的密碼登入，驗證碼連續輸入錯誤；沒有登入成功。如果不是您本人，密碼已經外洩，請立即變更密碼。',
    'Somebody gave your password and then wrong codes again and again; they did not get in. If it was not you, your password is known to others: change it at once.'),
  'account.second-factor-removed': saying('已移除第二驗證', 'The second factor was removed',
    '您的帳號已移除第二驗證，以密碼就能登入。如果不是您本人所為，請立即變更密碼，並洽服務機關的人事單位。',
    'The second factor of your account was removed: the password alone signs in. If this was not your doing, change your password at once and tell your '
      + 'personnel office.'),
}

/** How somebody proved themselves, as people call it. */
export const METHODS: Readonly<Record<string, Sentence>> = {
  password: { 'zh-TW': '帳號密碼', en: 'Account and password' },
  passkey: { 'zh-TW': '通行密鑰', en: 'Passkey' },
  personCertificate: { 'zh-TW': '自然人憑證', en: 'Citizen certificate' },
  agencyCertificate: { 'zh-TW': '機關憑證', en: 'Agency certificate' },
}

const UNUSUAL_WORDS: Readonly<Record<Unusual, Sentence>> = {
  browser: { 'zh-TW': '沒有用過的瀏覽器或電腦', en: 'a browser or computer not used before' },
  place: { 'zh-TW': '不曾使用的網路', en: 'a network not used before' },
  hour: { 'zh-TW': '很少登入的時間', en: 'an hour at which you hardly ever sign in' },
}

/** What is unusual, in words. */
export const unusualText = (unusual: readonly Unusual[], language: keyof Sentence): string =>
  unusual.map((one) => UNUSUAL_WORDS[one][language]).join(language === 'en' ? ', ' : '、')

/** Method, browser and network of a sign-in, for whoever asks whether it was theirs. */
export const signInFacts = ({ method, browser, address }: OfSignIn): { term: Sentence; value: Sentence }[] => {
  const read = parseBrowser(browser)
  return [
    { term: { 'zh-TW': '登入方式', en: 'Method' }, value: METHODS[method] ?? { 'zh-TW': method, en: method } },
    { term: { 'zh-TW': '瀏覽器', en: 'Browser' }, value: { 'zh-TW': browserText(read, 'zh-TW'), en: browserText(read, 'en') } },
    { term: { 'zh-TW': '來源網路', en: 'Network' }, value: { 'zh-TW': address, en: address } },
  ]
}
