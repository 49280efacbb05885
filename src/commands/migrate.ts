import { migrate as bringUp } from '../store/migrate.ts'
import { readOptions } from './arguments.ts'
import { settingsFor } from './installation.ts'
import { Refusal } from './command.ts'
import type { Command } from './command.ts'

/** `ecpa migrate`: brings the database to the shape that this version needs. */
export const migrate: Command = {
  name: 'migrate',
  takes: '',
  says: 'brings the database to the shape that this version needs',
  async run(args, terminal) {
    readOptions(args, {})
    // Not as production, which requires what only serving needs: keys, mail, an origin.
    const { databaseOwnerUrl } = settingsFor('demo', terminal)
    if (databaseOwnerUrl === null) throw new Refusal('ECPA_DATABASE_URL is missing: there is no server to prepare.')
    const { applied } = await bringUp(databaseOwnerUrl)
    for (const name of applied) terminal.out(`applied ${name}`)
    terminal.out(applied.length === 0 ? 'The database is up to date.' : 'The database is ready.')
    return 0
  },
}
