import { defineMessages } from '../../web/messages.ts'

/** What people read who are signed in and prove once more that it is them. */
export const againMessages = defineMessages({
  'zh-TW': {
    title: '再次驗證身分',
    lead: (name: string) => `${name}，您已經登入。接下來的操作關係帳號安全，請再驗證一次是您本人。`,
    next: '驗證後將回到您要開啟的頁面，並在幾分鐘內不再詢問。',
    byPassword: '以密碼驗證',
    account: '帳號',
    password: '密碼',
    prove: '驗證',
    forgot: '忘記密碼',
    passwordMissing: '請輸入密碼',
    wrong: '密碼不正確。請檢查後再試；忘記密碼請按「忘記密碼」。',
    busy: '現在登入的人很多，請約 10 秒後再按一次「驗證」。這次不算失敗。',
    locked: (minutes: number) => `錯誤次數過多，這個帳號已暫停以密碼驗證。請 ${minutes} 分鐘後再試。`,
    withCard: '您是以機關憑證登入。請先登出，再以機關憑證重新登入，即可繼續這項操作。',
    signOut: '登出',
    leave: '不繼續，回首頁',
  },
  en: {
    title: 'Prove once more that it is you',
    lead: (name) => `${name}, you are signed in. What comes next touches the safety of accounts, so please prove once more that it is you.`,
    next: 'You then go on to the page you asked for, and are not asked again for some minutes.',
    byPassword: 'By password',
    account: 'Account name',
    password: 'Password',
    prove: 'Go on',
    forgot: 'Forgotten password',
    passwordMissing: 'Enter your password',
    wrong: 'The password is not right. Check it and try again, or choose “Forgotten password”.',
    busy: 'Many people are signing in just now. Press “Go on” again in about ten seconds; this did not count as a failure.',
    locked: (minutes) => `There were too many wrong tries, so passwords of this account rest. Try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`,
    withCard: 'You signed in with the agency’s card. Sign out and sign in with it again to go on.',
    signOut: 'Sign out',
    leave: 'Do not go on',
  },
})
