/** Why a file of the feed was turned away whole, or did not arrive; and what to do. */
import type { FaultTally, FeedInterruption, FeedRefusal } from '../../core/feed-faults.ts'
import type { Language } from '../../web/language.ts'
import { faultName } from './fault-messages.ts'

type Sentence = Record<Language, string>

const said = (zh: string, en: string): Sentence => ({ 'zh-TW': zh, en })
const zhNumber = new Intl.NumberFormat('zh-TW')
const enNumber = new Intl.NumberFormat('en')
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`

/** A sentence or two for whoever sent the file. */
export function feedRefusalSentence(refusal: FeedRefusal): Sentence {
  switch (refusal.code) {
    case 'empty': return said('檔案是空的。', 'The file is empty.')
    case 'noRows': return said('檔案只有標題列。全量檔不能沒有任何職務。', 'The file has a heading and no rows. A snapshot of nobody is not taken.')
    case 'reportAsSnapshot':
      return said('這是有誤資料的清單，只有其中幾列。更正後請以異動檔匯入；以全量檔匯入會結束其他所有人的職務。',
        'This is a report of rejected rows, which names few. Mended, it is brought as a delta: as a snapshot it would end everybody else\'s posts.')
    case 'noHeading': return said('第一行不是標題列：須為人事資料的欄位名稱。', 'The first line is no heading: it must name the columns of the people feed.')
    case 'tooLarge': return said(`檔案超過 ${megabytes(refusal.limit)}。`, `The file is larger than ${megabytes(refusal.limit)}.`)
    case 'unpackedTooLarge':
      return said(`檔案解壓縮後超過 ${megabytes(refusal.limit)}。`, `The file is larger than ${megabytes(refusal.limit)} when it is unpacked.`)
    case 'packedTooTightly':
      return said('檔案的壓縮率不像人事資料，未解壓縮到底。', 'The file is packed more tightly than any people feed, and was not unpacked to its end.')
    case 'packedDamaged': return said('gzip 檔已損壞，請重新壓縮再傳。', 'The gzip file is damaged. Pack it anew and send it again.')
    case 'packedCutOff': return said('gzip 檔不完整，請重新傳送。', 'The gzip file breaks off. Send it again.')
    case 'rowTooLong':
      return said(`第 ${refusal.line} 行超過 ${zhNumber.format(refusal.limit)} 個字，不是人事資料。`,
        `Line ${refusal.line} has more than ${enNumber.format(refusal.limit)} characters: this is no people feed.`)
    case 'openQuote':
      return said(`第 ${refusal.line} 行有一個沒有結束的引號，其後無法讀取。`,
        `On line ${refusal.line} a quotation mark opens that is never closed; nothing after it can be read.`)
    case 'tooManyRows':
      return said(`檔案超過 ${zhNumber.format(refusal.limit)} 列。`, `The file has more than ${enNumber.format(refusal.limit)} rows.`)
    case 'encoding': return encodingSentence(refusal)
    case 'columnsMissing': case 'columnsTwice': case 'columnsUnknown': return columnsSentence(refusal)
    case 'tooManyFaults': return faultsSentence(refusal)
  }
}

function encodingSentence({ line, byte, likely }: FeedRefusal & { code: 'encoding' }): Sentence {
  const zh = `第 ${line} 行（第 ${zhNumber.format(byte + 1)} 個位元組）不是 UTF-8。`
  const en = `Line ${line} (byte ${enNumber.format(byte + 1)}) is not UTF-8.`
  if (likely === 'utf16') return said(`${zh}檔案看來是 UTF-16，請另存為 UTF-8。`, `${en} The file looks like UTF-16: save it as UTF-8.`)
  if (likely === 'big5') {
    return said(`${zh}檔案看來是 Big5，請另存為「CSV UTF-8」。`, `${en} The file looks like Big5: save it as "CSV UTF-8".`)
  }
  return said(`${zh}檔案可能已損壞，請重新產生。`, `${en} The file may be damaged: make it anew.`)
}

type ColumnsRefusal = Extract<FeedRefusal, { code: 'columnsMissing' | 'columnsTwice' | 'columnsUnknown' }>

function columnsSentence(refusal: ColumnsRefusal): Sentence {
  if (refusal.code === 'columnsUnknown') {
    const named = (ask: (nearest: string) => string): string[] =>
      refusal.columns.map(({ name, nearest }) => `「${name}」${nearest === null ? '' : ask(nearest)}`)
    return said(`標題列有不認識的欄位：${named((nearest) => `（是否為 ${nearest}？）`).join('、')}。`,
      `The heading has unknown columns: ${named((nearest) => ` (perhaps ${nearest}?)`).join(', ').replaceAll(/[「」]/g, '"')}.`)
  }
  return refusal.code === 'columnsMissing'
    ? said(`標題列缺少欄位：${refusal.columns.join('、')}。`, `The heading lacks columns: ${refusal.columns.join(', ')}.`)
    : said(`標題列有重複的欄位：${refusal.columns.join('、')}。`, `The heading names columns twice: ${refusal.columns.join(', ')}.`)
}

// More tell nothing that these do not.
const MOST_TOLD = 3

function faultsSentence({ limit, tally }: FeedRefusal & { code: 'tooManyFaults' }): Sentence {
  const told = (language: Language, number: Intl.NumberFormat): string => tally.slice(0, MOST_TOLD)
    .map((one) => tallied(one, language, number)).join(language === 'en' ? '; ' : '；')
  return said(
    `有誤的列超過 ${zhNumber.format(limit)}，整檔未採用，也不另列清單。讀到為止最多的是：${told('zh-TW', zhNumber)}。`,
    `More than ${enNumber.format(limit)} rows are at fault: nothing of the file was taken, and no list of them would be whole. As far as it was read, mostly: ${told('en', enNumber)}.`)
}

const tallied = ({ column, code, rows }: FaultTally, language: Language, number: Intl.NumberFormat): string =>
  `${column === null ? '' : `${column} `}${faultName(code)[language]} × ${number.format(rows)}`

const INTERRUPTIONS: Record<FeedInterruption, Sentence> = {
  brokenOff: said('檔案傳送中斷，沒有留下任何資料。請重新傳送同一個檔案。', 'The file broke off on its way, and nothing of it was kept. Send the same file again.'),
  stopped: said('讀取已停止，沒有留下任何資料。請重新傳送同一個檔案。', 'Reading was stopped, and nothing of it was kept. Send the same file again.'),
  diskFull: said('資料庫的磁碟空間不足，沒有留下任何資料。請通知維運人員清出空間後，重新傳送同一個檔案。',
    'The database has no room left on its disk, and nothing of the file was kept. Have the operator make room, then send the same file again.'),
  databaseAway: said('資料庫中斷，沒有留下任何資料。請稍後重新傳送同一個檔案。',
    'The database went away, and nothing of the file was kept. Send the same file again later.'),
  failed: said('程式發生錯誤，多次處理仍未成功，未套用任何內容。請維運人員查閱紀錄；排除後請重新傳送同一個檔案。',
    'A fault of the program kept it from being worked on, and nothing of it was applied. Have the operator look at the log; then send the same file again.'),
}

export const feedInterruptionSentence = (why: FeedInterruption): Sentence => INTERRUPTIONS[why]

/** As many files as can be read at a time are being read. */
export const FEEDS_BUSY: Sentence = said('正在讀取其他檔案，請幾分鐘後再傳。', 'Other files are being read. Send yours in a few minutes.')
