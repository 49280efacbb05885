// eCPA's own database in the embedded server: the one that `npm start` runs, joined by a command while it runs.
import pg from 'pg'
import { databaseFolder, DatabaseRefusal, startEmbedded } from './embedded.ts'
import { runningEmbedded } from './embedded-running.ts'

const NAME = 'ecpa'
// An existing server answers a local connection in milliseconds; one that does not is not there.
const CONNECT_MILLISECONDS = 3000

export type LocalDatabase = {
  /** The owner's address of the database `ecpa`. */
  url: string
  dataDir: string
  /** Ends the server, if it was started here. */
  stop: () => Promise<void>
}

type Options = { dataDir: string; log: (line: string) => void }

/** Starts the embedded server and makes the database `ecpa` where it is missing. Throws as `startEmbedded` does. */
export async function startLocal({ dataDir, log }: Options): Promise<LocalDatabase & { ended: Promise<string> }> {
  const server = await startEmbedded({ dataDir, log })
  try {
    return { url: await makeDatabase(server.url), dataDir: server.dataDir, stop: server.stop, ended: server.ended }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** The database that a running eCPA has on this data folder, or one started for as long as the caller needs it. */
export async function joinOrStartLocal(options: Options): Promise<LocalDatabase> {
  try {
    return await startLocal(options)
  } catch (error) {
    if (!(error instanceof DatabaseRefusal) || error.code !== 'in-use') throw error
    const { dataDir } = databaseFolder(options.dataDir)
    const server = runningEmbedded(dataDir)
    if (server === null) throw error
    return { url: await makeDatabase(server), dataDir, stop: async () => {} }
  }
}

async function makeDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: CONNECT_MILLISECONDS })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME])
    if (rowCount === 0) await client.query(`create database ${NAME}`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${NAME}`
  return url.href
}
