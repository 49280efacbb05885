import type { Sentence } from '../local-program/language.ts'
import type { AccessClaim, AccessEntry } from './access-claim.ts'
import type { Refusal } from './relying-party.ts'

export const METHODS: Record<AccessClaim['method'], Sentence> = {
  password: { 'zh-TW': '帳號密碼', en: 'Account and password' },
  passkey: { 'zh-TW': '通行密鑰', en: 'Passkey' },
  personCertificate: { 'zh-TW': '自然人憑證', en: 'Personal certificate card' },
  agencyCertificate: { 'zh-TW': '機關憑證', en: 'Agency certificate card' },
}

export const STANDINGS: Record<AccessClaim['standing'], Sentence> = {
  employee: { 'zh-TW': '一般', en: 'Employee' },
  hr: { 'zh-TW': '人事人員', en: 'Personnel officer' },
  hrSupervisor: { 'zh-TW': '人事主管', en: 'Personnel supervisor' },
  none: { 'zh-TW': '無（持機關憑證）', en: 'None (holder of the agency card)' },
}

export const REASONS: Record<AccessEntry['by'], Sentence> = {
  birthright: { 'zh-TW': '職務本有', en: 'Comes with the post' },
  grant: { 'zh-TW': '應用系統授權', en: 'Application grant' },
  duty: { 'zh-TW': '兼辦', en: 'Concurrent duty' },
  agencyCard: { 'zh-TW': '機關憑證', en: 'Agency card' },
}

