import { openDatabase } from '../store/database.ts'
import { readOptions } from './arguments.ts'
import { listenPortal } from './portal.ts'
import { askedToEnd, logFor, sealFor, settingsFor } from './installation.ts'
import type { Command } from './command.ts'

/** `ecpa serve`: the portal in production, on a PostgreSQL server that `ecpa migrate` has prepared. */
export const serve: Command = {
  name: 'serve',
  takes: '',
  says: 'serves the portal (settings: docs/generated/settings.md)',
  async run(args, terminal) {
    readOptions(args, {})
    const settings = settingsFor('production', terminal)
    const log = logFor(settings)
    const database = openDatabase({ url: settings.databaseUrl!, maxConnections: settings.databaseConnections, log })
    const portal = await listenPortal({ settings, log })
    try {
      await portal.open(database, sealFor(settings, settings.dataDir))
      terminal.out(`eCPA ready: ${settings.origin}`)
      await askedToEnd()
      return 0
    } finally {
      await portal.stop()
      await database.close()
    }
  },
}
