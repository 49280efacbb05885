// Takes a feed in from its standard input, for tests that kill it: the address of the database, and the day.
import { processOrigin } from '../src/store/change.ts'
import { openDatabase } from '../src/store/database.ts'
import { receiveFeed } from '../src/features/feeds/receive-feed.ts'
import { seal } from './world.ts'

const [, , url, day] = process.argv
const silent = { error() {}, warn() {}, info() {}, debug() {} }
const database = openDatabase({ url: url!, maxConnections: 2, log: silent })
await receiveFeed(database, seal, processOrigin('test'), { personId: null, via: 'test' }, process.stdin, {
  source: 'killed.csv', kind: 'snapshot', asOf: day!, today: day!, atOnce: false,
})
await database.close()
