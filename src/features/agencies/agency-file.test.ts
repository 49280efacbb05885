import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { agencyFileRefusalMessage } from './agency-file-messages.ts'
import { AGENCY_FILE_COLUMNS, ENGLISH_NAME_COLUMN, readAgencyFile } from './agency-file.ts'
import type { AgencyFile, AgencyNoticeCode, AgencyRow } from './agency-file.ts'

const REAL_FILE = new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url)

type Fields = Partial<Record<(typeof AGENCY_FILE_COLUMNS)[number] | typeof ENGLISH_NAME_COLUMN, string>>
const ROOT: Fields = { 機關代碼: 'A00000000A', 機關名稱: '行政院', 主管機關代碼: 'A00000000A' }
const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')

function fileText(rows: Fields[], columns: readonly string[] = AGENCY_FILE_COLUMNS): string {
  const lines = rows.map((row) => columns.map((column) => row[column as keyof Fields] ?? ''))
  return [columns, ...lines].map(quoted).join('\r\n')
}
const tenLong = (letter: string): string => letter.padEnd(10, '0')
const abolishedRow = (code: string, superior: string, successor: string): Fields => ({
  機關代碼: tenLong(code), 機關名稱: code, 主管機關代碼: tenLong(superior), 裁撤註記: '是', 新機關代碼: tenLong(successor),
})
const fileOf = (rows: Fields[], columns?: readonly string[]): Uint8Array => Buffer.from(fileText(rows, columns))

function read(bytes: Uint8Array): AgencyFile & { byCode: Map<string, AgencyRow>; codes: AgencyNoticeCode[] } {
  const file = readAgencyFile(bytes)
  assert.ok(!('refused' in file), JSON.stringify(file))
  const byCode = new Map(file.agencies.map((row) => [row.code, row]))
  return { ...file, byCode, codes: file.notices.map((notice) => notice.code) }
}

describe('the real agency file', () => {
  const bytes = readFileSync(REAL_FILE)
  const { agencies, byCode, notices } = read(bytes)
  const live = agencies.filter((agency) => agency.live)
  const told = (code: AgencyNoticeCode): string[] =>
    notices.filter((notice) => notice.code === code).map((notice) => notice.detail)

  it('is read whole, and every character of it', () => {
    assert.equal(agencies.length, 15_841)
    assert.equal(live.length, 8_314)
    assert.deepEqual(told('privateCharacter'), [])
    assert.ok(agencies.every((agency) => !/[\ue000-\uf8ff\ufffd]/.test(Object.values(agency).join(''))))
  })

  it('has eight live roots and three live agencies without parent', () => {
    const parentless = live.filter((agency) => agency.superiorCode === null)
    const roots = parentless.filter((agency) => agency.superiorMissing === undefined)
    assert.deepEqual(roots.map((agency) => agency.name),
      ['國民大會', '總統府', '立法院', '司法院', '考試院', '監察院', '國家安全會議', '行政院'])
    assert.equal(told('ownSuperior').length, 11, 'three abolished ones more')
    assert.deepEqual(parentless.filter((agency) => !roots.includes(agency)).map((agency) => agency.superiorMissing),
      ['9999999999', '9999999999', '9999999999'])
    assert.equal(told('superiorMissing').length, 4, 'one abolished one more')
  })

  it('gives each agency the parent that the file names', () => {
    assert.equal(byCode.get('397210000A')?.superiorCode, '397000000A')
    assert.equal(byCode.get('397070100Y')?.superiorCode, '397040000E')
    assert.equal(byCode.get('397000000A')?.superiorCode, 'A00000000A')
    const below = (code: string): boolean => {
      const up = byCode.get(code)?.superiorCode
      return up === '397000000A' || (typeof up === 'string' && below(up))
    }
    assert.equal(live.filter((agency) => below(agency.code)).length, 592)
    const depth = (code: string): number => {
      const up = byCode.get(code)?.superiorCode
      return up ? depth(up) + 1 : 1
    }
    assert.equal(Math.max(...live.map((agency) => depth(agency.code))), 5)
  })

  it('keeps successors and predecessors that exist', () => {
    const county = byCode.get('376520000A')
    assert.deepEqual([county?.live, county?.abolished, county?.successorCode, county?.successorFrom],
      [false, '2010-12-25', '397000000A', '2010-12-25'])
    assert.equal(byCode.get('A58000000A')?.predecessorCode, '323000000A')
    assert.equal(agencies.filter((agency) => agency.successorCode !== null).length, 5_369 - 12 - 2)
    assert.equal(told('successorMissing').length, 12)
    assert.equal(told('successorSelf').length, 2)
    assert.ok(agencies.every(({ successorCode }) => successorCode === null || byCode.has(successorCode)))
  })

  it('tells the odd rows with their lines', () => {
    const badDate = notices.filter((notice) => notice.code === 'badDate')
    assert.deepEqual(badDate.map((notice) => notice.detail), ['機關裁撤日期 0951131'])
    const text = new TextDecoder('big5').decode(bytes)
    const line = text.slice(0, text.indexOf('"376415121E"')).split(/\r\n|\n|\r/).length
    assert.equal(badDate[0]?.line, line)
    assert.deepEqual(told('doubledName').map((detail) => detail.split(':')[0]), ['內政部', '中央警察大學'])
    assert.equal(told('liveWithAbolitionDate').length, 3)
    assert.equal(byCode.get('A58000000A')?.phone, '02-23979297')
  })

  it('reads the same from UTF-8', () => {
    assert.deepEqual(readAgencyFile(Buffer.from(new TextDecoder('big5').decode(bytes))), readAgencyFile(bytes))
  })
})

