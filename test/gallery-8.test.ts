import { after, before, test } from 'node:test'
import { axeWalks, narrowWalk, serveShare } from './gallery-walk.ts'

let served: Awaited<ReturnType<typeof serveShare>>
before(async () => { served = await serveShare(7) })
after(() => served.stop())

for (const { name, walk } of [...axeWalks(() => served.shown), narrowWalk(() => served.shown)]) test(name, walk)
