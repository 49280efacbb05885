import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleActors } from '../../web/gallery/sample-actors.ts'
import { chaptersOf } from './chapters.ts'
import { marked, searchManual } from './search.ts'

const first = (search: string) => searchManual(search, 'zh-TW')[0]?.task.slug

test('a task is found by words of either language, and the sentence that is shown holds them', () => {
  assert.equal(first('忘記密碼'), 'forgotten-password')
  assert.equal(first('FORGOTTEN password'), 'forgotten-password')
  const [found] = searchManual('slip', 'zh-TW')
  assert.ok(found!.language === 'en' && /slip/i.test(found!.sentence))
  assert.equal(searchManual('機關 讀卡機', 'zh-TW').every(({ task }) => task.steps.length > 0), true)
})

test('臺 and 台 are one, and what people write without spaces is found by its pairs', () => {
  assert.deepEqual(searchManual('臺臺', 'zh-TW'), searchManual('台台', 'zh-TW'))
  assert.ok(searchManual('台與臺', 'zh-TW').some(({ task }) => task.slug === 'find-an-agency'))
  assert.equal(first('忘記密碼怎麼辦'), 'forgotten-password')
})

// What civil servants type, and the task that has to come first for it.
const WORDS: Record<string, string> = {
  'activate': '啟用帳號 開通帳號 新進人員 第一次登入 啟用單 activation "new employee"',
  'activate-by-card': '用自然人憑證啟用',
  'sign-in': '登入 登不進去 無法登入 鎖住 帳號被鎖 帳號被鎖住怎麼辦 帳號鎖定 locked login "log in" "cannot sign in" 登出',
  'sign-in-by-card': '憑證登入 插卡 綁定憑證 卡片鎖住 鎖卡 忘記PIN碼 "PIN locked"',
  'lost-or-new-card': '憑證遺失 卡片不見 卡片遺失 憑證掉了 憑證過期 換卡 新卡 自然人憑證遺失 "lost card" "expired card"',
  'passkeys': '通行密鑰 指紋 臉部辨識 不用密碼 fingerprint passkey',
  'forgotten-password': '忘記密碼 忘記帳號 密碼忘了 忘了帳號 我的帳號是什麼 "forgot password" "forgot account name"',
  'check-this-computer': '讀卡機 讀不到卡 抓不到讀卡機 元件 環境檢測 瀏覽器 "card reader"',
  'open-an-application': '看不到系統 系統不見了 沒有權限 打不開系統 應用系統 "no access" "missing application" 申請權限',
  'switch-standing': '兼職 切換身分 切換機關 兩個機關 "second post"',
  'to-do': '待辦 待辦事項 待簽 "to do"',
  'announcements': '公告 簽收 最新消息 acknowledge',
  'vote': '投票 vote',
  'greeting-cards': '賀卡 生日卡 "greeting card"',
  'greetings-received': '收到賀卡 封鎖',
  'my-account': '通知 notices 我的專區',
  'wrong-record': '資料錯誤 職稱錯了 資料不對 改名字 姓名錯誤 "wrong title"',
  'password-and-email': '改密碼 換密碼 變更密碼 換信箱 改email 字太小 字體 放大 英文 "change password" "text size"',
  'personal-data-notice': '個資 重要訊息 同意書',
  'second-factor': '換手機 手機遺失 手機不見 第二驗證 兩步驟驗證 OTP 復原碼 "lost phone" "new phone"',
  'not-me': '盜用 被盜 不是我 駭客 hacked 登入紀錄',
  'moving-or-leaving': '調職 調動 商調 離職 退休 留職停薪 復職 transfer retire leaving',
  'find-an-agency': '機關代碼 機關電話 機關地址 "agency code"',
  'work-for-a-served-agency': '代辦 代辦其他機關',
  'begin-managing': '管理功能 看不到管理功能 權限與兼辦管理',
  'handover-review': '交接 新任人事主管 handover 授權檢視',
  'give-a-grant': '授權 開權限 給權限 設定權限 新增授權 grant',
  'change-or-end-a-grant': '收回權限 取消授權 結束授權 刪除權限 延長授權 revoke',
  'set-up-a-duty': '兼辦 設定兼辦 duty',
  'request-a-duty-across-lines': 'F000199 跨主管機關',
  'approve-a-duty-across-lines': '核定 核定兼辦',
  'delegate': '代理 代理人 職務代理 請假 我要請假找代理人 deputy',
  'suspended': '暫停 暫停中的授權 suspended',
  'review-campaign': '定期檢視 清查權限 盤點',
  'reset-a-password': '重設密碼 幫同仁重設密碼 列印啟用單 "reset password" "how do I reset a password"',
  'correct-an-email': '校正信箱 校正email 同仁信箱',
  'who-may-use-what': '誰有權限 查權限 匯出 excel 名冊 "who has access"',
  'look-up-accounts': '查帳號 比較權限 權限群組內容',
  'answer-wrong-records': '答覆 同仁反映資料錯誤',
  'write-an-announcement': '發公告 發布公告 "write announcement"',
  'write-a-poll': '辦投票 問卷 舉辦投票',
  'manage-as-a-delegate': '受授權',
  'sign-in-by-agency-card': '機關憑證 持卡人 "agency card"',
  'find-a-person': '員工管理 人員查詢',
  'act-on-an-account': '停用帳號 停用 凍結帳號 恢復帳號 "disable account"',
  'roles-at-the-centre': '稽核 總處管理者 auditor',
  'change-an-agency': '新增機關 上級機關 "new agency"',
  'restructure': '裁撤 整併 合併 組織改造 merge',
  'application-catalogue': '停機 維護公告 停機公告 outage',
  'application-categories': '權限類別 預設權限',
  'permission-groups': '權限群組 新增成員',
  'certificate-whitelist': '白名單 黑名單 廢止清冊',
  'personnel-feed': '匯入 人事資料匯入 上傳人事資料 feed',
  'announce-to-the-nation': '總處公告 全國公告 置頂',
}