describe('the agency file reader', () => {
  it('finds columns by name in any order, with the English name and unknown ones', () => {
    const columns = [ENGLISH_NAME_COLUMN, ...AGENCY_FILE_COLUMNS.toReversed(), '備註']
    const { agencies, notices } = read(fileOf([{ ...ROOT, 機關英文名稱: 'Executive Yuan' }], columns))
    assert.equal(agencies[0]?.nameEn, 'Executive Yuan')
    assert.equal(agencies[0]?.code, 'A00000000A')
    assert.deepEqual(notices[0], { line: 1, code: 'unknownColumn', detail: '備註' })
  })

  it('takes a byte order mark, and every kind of line end', () => {
    const text = fileText([ROOT])
    const plain = readAgencyFile(Buffer.from(text))
    const otherEnds = [text.replaceAll('\r\n', '\n'), text.replaceAll('\r\n', '\r')]
    for (const form of [`\ufeff${text}`, `${text}\r`, `${text}\r\n\r\n`, ...otherEnds]) {
      assert.deepEqual(readAgencyFile(Buffer.from(form)), plain, JSON.stringify(form.slice(-5)))
    }
  })

  it('refuses a file with another header and names what is missing or doubled', () => {
    const columns = AGENCY_FILE_COLUMNS.filter((column) => column !== '裁撤註記' && column !== '舊機關代碼')
    const refused = readAgencyFile(fileOf([ROOT], columns))
    assert.deepEqual(refused, { refused: 'missingColumns', columns: ['裁撤註記', '舊機關代碼'] })
    assert.match(agencyFileRefusalMessage({ refused: 'missingColumns', columns: ['裁撤註記'] }).en, /裁撤註記/)
    assert.deepEqual(readAgencyFile(fileOf([], [...AGENCY_FILE_COLUMNS, '機關名稱'])),
      { refused: 'doubledColumns', columns: ['機關名稱'] })
  })

  it('refuses what is no such text at all', () => {
    assert.deepEqual(readAgencyFile(new Uint8Array()), { refused: 'empty' })
    assert.deepEqual(readAgencyFile(Buffer.from('\ufeff')), { refused: 'empty' })
    assert.deepEqual(readAgencyFile(Buffer.from('\ufeff機關代碼', 'utf16le')), { refused: 'encoding' })
    assert.deepEqual(readAgencyFile(Uint8Array.of(0xa4, 0xa4, 0xa4)), { refused: 'encoding' })
    assert.deepEqual(readAgencyFile(new Uint8Array(64 * 1024 * 1024 + 1)), { refused: 'tooLarge' })
    const unclosed = readAgencyFile(Buffer.from(`${fileText([ROOT])}\r\n"397000000A,高雄\r\n`.padEnd(30_000, 'x')))
    assert.equal('refused' in unclosed && unclosed.refused, 'malformed')
    const broken = readAgencyFile(Buffer.from(`${fileText([ROOT])}\r\n"A1"x,2`))
    assert.deepEqual(broken, { refused: 'malformed', line: 3 })
  })

  it('leaves out rows that cannot be taken, each told with its line', () => {
    const good = { ...ROOT, 機關地址: '台北市\r\n忠孝東路' }
    const text = fileText([good, { ...ROOT, 機關代碼: 'a00000000A' }, ROOT, { ...ROOT, 機關代碼: 'B00000000B', 機關名稱: '' },
      { ...ROOT, 機關代碼: 'C00000000C', 機關名稱: '長'.repeat(101) }, { ...ROOT, 機關代碼: 'D00000000D', 裁撤註記: '?' }])
    const { agencies, notices } = read(Buffer.from(`${text}\r\n"E00000000E","少"`))
    assert.deepEqual(agencies.map((agency) => agency.address), ['台北市 忠孝東路'])
    const told = notices.map(({ line, code }) => `${line} ${code}`)
    assert.deepEqual(told, ['2 ownSuperior', '4 badCode', '5 duplicateCode',
      '6 missingName', '7 nameTooLong', '8 badAbolitionMark', '9 wrongFieldCount'])
  })

  it('takes rows with odd fields, and says so', () => {
    const { agencies, codes } = read(fileOf([{ ...ROOT, 機關地址: '路'.repeat(201), 機關生效日期: '1150230', 機關層級: '十',
      機關電話: '07--', 傳真: '07-123-', 機關裁撤日期: '0991225' }]))
    assert.deepEqual(codes.toSorted(), ['badDate', 'badLevel', 'fieldCut', 'liveWithAbolitionDate', 'ownSuperior'])
    const [agency] = agencies
    assert.equal(agency?.address.length, 200)
    const { effective, fax, level, live, phone } = agency
    assert.deepEqual([effective, level, phone, fax, live], [null, null, '', '07-123', true])
  })

  it('tells user-defined characters of cp950', () => {
    const header = Buffer.from(fileText([]))
    const cp950 = Buffer.concat([Buffer.from('\r\n"'), Buffer.from([0xfa, 0x40]), Buffer.from('"')])
    assert.equal(new TextDecoder('big5').decode(cp950.subarray(3, 5)), '\ue000')
    const row = fileText([{ ...ROOT, 機關名稱: '\ue000' }]).split('\r\n')[1]
    const { codes } = read(Buffer.concat([header, Buffer.from(`\r\n${row}`)]))
    assert.deepEqual(codes, ['privateCharacter', 'ownSuperior'])
  })

  it('cuts loops of parents and of successors', () => {
    const ties = ['ABB', 'BCA', 'CAA', 'DCC'].map((tie) => abolishedRow(tie.charAt(0), tie.charAt(1), tie.charAt(2)))
    const { byCode, codes } = read(fileOf(ties))
    assert.deepEqual(codes.toSorted(),
      ['successorLoop', 'successorLoop', 'superiorLoop', 'superiorLoop', 'superiorLoop'])
    assert.equal(byCode.get('A000000000')?.superiorMissing, 'B000000000')
    assert.equal(byCode.get('D000000000')?.superiorCode, 'C000000000')
    assert.equal(byCode.get('C000000000')?.successorCode, 'A000000000')
  })

  it('never throws, and never makes a tie to what is not there or a loop', () => {
    const code = fc.constantFrom('A', 'B', 'C', 'D', 'E', '').map((letter) => letter && letter.padEnd(10, '0'))
    const fields = fc.record({ 機關代碼: code, 機關名稱: fc.constantFrom('甲', '乙', ''), 主管機關代碼: code, 新機關代碼: code,
      舊機關代碼: code, 裁撤註記: fc.constantFrom('', '是', '?'), 機關生效日期: fc.string({ maxLength: 8 }), 機關地址: fc.string() })
    fc.assert(fc.property(fc.array(fields, { maxLength: 8 }), (rows) => {
      const { agencies, byCode } = read(fileOf(rows))
      for (const tie of ['superiorCode', 'successorCode', 'predecessorCode'] as const) {
        for (const agency of agencies) assert.ok(agency[tie] === null || byCode.has(agency[tie]))
      }
      for (const tie of ['superiorCode', 'successorCode'] as const) {
        for (const agency of agencies) {
          let steps = 0
          for (let up = agency[tie]; up !== null; up = byCode.get(up)?.[tie] ?? null) steps += 1
          assert.ok(steps <= agencies.length)
        }
      }
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.ok('refused' in readAgencyFile(bytes))
    }))
  })
})