export const WORDS = {
  band: { 'zh-TW': '範例應用系統', en: 'Sample application' },
  bandNote: {
    'zh-TW': '您已離開人事服務網。這是示範用的另一個程式，只顯示人事服務網告訴它的內容。',
    en: 'You have left the portal. This is another program, for demonstration; it shows what the portal told it.',
  },
  skip: { 'zh-TW': '跳到主要內容', en: 'Skip to the main content' },
  otherLanguage: { 'zh-TW': 'English', en: '中文' },
  toPortal: { 'zh-TW': '回人事服務網', en: 'Back to the portal' },
  signIn: { 'zh-TW': '登入', en: 'Sign in' },
  signOut: { 'zh-TW': '登出', en: 'Sign out' },
  todo: { 'zh-TW': '待辦事項', en: 'To do' },
  todoTitle: { 'zh-TW': '請補件：', en: 'Send what is missing: ' },
  todoNone: { 'zh-TW': '本系統目前沒有事項等您處理。', en: 'This system has nothing waiting for you.' },
  todoWaits: { 'zh-TW': '本系統已將一件事項列入您的待辦事項。', en: 'This system has put something on your list in the portal.' },
  todoLook: { 'zh-TW': '查看人事服務網的待辦事項', en: 'See the list in the portal' },
  todoPush: { 'zh-TW': '新增一件待辦事項', en: 'Put something on my list' },
  todoClear: { 'zh-TW': '完成並撤回這件事項', en: 'Done: take it off my list' },
  todoRefused: { 'zh-TW': '人事服務網未接受這件待辦事項', en: 'The portal did not take this' },
  todoRefusedNote: {
    'zh-TW': '請返回後再試一次；以機關憑證登入時沒有個人的待辦事項。',
    en: 'Go back and try again. Signed in with an agency\u2019s card, there is no list of one\u2019s own.',
  },
  reread: { 'zh-TW': '重新讀取權限', en: 'Read my rights again' },
  all: { 'zh-TW': '全部範例應用系統', en: 'All sample applications' },
  allNote: {
    'zh-TW': '人事服務網的每一個應用系統，在這裡都有一個範例。點選後會以您在人事服務網的登入單一簽入。',
    en: 'Every application of the portal has a sample here. Opening one signs you in through the portal.',
  },
  who: { 'zh-TW': '誰登入了', en: 'Who signed in' },
  name: { 'zh-TW': '姓名', en: 'Name' },
  account: { 'zh-TW': '帳號', en: 'Account' },
  email: { 'zh-TW': '電子郵件', en: 'E-mail' },
  subject: { 'zh-TW': '本系統專用識別碼', en: 'Identifier for this application only' },
  holder: { 'zh-TW': '持卡人識別碼', en: 'Identifier of the card holder' },
  agency: { 'zh-TW': '選擇的機關', en: 'Agency chosen' },
  openedFor: { 'zh-TW': '代表機關', en: 'On behalf of' },
  notFor: { 'zh-TW': '人事服務網沒有提供這個機關的權限。', en: 'The portal named no right for this agency.' },
  standing: { 'zh-TW': '身分', en: 'Standing' },
  how: { 'zh-TW': '如何登入', en: 'How they signed in' },
  method: { 'zh-TW': '登入方式', en: 'Method' },
  strength: { 'zh-TW': '驗證等級（acr）', en: 'Assurance (acr)' },
  signedInAt: { 'zh-TW': '驗證時間', en: 'Time of sign-in' },
  notTold: { 'zh-TW': '未提供', en: 'not told' },
  rights: { 'zh-TW': '可以為哪些機關做什麼，依據為何', en: 'What they may do, for whom, and by what reason' },
  rightsCount: { 'zh-TW': '筆數：', en: 'How many: ' },
  rightsAgency: { 'zh-TW': '機關', en: 'Agency' },
  categories: { 'zh-TW': '權限類別', en: 'Categories' },
  reason: { 'zh-TW': '依據', en: 'Reason' },
  until: { 'zh-TW': '有效至', en: 'Until' },
  open: { 'zh-TW': '未定期限', en: 'No end date' },
  acting: { 'zh-TW': '兼辦機關', en: 'acting agency' },
  dutyNumber: { 'zh-TW': '兼辦編號', en: 'duty' },
  noRights: { 'zh-TW': '人事服務網沒有提供任何機關的權限。', en: 'The portal named no agency.' },
  earlier: { 'zh-TW': '上一頁', en: 'Previous page' },
  later: { 'zh-TW': '下一頁', en: 'Next page' },
  pages: { 'zh-TW': '分頁', en: 'Pages' },
  validity: { 'zh-TW': '資料的時效', en: 'How fresh this is' },
  readAt: { 'zh-TW': '讀取時間', en: 'Read at' },
  idTokenUntil: { 'zh-TW': '身分權杖（ID token）有效至', en: 'ID token valid until' },
  accessTokenUntil: { 'zh-TW': '存取權杖有效至', en: 'Access token valid until' },
  hasEnded: { 'zh-TW': '已過期', en: 'ended' },
  refreshToken: { 'zh-TW': '更新權杖', en: 'Refresh token' },
  refreshHeld: { 'zh-TW': '有：可以隨時重新讀取目前的權限', en: 'held: the present rights can be read again at any time' },
  refreshNone: { 'zh-TW': '無：重新讀取時會再經過人事服務網', en: 'none: reading again goes through the portal' },
  reread1: { 'zh-TW': '已重新讀取目前的權限。', en: 'Your present rights have been read again.' },
  disagree: {
    'zh-TW': '身分權杖與 userinfo 的 ecpa 內容不一致。以下顯示 userinfo 的內容，請通知人事服務網管理者。',
    en: 'ID token and userinfo disagree in “ecpa”. This page shows userinfo. Please tell the portal’s administrators.',
  },
  agree: { 'zh-TW': '身分權杖與 userinfo 的 ecpa 內容一致。', en: 'ID token and userinfo agree in “ecpa”.' },
  raw: { 'zh-TW': '收到的原始資料', en: 'The claims as received' },
  signedOut: { 'zh-TW': '您已登出。', en: 'You have signed out.' },
  outside: { 'zh-TW': '您目前沒有登入這個系統。', en: 'You are not signed in to this application.' },
  whyNot: { 'zh-TW': '看看為什麼、可以找誰', en: 'See why, and whom to ask' },
  forTechnicians: { 'zh-TW': '給技術人員', en: 'For technicians' },
  notFound: { 'zh-TW': '找不到這個頁面', en: 'There is no such page' },
  notFoundNote: { 'zh-TW': '網址可能有誤，或沒有這個代碼的應用系統。', en: 'The address may be wrong, or no application has that code.' },
  fault: { 'zh-TW': '系統發生錯誤', en: 'Something went wrong' },
  faultNote: { 'zh-TW': '請稍後再試一次。', en: 'Please try again in a moment.' },
  starting: { 'zh-TW': '還在等人事服務網啟動', en: 'Waiting for the portal to start' },
  startingNote: { 'zh-TW': '請稍待幾秒，再重新整理這一頁。', en: 'Please wait a few seconds and reload this page.' },
  staleForm: { 'zh-TW': '這個動作沒有完成', en: 'That was not done' },
  staleFormNote: {
    'zh-TW': '畫面可能已經過期，或要求不是從這個網站送出的。請回到系統再試一次。',
    en: 'The page may have been out of date, or the request came from another site. Go back and try again.',
  },
  lostSignIn: { 'zh-TW': '登入沒有完成', en: 'The sign-in was not completed' },
  lostSignInNote: {
    'zh-TW': '這次登入不是從這個瀏覽器開始的、已經用過，或等待過久。請再登入一次；若一再發生，請確認瀏覽器允許 Cookie。',
    en: 'It was not begun in this browser, has been used already, or took too long. Please sign in again. ' +
      'If this keeps happening, check that your browser accepts cookies.',
  },
  backToSystem: { 'zh-TW': '回到系統', en: 'Back to the application' },
} as const satisfies Record<string, Sentence>

