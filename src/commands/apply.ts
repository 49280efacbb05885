import { basename } from 'node:path'
import { applyConfiguration } from '../features/applications/apply-configuration.ts'
import type { Applied } from '../features/applications/apply-configuration.ts'
import { pathText } from '../features/applications/configuration-faults.ts'
import { applySentences, faultSentence } from '../features/applications/configuration-messages.ts'
import { differenceLines } from '../features/applications/difference-text.ts'
import { processOrigin } from '../store/change.ts'
import { onlyFile, readArguments } from './arguments.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { readNamedFile } from './read-file.ts'
import { terminalLanguage, withInstallation } from './with-installation.ts'

/** `ecpa apply`: brings the configuration to what a file says (4.3a). */
export const apply: Command = {
  name: 'apply',
  takes: 'FILE [--dry-run] [--json]',
  says: 'brings the configuration to what a YAML or CSV file says, and shows the difference first',
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } })
    const path = onlyFile(positionals)
    const bytes = readNamedFile(path)
    const dryRun = values['dry-run'] === true
    const language = terminalLanguage()
    const done = await withInstallation(terminal, ({ database, seal, demo, today }) =>
      applyConfiguration(database, processOrigin('ecpa apply'), { name: basename(path), bytes }, {
        dryRun, today, demo, sealer: seal,
        ...(values.json === true ? {} : {
          show: (difference) => { for (const line of differenceLines(difference, language)) terminal.out(line) },
        }),
      }))
    return values.json === true ? tellJson(terminal, done) : tell(terminal, done, dryRun)
  },
}

function tellJson({ out }: Terminal, done: Applied): ExitCode {
  if (!('faults' in done)) out(JSON.stringify(done))
  else {
    const faults = done.faults.map((fault) => ({
      line: fault.line, path: pathText(fault.path), code: fault.code, sentence: faultSentence(fault, 'en'),
    }))
    out(JSON.stringify({ applied: false, faults }))
  }
  return 'faults' in done ? 1 : 0
}

function tell({ out, err }: Terminal, done: Applied, dryRun: boolean): ExitCode {
  const language = terminalLanguage()
  const say = applySentences[language]
  if ('faults' in done) {
    for (const fault of done.faults) err(faultSentence(fault, language))
    err(say.faults(done.faults.length))
    return 1
  }
  const { length } = done.changes
  out(length === 0 ? say.nothing : dryRun ? say.wouldApply(length) : say.applied(length))
  return 0
}
