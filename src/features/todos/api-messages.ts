// What is wrong with an item that an application sends, in words.
import { MOST_OPEN, MOST_TITLE } from '../../core/application-todos.ts'
import type { TodoRefusal } from '../../core/application-todos.ts'
import type { Language } from '../../web/language.ts'

type Sentence = Record<Language, string>
const said = (zh: string, en: string): Sentence => ({ 'zh-TW': zh, en })

const title = said(`title 是必填的中文標題，${MOST_TITLE.zh} 字以內。`, `Give title: the title in Chinese, of ${MOST_TITLE.zh} characters at most.`)

/** By the field that is not as it has to be; any other is not known. */
export const FIELDS: Readonly<Record<string, Sentence>> = {
  subject: said('subject 是必填的字串：本應用系統所知該人員的 sub。', 'Give subject: the sub by which your application knows the person.'),
  title,
  titleEn: said(`titleEn 是英文標題，${MOST_TITLE.en} 字以內；沒有就不要送。`, `titleEn is the title in English, of ${MOST_TITLE.en} characters at most; leave it out if there is none.`),
  link: said('link 是必填的網址，2000 字以內。', 'Give link: an address of 2,000 characters at most.'),
  deadline: said('deadline 是日期（YYYY-MM-DD）；沒有就不要送。', 'deadline is a day (YYYY-MM-DD); leave it out if there is none.'),
}

export const REFUSALS: Record<TodoRefusal, Sentence> = {
  text: said('文字不得為空白、前後有空格，或含有看不見的字元。', 'The text must not be empty, begin or end with a blank, or hold characters that cannot be seen.'),
  nationalId: said('內容含有身分證號，未收下；請改用不含個人號碼的文字。', 'There is a national ID in it, so it was not taken: write it without personal numbers.'),
  link: said('link 不是完整的 http 或 https 網址。', 'link is no exact http or https address.'),
  foreignLink: said('link 必須在本應用系統登錄的網址之下（redirectUris 或啟動網址）。',
    'link must be an address of your own application: of the origin of its redirectUris or its launch address.'),
  past: said('deadline 已經過去。', 'deadline is past.'),
  far: said('deadline 在兩年之後，請檢查日期。', 'deadline is more than two years away: check the day.'),
}

export const todoSays = {
  notAnApplication: said('只有應用系統可以新增待辦事項，這個用戶端不屬於任何應用系統。', 'Only applications add to-dos, and this client belongs to none.'),
  unknownField: said('沒有這個欄位。', 'There is no such field.'),
  noKey: said('請以 Idempotency-Key 標頭為這個請求命名，1 到 200 字，重送時使用相同的值。',
    'Name the request in the header Idempotency-Key, of 1 to 200 characters, and use the same name when you send it again.'),
  otherUnderKey: said('這個 Idempotency-Key 已用於內容不同的待辦事項；新的事項請使用新的值。',
    'This Idempotency-Key was used for another item: use a new one for a new item.'),
  nobody: said('本應用系統沒有這位使用者，或他目前不能使用本應用系統。', 'Your application has no such user, or they may not use it today.'),
  full: said(`這位人員已有 ${MOST_OPEN} 件本應用系統的待辦事項；請先撤回已處理的。`,
    `${MOST_OPEN} items of your application wait for this person already: withdraw those that are done.`),
  unknown: said('沒有這件待辦事項，或不屬於本應用系統。', 'There is no such item, or it is not your application\'s.'),
} as const satisfies Record<string, Sentence>
