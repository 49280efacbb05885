import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { refusedFiles, sampleFiles } from '../../test/sample-files.ts'
import { ACCEPTED, FILE_KINDS, judgeFile, namedKind } from './attachments.ts'

const [good, bad] = await Promise.all([sampleFiles(), refusedFiles()])

describe('files that may be attached', () => {
  for (const [name, bytes] of Object.entries(good)) {
    test(`${name} is taken`, () => assert.deepEqual(judgeFile(name, bytes), { kind: namedKind(name) }))
  }
  for (const [name, bytes, fault] of bad) {
    test(`${name} is not: ${fault}`, () => assert.deepEqual(judgeFile(name, bytes), { refused: fault }))
  }

  test('no kind passes for another', () => {
    for (const [name, bytes] of Object.entries(good)) {
      for (const [kind, { endings }] of Object.entries(FILE_KINDS)) {
        if (namedKind(name) === kind) continue
        // Text is whatever is text; all else is one thing only.
        if ((kind === 'txt' || kind === 'csv') && (/\.(txt|csv|pdf)$/.test(name))) continue
        assert.ok('refused' in judgeFile(`x.${endings[0]}`, bytes), `${name} as ${kind}`)
      }
    }
  })

  test('an ending counts whatever its case, and the last one alone', () => {
    assert.equal(namedKind('報表.PDF'), 'pdf')
    assert.equal(namedKind('a.pdf.exe'), null)
    assert.equal(namedKind('a.exe.pdf'), 'pdf')
    assert.match(ACCEPTED, /^\.pdf,.*\.jpg,\.jpeg,/)
  })

  test('whatever the bytes are, there is an answer', () => {
    const name = fc.constantFrom(...Object.keys(good))
    fc.assert(fc.property(name, fc.uint8Array({ maxLength: 300 }), (called, bytes) => void judgeFile(called, bytes)))
    // A good file with a byte changed, or cut short.
    fc.assert(fc.property(name, fc.nat(2000), fc.nat(255), fc.boolean(), (called, at, value, cut) => {
      const bytes = Buffer.from(good[called]!)
      if (cut) return void judgeFile(called, bytes.subarray(0, at % bytes.length))
      bytes[at % bytes.length] = value
      judgeFile(called, bytes)
    }), { numRuns: 3000 })
  })
})