test('what people type brings its task first', () => {
  const typed = Object.entries(WORDS).flatMap(([slug, words]) =>
    [...words.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, plain]) => ({ slug, words: (quoted ?? plain)! })))
  const wrong = typed.filter(({ slug, words }) => first(words) !== slug).map(({ slug, words }) => `${words}: ${first(words)}, not ${slug}`)
  assert.deepEqual(wrong, [])
})

test('words that only the search knows are not shown: the sentence is one of the task', () => {
  const [found] = searchManual('盜用', 'zh-TW')
  assert.ok(found !== undefined && [found.task.lead, ...found.task.steps].some((text) => text['zh-TW'] === found.sentence))
})

test('nothing is found for nothing, nor for what is nowhere', () => {
  for (const search of ['', '   ', '便當', 'zzzz']) assert.deepEqual(searchManual(search, 'en'), [], search)
})

test('what was searched for is marked and the text stays whole', () => {
  const text = '先按「忘記密碼」，再設定密碼。'
  const pieces = marked(text, '密碼 忘記')
  assert.equal(pieces.map((piece) => piece.text).join(''), text)
  assert.deepEqual(pieces.filter(({ hit }) => hit).map((piece) => piece.text), ['忘記', '密碼', '密碼'])
})

test('the chapters of all standings of the reader come first', () => {
  const slugs = (actor: Parameters<typeof chaptersOf>[0]) => chaptersOf(actor).map(({ slug }) => slug)
  assert.deepEqual(slugs(null), [])
  assert.deepEqual(slugs(sampleActors.employee), ['employee'])
  assert.deepEqual(slugs(sampleActors.supervisor), ['employee', 'personnel-officer', 'personnel-supervisor'])
  assert.deepEqual(slugs(sampleActors.agencyCard), ['agency-card'])
  assert.ok(slugs(sampleActors.central).includes('central-administrator'))
})
