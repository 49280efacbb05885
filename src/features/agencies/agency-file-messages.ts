import type { AgencyFileRefusal, AgencyNoticeCode } from './agency-file.ts'

type Sentence = { 'zh-TW': string; en: string }

/** What each notice means, to be shown with its line and detail; the codes that left the row out say so. */
export const agencyNoticeMessages: Record<AgencyNoticeCode, Sentence> = {
  wrongFieldCount: { 'zh-TW': '欄位數與標題列不符，未匯入此列', en: 'Not as many fields as the header: row left out' },
  badCode: { 'zh-TW': '機關代碼不是十位英文字母或數字，未匯入此列', en: 'The code is not ten letters and digits: row left out' },
  duplicateCode: { 'zh-TW': '機關代碼重複，只採用第一列', en: 'The code came before: only the first row counts' },
  missingName: { 'zh-TW': '沒有機關名稱，未匯入此列', en: 'No name: row left out' },
  nameTooLong: { 'zh-TW': '機關名稱過長，未匯入此列', en: 'The name is too long: row left out' },
  badAbolitionMark: { 'zh-TW': '裁撤註記無法辨識，未匯入此列', en: 'The abolition mark is unknown: row left out' },
  fieldCut: { 'zh-TW': '欄位過長，超過部分未匯入', en: 'The field is too long: the rest was left out' },
  badDate: { 'zh-TW': '日期不存在，視為不詳', en: 'No such date: taken as unknown' },
  badLevel: { 'zh-TW': '機關層級無法辨識，視為不詳', en: 'The level is unknown: taken as not given' },
  privateCharacter: { 'zh-TW': '含有造字，請確認名稱與地址', en: 'Holds a user-defined character: check name and address' },
  unknownColumn: { 'zh-TW': '不認識的欄位，略過不讀', en: 'Unknown column: passed over' },
  ownSuperior: { 'zh-TW': '主管機關為自己，視為最上層機關', en: 'Its own superior: taken as a root' },
  superiorMissing: { 'zh-TW': '主管機關不在檔案中', en: 'The superior is not in the file' },
  superiorLoop: { 'zh-TW': '主管機關循環，視為主管機關不明', en: 'The superiors go round in a loop: taken as unknown' },
  superiorAbolished: { 'zh-TW': '主管機關已裁撤', en: 'The superior is abolished' },
  successorSelf: { 'zh-TW': '新機關為自己，視為沒有新機關', en: 'Its own successor: taken as none' },
  successorMissing: { 'zh-TW': '新機關不在檔案中', en: 'The successor is not in the file' },
  successorLoop: { 'zh-TW': '新機關循環，視為沒有新機關', en: 'The successors go round in a loop: taken as none' },
  predecessorMissing: { 'zh-TW': '舊機關不在檔案中', en: 'The predecessor is not in the file' },
  liveWithAbolitionDate: { 'zh-TW': '有裁撤日期而未註記裁撤，仍視為現存', en: 'Has an abolition date but no mark: taken as live' },
  abolishedBeforeEffective: { 'zh-TW': '裁撤日期早於生效日期', en: 'Abolished before it took effect' },
  doubledName: { 'zh-TW': '現存機關名稱重複', en: 'Two live agencies have this name' },
}

/** Why the whole file was not taken. */
export function agencyFileRefusalMessage(refusal: AgencyFileRefusal): Sentence {
  switch (refusal.refused) {
    case 'tooLarge':
      return { 'zh-TW': '檔案超過 64 MB，未匯入。', en: 'The file is larger than 64 MB. Nothing was imported.' }
    case 'encoding':
      return {
        'zh-TW': '檔案編碼不是 UTF-8 或 Big5（cp950），未匯入。',
        en: 'The file is neither UTF-8 nor Big5 (cp950). Nothing was imported.',
      }
    case 'empty':
      return { 'zh-TW': '檔案是空的。', en: 'The file is empty.' }
    case 'malformed':
      return {
        'zh-TW': `第 ${refusal.line} 行不是正確的 CSV，未匯入。`,
        en: `Line ${refusal.line} is not well-formed CSV. Nothing was imported.`,
      }
    case 'tooManyRows':
      return {
        'zh-TW': `檔案超過 ${refusal.limit} 列，未匯入。`,
        en: `The file has more than ${refusal.limit} rows. Nothing was imported.`,
      }
    case 'missingColumns':
      return {
        'zh-TW': `檔案缺少欄位：${refusal.columns.join('、')}，未匯入。`,
        en: `The file lacks the columns ${refusal.columns.join(', ')}. Nothing was imported.`,
      }
    case 'doubledColumns':
      return {
        'zh-TW': `檔案有重複的欄位：${refusal.columns.join('、')}，未匯入。`,
        en: `The file has these columns twice: ${refusal.columns.join(', ')}. Nothing was imported.`,
      }
  }
}
