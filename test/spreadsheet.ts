// Reads back what src/web/spreadsheet.ts writes, by other means: csv-parse, and zip and XML by hand.
import { crc32, inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** The lines of a CSV file, heading first; fails for a file without BOM or with anything but RFC 4180. */
export function readCsv(file: Buffer): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
  if (!text.startsWith('\uFEFF')) throw new Error('no BOM')
  return parse(text.slice(1), { record_delimiter: '\r\n' })
}

/** The parts of a zip file by their names, each held against its checksum. */
export function readZip(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const parts = new Map<string, Buffer>()
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, crc, packed] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 16), file.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [number, number, number]
    const local = file.readUInt32LE(at + 42)
    const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const raw = file.subarray(data, data + packed)
    const part = method === 0 ? raw : inflateRawSync(raw)
    if (crc32(part) !== crc) throw new Error('a part of the zip is broken')
    parts.set(file.toString('utf8', at + 46, at + 46 + name), part)
    at += 46 + name + extra + comment
  }
  return parts
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', '#13': '\r' }
const unescaped = (xml: string): string => xml.replace(/&(amp|lt|gt|#13);/g, (_, name: string) => NAMED[name]!)
  .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/** The rows of each sheet of an XLSX file, heading first, empty cells as ''. */
export function readXlsx(file: Buffer): string[][][] {
  const parts = readZip(file)
  const workbook = parts.get('xl/workbook.xml')!.toString()
  const relations = parts.get('xl/_rels/workbook.xml.rels')!.toString()
  return [...workbook.matchAll(/<sheet [^>]*r:id="([^"]+)"/g)].map(([, id]) => {
    const target = new RegExp(`Id="${id}"[^>]*Target="([^"]+)"`).exec(relations)![1]!
    const xml = parts.get(`xl/${target}`)!.toString()
    return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) =>
      [...row!.matchAll(/<c\/>|<c[^>]*>(?:<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>/gs)]
        .map(([, number, text]) => number ?? unescaped(text ?? '')))
  })
}
