import { after, before, test } from 'node:test'
import { serveShare, walks } from './gallery-walk.ts'

let served: Awaited<ReturnType<typeof serveShare>>
before(async () => { served = await serveShare(1) })
after(() => served.stop())

for (const { name, walk } of walks(() => served.shown)) test(name, walk)
