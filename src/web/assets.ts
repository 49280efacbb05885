import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const FOLDER = new URL('public/', import.meta.url)
const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  webp: 'image/webp',
}
// What is packed already gains nothing by being packed again.
const PACKED = new Set(['image/webp'])

type Encoding = 'br' | 'gzip' | 'identity'
type Asset = Record<Encoding, { body: Buffer; headers: Record<string, string> }>

/** The stylesheet, scripts and pictures, held ready in memory: they are small (the house rule is 50 KB a page, and 2 MB of pictures in all). */
export type Assets = {
  /** The address of a file of `public/`, named from there. It changes with the content. Throws for a name there is no file of. */
  address: (name: string) => string
  /** Answers an asset request; false when there is no such file. */
  serve: (path: string, request: IncomingMessage, response: ServerResponse) => boolean
}

/** The path below which assets are served. */
export const ASSET_PREFIX = '/assets'

function prepare(name: string, content: Buffer, base: Record<string, string>): Asset {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
  if (type === undefined) throw new Error(`public/${name}: no media type is known for it`)
  const of = (encoding: Encoding, body: Buffer) => ({
    body,
    headers: {
      ...base,
      'content-type': type,
      'content-length': String(body.length),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      vary: 'Accept-Encoding',
      // An SVG opened by itself is a document: one that may do nothing.
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    },
  })
  const identity = of('identity', content)
  if (PACKED.has(type)) return { br: identity, gzip: identity, identity }
  return { br: of('br', brotliCompressSync(content)), gzip: of('gzip', gzipSync(content)), identity }
}

/** The files of the folder and of those within it, named from the folder. */
function namesIn(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(fileURLToPath(folder), `${parentPath}/${name}`)).toSorted()
}

/**
 * Reads `public/` once. One hash over all files names the folder, so that modules import each other by relative
 * addresses. An older or newer hash, as met while two versions run side by side, is answered with what we have but is
 * not kept by the browser.
 */
export function loadAssets(base: Record<string, string>): Assets {
  const hash = createHash('sha256')
  const files = new Map<string, Asset>()
  for (const name of namesIn(FOLDER)) {
    const content = readFileSync(new URL(name, FOLDER))
    hash.update(`${name}\0${content.length}\0`).update(content)
    files.set(name, prepare(name, content, base))
  }
  const folder = `${ASSET_PREFIX}/${hash.digest('base64url').slice(0, 12)}/`
  return {
    address: (name) => {
      if (!files.has(name)) throw new Error(`public/${name} does not exist`)
      return folder + name
    },
    serve: (path, request, response) => {
      // `/assets/HASH/NAME`
      const asset = files.get(path.split('/').slice(3).join('/'))
      if (asset === undefined) return false
      const accepted = String(request.headers['accept-encoding'] ?? '')
      const { body, headers } = asset[accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity']
      const cache = path.startsWith(folder) ? 'public, max-age=31536000, immutable' : 'no-cache'
      response.writeHead(200, { ...headers, 'cache-control': cache })
      response.end(body)
      return true
    },
  }
}
