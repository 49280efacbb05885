import { rotateKeys } from '../features/oidc/keys.ts'
import { processOrigin } from '../store/change.ts'
import { readOptions } from './arguments.ts'
import { withInstallation } from './with-installation.ts'
import type { Command } from './command.ts'

/** `ecpa keys rotate`: the keys that tokens are signed with. */
export const rotateSigningKeys: Command = {
  name: 'keys rotate',
  takes: '[--json]',
  says: 'signs tokens with new keys from now on; those signed before stay good until they expire',
  async run(args, terminal) {
    const { json } = readOptions(args, { json: { type: 'boolean' } })
    const { current } = await withInstallation(terminal, ({ database, seal }) =>
      rotateKeys(database, seal, processOrigin('ecpa keys rotate')))
    if (json === true) terminal.out(JSON.stringify({ current }))
    else for (const key of current) terminal.out(`signing with ${key}`)
    return 0
  },
}
