// Small files of each kind that may be attached, and some that pretend to be one.
import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import { FILE_KINDS } from '../src/core/attachments.ts'

/** A ZIP file of these entries in their order; the first is kept as it is, as OpenDocument wants it. */
export async function zipOf(entries: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile()
  Object.entries(entries).forEach(([name, text], at) => zip.addBuffer(Buffer.from(text), name, { compress: at > 0 }))
  zip.end()
  return buffer(zip.outputStream)
}

const office = (main: string, more: Record<string, string> = {}) =>
  zipOf({ '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships/>', [main]: '<x/>', ...more })
const open = (kind: 'odt' | 'ods' | 'odp', more: Record<string, string> = {}) =>
  zipOf({ mimetype: FILE_KINDS[kind].type, 'content.xml': '<x/>', 'META-INF/manifest.xml': '<x/>', ...more })

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  // Nobody here looks at the sum.
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}

/** One of each kind, by its name. */
export const sampleFiles = async (): Promise<Record<string, Buffer>> => ({
  'a.pdf': Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  'a.odt': await open('odt'), 'a.ods': await open('ods'), 'a.odp': await open('odp'),
  'a.docx': await office('word/document.xml'), 'a.xlsx': await office('xl/workbook.xml'), 'a.pptx': await office('ppt/presentation.xml'),
  'a.png': Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))), chunk('IEND', Buffer.alloc(0)),
  ]),
  'a.jpg': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), Buffer.alloc(20), Buffer.from([0xff, 0xd9])]),
  'a.jpeg': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xdb]), Buffer.alloc(30), Buffer.from([0xff, 0xd9])]),
  'a.csv': Buffer.from('\ufeff機關,人數\r\n教育局,3\r\n'), 'a.txt': Buffer.from('文字\n'),
})

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

/** What is to be refused, by its name, with the fault. */
export const refusedFiles = async (): Promise<[string, Buffer, string][]> => [
  ['picture.png', Buffer.from(SVG), 'otherContent'],
  ['page.png', Buffer.from('<html><script>alert(1)</script>'), 'otherContent'],
  ['page.pdf', Buffer.from('<html>%PDF-1.7 %%EOF'), 'otherContent'],
  ['cut.pdf', Buffer.from('%PDF-1.7\n1 0 obj'), 'otherContent'],
  ['page.jpg', Buffer.from('<script>'), 'otherContent'],
  ['picture.svg', Buffer.from(SVG), 'unknownKind'],
  ['page.html', Buffer.from('<script>alert(1)</script>'), 'unknownKind'],
  ['page.txt.html', Buffer.from('x'), 'unknownKind'],
  ['none', Buffer.from('x'), 'unknownKind'],
  ['.pdf', Buffer.from('%PDF-1.7 %%EOF'), 'unknownKind'],
  ['a.zip', await zipOf({ 'a.txt': 'x' }), 'unknownKind'],
  ['a.docm', await office('word/document.xml'), 'unknownKind'],
  ['a.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'unknownKind'],
  ['a.exe', Buffer.from('MZ'), 'unknownKind'],
  ['any.docx', await zipOf({ 'a.txt': 'x' }), 'otherContent'],
  ['sheet.docx', await office('xl/workbook.xml'), 'otherContent'],
  ['text.ods', await open('odt'), 'otherContent'],
  ['packed.odt', await zipOf({ 'content.xml': '<x/>', mimetype: FILE_KINDS.odt.type }), 'otherContent'],
  ['old.docx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, ...Array<number>(100).fill(0)]), 'otherContent'],
  ['before.docx', Buffer.concat([Buffer.from('MZ'), await office('word/document.xml')]), 'otherContent'],
  ['macros.docx', await office('word/document.xml', { 'word/vbaProject.bin': 'x' }), 'macros'],
  ['macros.odt', await open('odt', { 'Basic/Standard/Module1.xml': 'x' }), 'macros'],
  ['program.xlsx', await office('xl/workbook.xml', { 'xl/embeddings/x.exe': 'MZ' }), 'macros'],
  ['big5.csv', Buffer.from([0xbe, 0xf7, 0xc3, 0xf6]), 'notUtf8'],
  ['binary.txt', Buffer.from('a\0b'), 'otherContent'],
  ['empty.txt', Buffer.alloc(0), 'empty'],
]
