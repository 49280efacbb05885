// Works on a feed in a process of its own, for tests that kill it: URL FEED DAY [STAGE STEP]. It kills itself, as nobody can
// prevent, when it comes to that step of that stage.
import { workOnFeed } from '../src/features/feeds/pipeline.ts'
import { processOrigin } from '../src/store/change.ts'
import { openDatabase } from '../src/store/database.ts'

const [url, feed, today, stage, step] = process.argv.slice(2) as [string, string, string, string?, string?]
const database = openDatabase({ url, maxConnections: 2, log: { error() {}, warn() {}, info() {}, debug() {} } })
await workOnFeed({
  database, origin: processOrigin('test'), today,
  told: (far) => { if (far.stage === stage && far.done === Number(step)) process.kill(process.pid, 'SIGKILL') },
}, feed)
await database.close()
