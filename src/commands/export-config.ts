import { exportConfiguration } from '../features/applications/export-configuration.ts'
import { readOptions } from './arguments.ts'
import type { Command } from './command.ts'
import { withInstallation } from './with-installation.ts'

/** `ecpa export config`: the configuration as `ecpa apply` takes it back, without secrets (4.3a). */
export const exportConfig: Command = {
  name: 'export config',
  takes: '',
  says: 'writes the configuration as YAML that `apply` takes back; secrets are left out',
  async run(args, terminal) {
    readOptions(args, {})
    const yaml = await withInstallation(terminal, ({ database, today }) => exportConfiguration(database, today))
    terminal.out(yaml.trimEnd())
    return 0
  },
}
