import { once } from 'node:events'
import { countKnownPosts, exportPeople as peopleAsFeed } from '../features/feeds/export-people.ts'
import { processOrigin } from '../store/change.ts'
import { readOptions } from './arguments.ts'
import type { Command } from './command.ts'
import { progressOn } from './progress.ts'
import { withInstallation } from './with-installation.ts'

/** `ecpa export people`: every post that is known, in the format of the feed (4.5). Standard output, progress on the other. */
export const exportPeople: Command = {
  name: 'export people',
  takes: '',
  says: 'writes every post that is known, as the CSV that `import people` takes; it holds national IDs',
  async run(args, terminal) {
    readOptions(args, {})
    const progress = progressOn()
    // Whoever reads may have enough (`| head`): then there is nobody to write to, and nothing to say.
    let left = false
    process.stdout.on('error', () => { left = true })
    await withInstallation(terminal, async ({ database, seal }) => {
      const of = await countKnownPosts(database.read)
      const pieces = peopleAsFeed(database, seal, processOrigin('ecpa export people'), (rows) => progress.update('people', rows, of))
      for await (const piece of pieces) {
        if (left) break
        if (!process.stdout.write(piece)) await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => {})
      }
    })
    progress.end()
    return left ? 1 : 0
  },
}
