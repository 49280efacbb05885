import { defineMessages } from '../../web/messages.ts'

/** What stands on a slip, and on the screen around it. Those who read it at home know nothing of the portal's pages. */
export const slipMessages = defineMessages({
  'zh-TW': {
    titles: { reset: '密碼重設單', activation: '帳號啟用單' },
    once: '這張單張只顯示這一次',
    onceSays: '請立即以瀏覽器的「列印」（Ctrl+P）印出，當面交給本人，不要留存、拍照或轉寄。離開本頁後無法再顯示；如未印妥，請重新產生，這一張隨即失效。',
    name: '姓名',
    nationalId: '身分證號',
    accountName: '自訂帳號',
    noName: '啟用時自行選定',
    agency: '服務機關',
    code: '一次性代碼',
    until: '有效期限',
    untilText: (moment: string) => `${moment} 前，限用一次`,
    qr: '前往輸入代碼的網址',
    how: '使用方式',
    steps: {
      reset: (address: string) => [`以手機掃描圖碼，或在瀏覽器輸入 ${address}。`, '輸入一次性代碼、身分證號與出生日期。', '自行設定新密碼（12 個字以上）。設定後，先前登入的裝置都會登出。'],
      activation: (address: string) => [
        `以手機掃描圖碼，或在瀏覽器輸入 ${address}。`, '輸入一次性代碼、身分證號與出生日期。', '自行選定帳號、密碼（12 個字以上）與電子郵件。',
      ],
    },
    keep: '請勿將本單交給他人。沒有人會以電話或郵件向您索取代碼或密碼；單張遺失或不是您要求的，請洽服務機關人事單位。',
    made: (name: string, moment: string) => `由 ${name} 於 ${moment} 產生。人事服務網 eCPA`,
    back: '回到這位人員',
  },
  en: {
    titles: { reset: 'Slip for a new password', activation: 'Slip to activate an account' },
    once: 'This slip is shown this once',
    onceSays: 'Print it now with your browser (Ctrl+P) and hand it to the person; keep, photograph or forward no copy. It cannot be shown again. If '
      + 'the print failed, make another: this one stops working then.',
    name: 'Name',
    nationalId: 'National ID',
    accountName: 'Account name',
    noName: 'To be chosen',
    agency: 'Agency',
    code: 'Code for one use',
    until: 'Good until',
    untilText: (moment) => `${moment}, for one use`,
    qr: 'The address where the code is typed',
    how: 'How to use it',
    steps: {
      reset: (address) => [
        `Scan the picture with a telephone, or go to ${address}.`, 'Type the code, your national ID and your date of birth.',
        'Choose a new password of 12 characters or more. Devices that are signed in will be signed out.',
      ],
      activation: (address) => [
        `Scan the picture with a telephone, or go to ${address}.`, 'Type the code, your national ID and your date of birth.',
        'Choose an account name, a password of 12 characters or more, and your e-mail.',
      ],
    },
    keep: 'Give this slip to nobody. Nobody will ask you for the code or a password by telephone or mail. If you lose it or did not ask for it, tell '
      + 'your personnel office.',
    made: (name, moment) => `Made by ${name}, ${moment}. Civil Service Personnel Portal eCPA`,
    back: 'Back to the person',
  },
})
