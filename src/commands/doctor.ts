import { examine } from '../features/operations/doctor.ts'
import { databaseFolder } from '../store/embedded.ts'
import { readOptions } from './arguments.ts'
import { withInstallation } from './with-installation.ts'
import type { Command } from './command.ts'

/** `ecpa doctor`: looks at everything that can be wrong with an installation, and says what to do. */
export const doctor: Command = {
  name: 'doctor',
  takes: '[--json]',
  says: 'looks at settings, database, privileges, clock, keys, contents, disk and mail, and says what is wrong',
  async run(args, terminal) {
    const { json } = readOptions(args, { json: { type: 'boolean' } })
    const findings = await withInstallation(terminal, ({ database, seal, settings }) => {
      const dataDir = settings.databaseUrl === null ? databaseFolder(settings.dataDir).dataDir : null
      return examine({ database, seal, dataDir, smtpUrl: settings.smtpUrl, smtpAuthorities: settings.smtpAuthorities })
    })
    if (json === true) terminal.out(JSON.stringify(findings))
    else for (const { check, state, says } of findings) terminal.out(`${state.padEnd(8)}${check.padEnd(12)}${says}`)
    return findings.some(({ state }) => state === 'fault') ? 1 : 0
  },
}
