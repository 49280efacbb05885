// Turns a WOFF2 font back into the TrueType font it was made from (W3C WOFF File Format 2.0), for the browser of the tests:
// its FreeType reads TrueType files only, and the registry's fonts come as WOFF2. For the fonts that the lockfile pins, not
// for files from outside: it trusts their lengths.
import { brotliDecompressSync } from 'node:zlib'

/** Reads big-endian numbers one after the other. */
class Reader {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  u8() { return this.bytes.readUInt8(this.at++) }
  u16() { return this.bytes.readUInt16BE((this.at += 2) - 2) }
  i16() { return this.bytes.readInt16BE((this.at += 2) - 2) }
  u32() { return this.bytes.readUInt32BE((this.at += 4) - 4) }
  take(length: number) { return this.bytes.subarray(this.at, this.at += length) }

  /** UIntBase128 (4.1). */
  base128(): number {
    let value = 0
    for (;;) {
      const byte = this.u8()
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
  }

  /** 255UInt16 (4.1). */
  u255(): number {
    const code = this.u8()
    if (code === 253) return this.u16()
    if (code === 254) return this.u8() + 506
    if (code === 255) return this.u8() + 253
    return code
  }
}

const knownTags = ('cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH ' +
  'PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc ' +
  'feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill').match(/.{4}(?: |$)/g)!
  .map((tag) => tag.slice(0, 4))

/** The TrueType file of a WOFF2 file. */
export function trueTypeOf(woff2: Buffer): Buffer {
  const file = new Reader(woff2)
  if (file.u32() !== 0x774F4632) throw new Error('not a WOFF2 file')
  const flavor = file.u32()
  file.at = 12
  const count = file.u16()
  file.at = 20
  const compressed = file.u32()
  file.at = 48
  const entries = Array.from({ length: count }, () => directoryEntry(file))
  const content = new Reader(brotliDecompressSync(file.take(compressed)))
  const raw = new Map(entries.map(({ tag, length }) => [tag, content.take(length)]))
  const transformed = new Set(entries.filter((entry) => entry.transformed).map(({ tag }) => tag))

  const tables = new Map(raw)
  if (transformed.has('glyf')) {
    const { glyf, loca, leftEdges } = rebuildGlyphs(raw.get('glyf')!)
    const head = Buffer.from(raw.get('head')!)
    head.writeInt16BE(1, 50) // indexToLocFormat: long
    tables.set('head', head).set('glyf', glyf).set('loca', loca)
    if (transformed.has('hmtx')) tables.set('hmtx', rebuildMetrics(raw.get('hmtx')!, raw.get('hhea')!, leftEdges))
  }
  return assemble(flavor, tables)
}

function directoryEntry(file: Reader): { tag: string, length: number, transformed: boolean } {
  const flags = file.u8()
  const tag = (flags & 63) === 63 ? file.take(4).toString('latin1') : knownTags[flags & 63]!
  const version = flags >> 6
  const length = file.base128()
  // for outlines 3 means as they were, for the rest 0 does
  const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0
  return { tag, length: transformed ? file.base128() : length, transformed }
}

interface GlyphStreams {
  contours: Reader, points: Reader, flags: Reader, glyphs: Reader, composites: Reader, boxes: Reader, instructions: Reader
}

/** Undoes the glyf and loca transform (5.1, 5.3). */
function rebuildGlyphs(table: Buffer): { glyf: Buffer, loca: Buffer, leftEdges: number[] } {
  const header = new Reader(table, 2)
  const hasOverlaps = (header.u16() & 1) === 1
  const count = header.u16()
  header.at += 2 // whether the offsets were short: ours are long, for the outlines grow by being written plainly
  const sizes = Array.from({ length: 7 }, () => header.u32())
  const [contours, points, flags, glyphs, composites, boxes, instructions] =
    sizes.map((size) => new Reader(header.take(size))) as [Reader, Reader, Reader, Reader, Reader, Reader, Reader]
  const streams: GlyphStreams = { contours, points, flags, glyphs, composites, boxes, instructions }
  const boxed = boxes.take(4 * Math.ceil(count / 32))
  const overlaps = hasOverlaps ? header.take(Math.ceil(count / 8)) : undefined

  const parts: Buffer[] = []
  const offsets = [0]
  const leftEdges: number[] = []
  let length = 0
  for (let index = 0; index < count; index++) {
    const glyph = rebuildGlyph(streams, bit(boxed, index), overlaps !== undefined && bit(overlaps, index))
    leftEdges.push(glyph.length > 0 ? glyph.readInt16BE(2) : 0)
    const padded = Buffer.concat([glyph, Buffer.alloc(-glyph.length & 3)])
    parts.push(padded)
    offsets.push(length += padded.length)
  }
  const loca = Buffer.alloc(offsets.length * 4)
  offsets.forEach((offset, index) => loca.writeUInt32BE(offset, index * 4))
  return { glyf: Buffer.concat(parts), loca, leftEdges }
}

const bit = (map: Buffer, index: number) => ((map[index >> 3]! << (index & 7)) & 128) !== 0

function rebuildGlyph(streams: GlyphStreams, hasBox: boolean, overlaps: boolean): Buffer {
  const contourCount = streams.contours.i16()
  if (contourCount === 0) return Buffer.alloc(0)
  if (contourCount < 0) {
    const { components, hasInstructions } = takeComponents(streams.composites)
    const parts = [int16s(-1), streams.boxes.take(8), components]
    if (hasInstructions) {
      const size = streams.glyphs.u255()
      parts.push(int16s(size), streams.instructions.take(size))
    }
    return Buffer.concat(parts)
  }
  let total = 0
  const ends = Array.from({ length: contourCount }, () => (total += streams.points.u255()) - 1)
  const steps = Array.from({ length: total }, () => takeStep(streams.flags, streams.glyphs))
  const instructionSize = streams.glyphs.u255()
  const box = hasBox ? streams.boxes.take(8) : boxOf(steps)
  return Buffer.concat([
    int16s(contourCount), box, int16s(...ends),
    int16s(instructionSize), streams.instructions.take(instructionSize),
    // every coordinate in two bytes: larger than it could be, and right
    Buffer.from(steps.map(({ onCurve }, index) => (onCurve ? 1 : 0) | (overlaps && index === 0 ? 0x40 : 0))),
    int16s(...steps.map(({ dx }) => dx)), int16s(...steps.map(({ dy }) => dy)),
  ])
}

function takeComponents(stream: Reader): { components: Buffer, hasInstructions: boolean } {
  const from = stream.at
  let hasInstructions = false
  for (let more = true; more;) {
    const flags = stream.u16()
    hasInstructions ||= (flags & 0x100) !== 0
    more = (flags & 0x20) !== 0
    stream.at += 2 + (flags & 1 ? 4 : 2)
    if (flags & 0x08) stream.at += 2
    else if (flags & 0x40) stream.at += 4
    else if (flags & 0x80) stream.at += 8
  }
  return { components: stream.bytes.subarray(from, stream.at), hasInstructions }
}

interface Step { dx: number, dy: number, onCurve: boolean }

/** One point's way from the point before it: the triplet encoding (5.2). */
function takeStep(flags: Reader, glyphs: Reader): Step {
  const byte = flags.u8()
  const onCurve = byte < 128
  const flag = byte & 127
  if (flag < 10) return { dx: 0, dy: signed(((flag & 14) << 7) + glyphs.u8(), flag), onCurve }
  if (flag < 20) return { dx: signed((((flag - 10) & 14) << 7) + glyphs.u8(), flag), dy: 0, onCurve }
  if (flag < 84) {
    const base = flag - 20
    const pair = glyphs.u8()
    const dx = signed(1 + (base & 0x30) + (pair >> 4), flag)
    return { dx, dy: signed(1 + ((base & 0x0C) << 2) + (pair & 15), flag >> 1), onCurve }
  }
  if (flag < 120) {
    const base = flag - 84
    const dx = signed(1 + (Math.floor(base / 12) << 8) + glyphs.u8(), flag)
    return { dx, dy: signed(1 + (((base % 12) >> 2) << 8) + glyphs.u8(), flag >> 1), onCurve }
  }
  if (flag < 124) {
    const [first, second, third] = [glyphs.u8(), glyphs.u8(), glyphs.u8()]
    const dx = signed((first << 4) + (second >> 4), flag)
    return { dx, dy: signed(((second & 15) << 8) + third, flag >> 1), onCurve }
  }
  const dx = signed(glyphs.u16(), flag)
  return { dx, dy: signed(glyphs.u16(), flag >> 1), onCurve }
}

const signed = (value: number, flag: number) => (flag & 1 ? value : -value)

function boxOf(steps: Step[]): Buffer {
  let [x, y] = [0, 0]
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { dx, dy } of steps) {
    x += dx
    y += dy
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.min(bottom, y)
    top = Math.max(top, y)
  }
  return int16s(left, bottom, right, top)
}