type RefusalPage = { status: 403 | 502 | 503, heading: Sentence, advice: Sentence }

/** The page for each kind of refusal: its HTTP status, heading and advice. */
export const REFUSALS: Record<Refusal['refused'], RefusalPage> = {
  denied: {
    status: 403,
    heading: { 'zh-TW': '您目前不能使用這個系統', en: 'You may not use this application at present' },
    advice: {
      'zh-TW': '人事服務網沒有讓您進入。下面的連結說明缺少什麼條件，以及可以向誰申請。',
      en: 'The portal did not let you in. The link below says what is missing and whom you can ask.',
    },
  },
  'sign-in-needed': {
    status: 403,
    heading: { 'zh-TW': '請先登入人事服務網', en: 'Please sign in to the portal first' },
    advice: { 'zh-TW': '請按「登入」，由人事服務網確認您的身分。', en: 'Press “Sign in”; the portal will ask who you are.' },
  },
  ended: {
    status: 403,
    heading: { 'zh-TW': '您的使用權限或登入已經結束', en: 'Your access or your sign-in has ended' },
    advice: {
      'zh-TW': '人事服務網不再提供您在這個系統的權限，因此已將您登出。若您認為仍可使用，請重新登入。',
      en: 'The portal no longer gives you access here, so you were signed out. ' +
        'If you think you still have it, sign in again.',
    },
  },
  'portal-busy': {
    status: 503,
    heading: { 'zh-TW': '人事服務網暫時無法處理', en: 'The portal cannot do this just now' },
    advice: { 'zh-TW': '請稍後再試一次。', en: 'Please try again in a moment.' },
  },
  'portal-unreachable': {
    status: 503,
    heading: { 'zh-TW': '連不上人事服務網', en: 'The portal cannot be reached' },
    advice: { 'zh-TW': '請確認人事服務網已經啟動，稍後再試一次。', en: 'Check that the portal is running and try again in a moment.' },
  },
  registration: {
    status: 502,
    heading: { 'zh-TW': '這個系統與人事服務網的設定不符', en: 'This application and the portal do not fit together' },
    advice: {
      'zh-TW': '問題不在您。請將下面的代碼告訴系統管理者。',
      en: 'It is not your doing. Please tell the administrators the code below.',
    },
  },
  answer: {
    status: 502,
    heading: { 'zh-TW': '人事服務網的回答無法採信', en: 'The portal’s answer cannot be trusted' },
    advice: {
      'zh-TW': '為了安全，這次登入沒有完成。請再試一次；若一再發生，請將下面的代碼告訴系統管理者。',
      en: 'For safety the sign-in was not completed. Try again; ' +
        'if it keeps happening, tell the administrators the code below.',
    },
  },
}
