import { counted, defineMessages } from '../../web/messages.ts'

/** What is said of the files of an announcement. */
export const fileMessages = defineMessages({
  'zh-TW': {
    files: '附件',
    none: '沒有附件',
    columns: { name: '檔名', kind: '種類', size: '大小', added: '加入時間', act: '操作' },
    file: '檔案',
    hint: (megabytes: number, most: number) =>
      `PDF、ODF（odt、ods、odp）、Office（docx、xlsx、pptx）、PNG、JPEG、CSV、TXT；每個最大 ${megabytes} MB，最多 ${most} 個`,
    add: '加入附件',
    remove: '移除',
    removeNamed: (name: string) => `移除：${name}`,
    removeTitle: '移除附件',
    removeConsequence: (name: string) => `「${name}」移除後，看得到公告的人都不能再下載，也不能恢復；如仍需要，須重新加入。`,
    kinds: {
      pdf: 'PDF', odt: 'ODT 文件', ods: 'ODS 試算表', odp: 'ODP 簡報', docx: 'Word 文件', xlsx: 'Excel 試算表', pptx: 'PowerPoint 簡報',
      png: 'PNG 圖片', jpeg: 'JPEG 圖片', csv: 'CSV', txt: '純文字',
    },
    done: { attached: '附件已加入', removed: '附件已移除' },
    refused: {
      empty: '這個檔案是空的，請重新選擇',
      unknownKind: '不接受這種檔案。請改用 PDF、ODF、docx、xlsx、pptx、PNG、JPEG、CSV 或 TXT；壓縮檔請解開後逐一加入',
      otherContent: '檔案的內容與檔名的種類不符。請用原來的程式另存成該種類，再加入一次',
      macros: '檔案裡有巨集或程式，不能加入。請另存成不含巨集的檔案',
      notUtf8: '文字檔要用 UTF-8 編碼。請另存成 UTF-8，再加入一次',
      tooLarge: '檔案太大，沒有加入。請縮小，或分成幾個檔案',
      tooMany: '附件已達上限，請先移除不需要的',
    },
  },
  en: {
    files: 'Attachments',
    none: 'No attachments',
    columns: { name: 'Name', kind: 'Kind', size: 'Size', added: 'Added', act: 'Act' },
    file: 'File',
    hint: (megabytes, most) =>
      `PDF, ODF (odt, ods, odp), Office (docx, xlsx, pptx), PNG, JPEG, CSV, TXT; each at most ${megabytes} MB, at most ${counted(most, 'file', 'files')}`,
    add: 'Attach',
    remove: 'Remove',
    removeNamed: (name) => `Remove: ${name}`,
    removeTitle: 'Remove an attachment',
    removeConsequence: (name) =>
      `Nobody who can read the announcement will be able to download “${name}” any more. It cannot be brought back; attach it again if it is needed.`,
    kinds: {
      pdf: 'PDF', odt: 'ODT document', ods: 'ODS spreadsheet', odp: 'ODP presentation', docx: 'Word document', xlsx: 'Excel spreadsheet',
      pptx: 'PowerPoint presentation', png: 'PNG picture', jpeg: 'JPEG picture', csv: 'CSV', txt: 'Plain text',
    },
    done: { attached: 'The file was attached', removed: 'The file was removed' },
    refused: {
      empty: 'This file is empty: choose another',
      unknownKind: 'Files of this kind are not taken. Use PDF, ODF, docx, xlsx, pptx, PNG, JPEG, CSV or TXT; unpack archives and attach the files one by one',
      otherContent: 'What is in the file is not what its name says. Save it as that kind with the program that made it, and attach it again',
      macros: 'The file holds macros or programs and cannot be attached. Save it without macros',
      notUtf8: 'Text has to be UTF-8. Save it as UTF-8, and attach it again',
      tooLarge: 'The file is too large and was not attached. Make it smaller, or split it into several files',
      tooMany: 'There are as many attachments as there may be: remove one first',
    },
  },
})
