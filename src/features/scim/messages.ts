// What is wrong with a request, in words.
import type { Language } from '../../web/language.ts'

type Sentence = Record<Language, string>
const said = (zh: string, en: string): Sentence => ({ 'zh-TW': zh, en })

export const scimMessages = {
  unknownResource: said('沒有這一筆資料，或不屬於此程式。', 'There is no such resource, or it is not this program\'s.'),
  unknownSchema: said('沒有這個結構描述。', 'There is no such schema.'),
  notForApplications: said('應用系統只能讀取自己的使用者，不能寫入；人員資料由人事系統寫入。',
    'An application reads its own users and writes nothing: people are written by the personnel system.'),
  needsFeed: said('寫入需要 feed 範圍的權杖。', 'Writing needs a token with the scope feed, too.'),
  groupsAreDerived: said('群組由授權而來，不能寫入；請在人事服務網辦理授權。',
    'Groups follow from grants and are not written here: grants are given in the portal.'),
  filter: said('filter 無法解讀，請檢查屬性、運算子與引號。', 'The filter cannot be read. Check its attributes, operators and quotation marks.'),
  filterAttribute: said('filter 使用了不能查詢的屬性：', 'The filter names an attribute that cannot be asked for: '),
  filterInAddress: said('身分證號不得出現在網址；請改用 POST …/.search。', 'A national ID must not stand in an address: use POST …/.search.'),
  tooMany: said('符合的範圍太大，請以 id、userName 或機關縮小範圍，或不加 filter 以 cursor 逐頁讀取。',
    'The filter may mean too many. Narrow it by id, userName or agency, or read the list by cursor without one.'),
  tooFar: said('startIndex 太後面，請改用 cursor 逐頁讀取。', 'startIndex is too far on: read by cursor from here.'),
  cursor: said('cursor 無效或已過期，請從第一頁重新讀取。', 'The cursor is not valid or has expired: begin again with the first page.'),
  sort: said('不支援排序。', 'Sorting is not supported.'),
  changed: said('資料已變更，請重新讀取後再試。', 'It has changed meanwhile: read it again.'),
  body: said('內容不符規定：', 'This is not as it has to be: '),
  nationalId: said('請提供正確的身分證號（nationalId）。', 'Give a valid national ID (nationalId).'),
  nationalIdFixed: said('身分證號不能變更。', 'A national ID does not change.'),
  birthDate: said('請提供出生日期（birthDate，YYYY-MM-DD）。', 'Give the birth date (birthDate, YYYY-MM-DD).'),
  name: said('請提供姓名（displayName 或 name.formatted）。', 'Give the name (displayName or name.formatted).'),
  posts: said('請提供至少一個職務（posts）。', 'Give one post at least (posts).'),
  exists: said('已有這個人；請改用 PUT 或 PATCH。', 'This person is known: use PUT or PATCH.'),
  futurePost: said('尚未開始的職務不能由此撤回；請以完整檔更正。', 'A post that has not begun cannot be taken back here: correct it by a snapshot.'),
  active: said('active 由職務決定：要恢復請提供職務。', 'active follows from the posts: to bring somebody back, give a post.'),
  rejected: said('人事資料檢核未通過：', 'The personnel record refuses this: '),
  refused: said('未採用：', 'Not taken: '),
  busy: said('正在讀取其他檔案，請稍後再試。', 'Other files are being read. Try again in a minute.'),
  held: said('已收到，影響較大，待總處管理者核准後生效。', 'Received. It changes so much that a central administrator has to approve it first.'),
  pending: said('已收到，處理中。', 'Received and being worked on.'),
  patch: said('PATCH 的操作無法解讀：', 'A PATCH operation cannot be read: '),
  path: said('沒有這個屬性，或不能變更：', 'There is no such attribute, or it cannot be changed: '),
  bulk: said('Bulk 的操作無法解讀：', 'A bulk operation cannot be read: '),
  bulkMany: said('Bulk 的操作太多。', 'There are too many bulk operations.'),
  twice: said('同一個人在一次請求中只能出現一次。', 'One person may come once in a request.'),
} as const satisfies Record<string, Sentence>

/** The sentence with what it is about. */
export const about = (sentence: Sentence, what: string): Sentence =>
  ({ 'zh-TW': `${sentence['zh-TW']}${what}`, en: `${sentence.en}${what}` })
