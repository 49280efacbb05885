// eCPA's own database in the embedded server: the one that `npm start` runs, joined by a command while it runs.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { databaseFolder, DatabaseRefusal, startEmbedded } from './embedded.ts'
import { runningEmbedded } from './embedded-running.ts'

const NAME = 'ecpa'
const LOGIN = 'ecpa_portal'
// An existing server answers a local connection in milliseconds; one that does not is not there.
const CONNECT_MILLISECONDS = 3000

export type LocalDatabase = {
  /** The owner's address of the database `ecpa`, for migrations. */
  ownerUrl: string
  /** The program's: a login that is a member of `ecpa_program` and nothing else, so that no statement gets beyond that. */
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
    return { ...await makeDatabase(server.url), dataDir: server.dataDir, stop: server.stop, ended: server.ended }
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
    return { ...await makeDatabase(server), dataDir, stop: async () => {} }
  }
}

/** What only the owner may do, on a connection of its own for as long as it takes. */
async function asOwner(config: pg.ClientConfig, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(config)
  // A server that ends says so on every connection, also on one that is not asking anything just then: whoever asks next hears
  // of it, and nobody else has to.
  client.on('error', () => {})
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}

async function makeDatabase(serverUrl: string): Promise<Pick<LocalDatabase, 'ownerUrl' | 'url'>> {
  const ownerUrl = new URL(serverUrl)
  ownerUrl.pathname = `/${NAME}`
  const url = new URL(ownerUrl)
  url.username = LOGIN
  // Made from the owner's, so that there is one secret to keep: whoever has that one needs no other.
  url.password = createHash('sha256').update(`${LOGIN} ${ownerUrl.password}`).digest('base64url')
  await asOwner({ connectionString: serverUrl, connectionTimeoutMillis: CONNECT_MILLISECONDS }, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME])
    if (rowCount === 0) await client.query(`create database ${NAME}`)
    for (const role of ['ecpa_program', LOGIN]) {
      const { rowCount: there } = await client.query('select from pg_roles where rolname = $1', [role])
      if (there === 0) await client.query(`create role ${role}`)
    }
    // The password has letters, digits, - and _ alone.
    await client.query(`alter role ${LOGIN} login password '${url.password}'; grant ecpa_program to ${LOGIN}`)
  })
  return { ownerUrl: ownerUrl.href, url: url.href }
}

/** Has the database count what its tables hold, as their owner, so that its plans are good right after a great load. */
export async function countTables(ownerUrl: string): Promise<void> {
  await asOwner({ connectionString: ownerUrl }, (client) => client.query('analyze'))
}

/**
 * From when on new rows count as recorded: that instant, or (null) the present, as it always is outside a load. For a
 * demonstration alone, that is to be asked about days before it was installed; only the owner can, and nobody may be at work.
 */
export async function recordSince(ownerUrl: string, since: Date | null): Promise<void> {
  const start = since === null ? 'now()' : `timestamptz '${since.toISOString()}'`
  await asOwner({ connectionString: ownerUrl }, (client) => client.query(`
      do $$
      declare
        versions regclass;
      begin
        for versions in
          select a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid
          where a.attname = 'recorded' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        loop
          execute format('alter table %s alter recorded set default tstzrange(%s, null::timestamptz)', versions, $start$${start}$start$);
        end loop;
      end $$`))
}
