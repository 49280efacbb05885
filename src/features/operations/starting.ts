// What the portal answers while it is not there yet: the port is taken from the first moment, so that nobody else takes it
// and whoever asks learns that it is coming.
import type { App } from '../../web/app.ts'

const BODY = `<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8"><title>人事服務網 eCPA</title>
<h1>系統啟動中</h1><p>人事服務網正在啟動，請稍候一分鐘再重新整理本頁。</p>
<p lang="en">eCPA is starting. Reload this page in a minute.</p></html>
`

/** Answers 503 to everything but `/livez`. */
export function startingApp(origin: string): App {
  return {
    origin,
    clientAddress: ({ socket }) => socket.remoteAddress ?? '',
    fail: async (_, outgoing) => void outgoing.destroy(),
    handle: async ({ url }, outgoing) => {
      const alive = url === '/livez'
      outgoing.writeHead(alive ? 200 : 503, {
        'content-type': alive || url === '/readyz' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        ...(alive ? {} : { 'retry-after': '5' }),
      })
      outgoing.end(alive ? '{"status":"alive"}' : url === '/readyz' ? '{"status":"starting"}' : BODY)
    },
  }
}
