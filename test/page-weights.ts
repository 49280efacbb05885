// What each page weighs with all that it loads, held against the limit and printed as docs/generated/page-weights.md.
import { brotliCompressSync, constants } from 'node:zlib'
import { COOKIE } from '../src/web/cookies.ts'
import { LANGUAGES, type Language } from '../src/web/language.ts'
import { findGalleries, serveGalleries, withoutTokens } from './gallery.ts'

/** Bytes that a page may have in all, packed, for a browser that has nothing of it yet (spec 1, 7). */
export const HEAVIEST_PAGE = 50_000

/** Whole chapters with all their pictures, for the printer. */
const TO_BE_PRINTED = 'manual-print'

/** Bytes on the way to the browser. `scripts`: the names of the files, of those too that they import. */
export type Weight = { html: number; style: number; script: number; pictures: number; scripts: string[] }

/** All of it together. */
export const total = ({ html, style, script, pictures }: Weight): number => html + style + script + pictures

// Our pages go out as they are and are packed by the proxy, which takes no more trouble than this.
const BY_PROXY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** Weighs the page at that address: what it names below /assets counts, and what its scripts import. */
export async function weigh(address: string, language: Language): Promise<Weight> {
  const reply = await fetch(address, { headers: { cookie: `${COOKIE.language}=${language}` } })
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`)
  const html = await reply.text()
  const weight: Weight = { html: brotliCompressSync(withoutTokens(html), BY_PROXY).length, style: 0, script: 0, pictures: 0, scripts: [] }
  const wanted = new Set([...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => new URL(path!, address).href))
  // What is added to a set on the way is walked through too.
  for (const asset of wanted) {
    const { bytes, imported } = await weighAsset(asset)
    for (const one of imported) wanted.add(one)
    if (asset.endsWith('.css')) weight.style += bytes
    else if (asset.endsWith('.js')) {
      weight.script += bytes
      weight.scripts.push(asset.slice(asset.lastIndexOf('/') + 1))
    } else weight.pictures += bytes
  }
  return weight
}

type AssetWeight = { bytes: number; imported: string[] }
const weighed = new Map<string, Promise<AssetWeight>>()

// Their addresses change with what they say, but for the port.
const weighAsset = (address: string): Promise<AssetWeight> => {
  const found = weighed.get(address) ?? fetchAsset(address)
  weighed.set(address, found)
  return found
}

async function fetchAsset(address: string): Promise<AssetWeight> {
  const reply = await fetch(address, { headers: { 'accept-encoding': 'br' } })
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`)
  const text = await reply.text()
  const imported = address.endsWith('.js') ? [...text.matchAll(/^import .* from '(\.\/[^']+)'/gm)] : []
  return { bytes: Number(reply.headers.get('content-length')), imported: imported.map(([, name]) => new URL(name!, address).href) }
}

type Heaviest = Weight & { page: string; state: string }

/** Of each page of the gallery the state that weighs most, in the language that weighs most. */
async function heaviestStates(): Promise<Heaviest[]> {
  const { shown, stop } = await serveGalleries(await findGalleries())
  try {
    const heaviest = new Map<string, Heaviest>()
    for (const { label, address } of shown.filter((one) => one.label !== TO_BE_PRINTED)) {
      const page = address.split('/').at(-2)!
      for (const language of LANGUAGES) {
        const weight = await weigh(address, language)
        const before = heaviest.get(page)
        if (before === undefined || total(weight) > total(before)) heaviest.set(page, { ...weight, page, state: label.slice(page.length + 1) })
      }
    }
    return [...heaviest.values()].toSorted((a, b) => (a.page < b.page ? -1 : 1))
  } finally {
    await stop()
  }
}

const kilobytes = (bytes: number): string => bytes === 0 ? '—' : String(Math.ceil(bytes / 1000))

/** `docs/generated/page-weights.md`. Throws where a page is above the limit. */
export async function pageWeightsPage(): Promise<string> {
  const pages = await heaviestStates()
  const above = pages.filter((one) => total(one) >= HEAVIEST_PAGE)
  if (above.length > 0) throw new Error(`heavier than ${HEAVIEST_PAGE} bytes: ${above.map((one) => `${one.page} ${total(one)}`).join(', ')}`)
  const rows = pages.map((one) => `| ${one.page} | ${one.state} | ${kilobytes(one.html)} | ${kilobytes(one.pictures)} | ` +
    `${kilobytes(one.script)} | ${one.scripts.join(', ')} | ${kilobytes(total(one))} |`)
  return `# What pages weigh

<!-- Generated from the gallery by test/write-generated.ts; do not edit. -->

Kilobytes, rounded up, on the way to a browser that has nothing of it yet, packed: of each page its heaviest state, in the heavier
language. Each also loads the one stylesheet, of ${kilobytes(Math.max(...pages.map(({ style }) => style)))}; the sum is held against the limit of ${HEAVIEST_PAGE / 1000}. Not in the list is the manual
as it is printed, which is whole chapters with all their pictures.

| page | state | HTML | pictures | scripts | which | in all |
|---|---|--:|--:|--:|---|--:|
${rows.join('\n')}
`
}