/** Undoes the hmtx transform (5.4): left side bearings that equal the outlines' left edges were left out. */
function rebuildMetrics(table: Buffer, hhea: Buffer, leftEdges: number[]): Buffer {
  const stream = new Reader(table)
  const flags = stream.u8()
  const proportional = hhea.readUInt16BE(34)
  const advances = Array.from({ length: proportional }, () => stream.u16())
  const bearings = leftEdges.map((edge, index) => (flags & (index < proportional ? 1 : 2) ? edge : stream.i16()))
  return int16s(...bearings.flatMap((bearing, index) => index < proportional ? [advances[index]!, bearing] : [bearing]))
}

function int16s(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => bytes.writeUInt16BE(value & 0xFFFF, index * 2))
  return bytes
}

function assemble(flavor: number, tables: Map<string, Buffer>): Buffer {
  const sorted = [...tables].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const power = Math.floor(Math.log2(sorted.length))
  const header = Buffer.alloc(12 + 16 * sorted.length)
  header.writeUInt32BE(flavor, 0)
  header.writeUInt16BE(sorted.length, 4)
  header.writeUInt16BE(16 * 2 ** power, 6)
  header.writeUInt16BE(power, 8)
  header.writeUInt16BE(16 * (sorted.length - 2 ** power), 10)
  const parts = [header]
  let offset = header.length
  for (const [index, [tag, table]] of sorted.entries()) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)])
    const at = 12 + 16 * index
    header.write(tag, at, 'latin1')
    header.writeUInt32BE(checksum(padded), at + 4)
    header.writeUInt32BE(offset, at + 8)
    header.writeUInt32BE(table.length, at + 12)
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) % 2 ** 32
  return sum
}
