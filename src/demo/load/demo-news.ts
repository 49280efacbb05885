/** What the centre of the demo has announced and asks, so that 「最新公告」 and 「主題投票」 have something to read. */
import { addDays, startOfDayInTaipei } from '../../core/days.ts'
import { writeNotice } from '../../features/notices/write-notice.ts'
import { writePoll } from '../../features/polls/write-poll.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Standing } from '../../core/standing.ts'
import type { Writing } from '../../features/notices/write-notice.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'

/** `ago`: how many days before it was published. `standing` null: to the public. */
type Announced = { ago: number; title: string; body: string; pinned: boolean; standing: Standing | null }

const ANNOUNCED: readonly Announced[] = [{
  ago: 21, pinned: false, standing: null,
  title: '自然人憑證即將到期者，請提前展期或換發',
  body: `憑證到期後就不能用來登入。登入後到「我的專區」的「我的憑證」，可以看到您的憑證何時到期。

1. 還沒到期的，請在內政部憑證管理中心的網站申請展期。
2. 已經到期的，請帶身分證到任一戶政事務所換發。
3. 新的憑證第一次登入時，請依畫面連結您的帳號；舊的憑證可以在「我的憑證」解除連結。

憑證遺失時，請立刻到「我的憑證」解除連結並勾選遺失，再向發證機關申請停用。`,
}, {
  ago: 9, pinned: true, standing: null,
  title: '登入方式說明：帳號密碼、通行密鑰與自然人憑證',
  body: `同仁可以用三種方式登入，登入後看到的應用系統相同：

| 方式 | 需要準備 | 適合 |
| --- | --- | --- |
| 帳號密碼 | 自訂帳號與密碼 | 一般使用 |
| 通行密鑰 | 手機或電腦的指紋、臉孔或 PIN | 不想記密碼的同仁 |
| 自然人憑證 | 憑證、讀卡機與元件 | 標示「須用憑證」的應用系統 |

- 第一次使用，請在首頁按「啟用帳號」。
- 忘記密碼，請按登入框的「忘記密碼」；沒有登記電子郵件的，請洽服務機關的人事單位。
- 使用憑證之前，可以先到「環境檢測」確認這台電腦準備好了。

逐步說明在「新手上路」與「使用手冊」。`,
}, {
  ago: 3, pinned: false, standing: 'hr',
  title: '請人事同仁檢視年底到期的應用系統授權',
  body: `年底前有不少授權與兼辦到期。請各機關人事同仁在 **12 月 20 日**以前：

1. 到「待辦事項」看三十天內到期的授權，需要的一次延長，不需要的讓它到期。
2. 到「授權檢視」處理因職務異動而暫停的授權。
3. 離職或調職同仁的授權會自動暫停，不必另外刪除。`,
}]

const QUESTION = {
  ago: 5, open: 30,
  question: '您希望人事服務網下一步先改善什麼？',
  about: '結果在投票結束後公布，作為明年度改善的參考。',
  choices: ['手機上的操作', '應用系統的分類與搜尋', '憑證元件的安裝', '待辦事項的通知', '英文介面'],
}

/** Nine in the morning of that many days before. */
function writing(authority: Authority, today: Day, ago: number): Writing {
  const day = addDays(today, -ago)
  return { authority, now: new Date(startOfDayInTaipei(day).getTime() + 9 * 3_600_000), today: day }
}

/** Writes it where nothing was announced yet, by the law that everybody writes by; `authority`: of somebody of the centre. */
export async function writeDemoNews(database: Database, origin: Origin, authority: Authority, today: Day): Promise<void> {
  if (await database.read.selectFrom('announcement').select('id').limit(1).executeTakeFirst()) return
  const everywhere = { agency: null, below: true }
  for (const { ago, title, body, pinned, standing } of ANNOUNCED) {
    const written = await writeNotice(database, origin, writing(authority, today, ago), {
      agency: null, wish: { title, body, pinned, mustAcknowledge: false, audience: { ...everywhere, standing }, publishAt: null, withdrawAt: null },
    })
    if ('refused' in written) throw new Error(`the demo's own announcement was refused: ${written.refused}`)
  }
  const { ago, open, ...poll } = QUESTION
  const asked = await writePoll(database, origin, writing(authority, today, ago), {
    agency: null,
    wish: {
      ...poll, mostChoices: 1, audience: { ...everywhere, standing: null }, opensAt: null,
      closesAt: new Date(startOfDayInTaipei(addDays(today, open - ago)).getTime() - 60_000),
    },
  })
  if ('refused' in asked) throw new Error(`the demo's own poll was refused: ${asked.refused}`)
}
