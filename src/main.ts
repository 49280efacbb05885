// The command line: finds the command, runs it, and makes sentences of what it throws. The only place that ends the process.
import { adminCreate } from './commands/admin-create.ts'
import { apply } from './commands/apply.ts'
import { Refusal, UsageFault } from './commands/command.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { exportConfig } from './commands/export-config.ts'
import { exportPeople } from './commands/export-people.ts'
import { importAgencies } from './commands/import-agencies.ts'
import { importPeople } from './commands/import-people.ts'
import { dropMail, listMail, retryMail } from './commands/mail.ts'
import { endMaintenanceCommand, planMaintenanceCommand, showMaintenanceCommand } from './commands/maintenance.ts'
import { migrate } from './commands/migrate.ts'
import { rotateSigningKeys } from './commands/rotate-keys.ts'
import { serve } from './commands/serve.ts'
import { DatabaseNotReady } from './store/database.ts'
import { DatabaseRefusal } from './store/embedded.ts'
import { MigrationRefusal } from './store/migrate.ts'
import type { Command, ExitCode, Terminal } from './commands/command.ts'

const COMMANDS: readonly Command[] = [
  serve, demo, migrate, doctor, importAgencies, importPeople, apply, exportConfig, exportPeople, adminCreate, rotateSigningKeys,
  listMail, retryMail, dropMail, planMaintenanceCommand, endMaintenanceCommand, showMaintenanceCommand,
]

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
}

function usage(): string {
  const lines = COMMANDS.map(({ name, takes, says }) => `  ecpa ${[name, takes].join(' ').trim()}\n      ${says}`)
  return ['Usage: ecpa COMMAND', '', ...lines, '', 'Settings are environment variables: docs/generated/settings.md'].join('\n')
}

/** The command that the words begin with, the longest name first, and the words after it. */
function findCommand(words: readonly string[]): { command: Command; args: readonly string[] } | null {
  for (const command of COMMANDS.toSorted((a, b) => b.name.length - a.name.length)) {
    const name = command.name.split(' ')
    if (name.every((word, at) => words[at] === word)) return { command, args: words.slice(name.length) }
  }
  return null
}

/** Whether the message of the error is a sentence that was written for the operator. */
const isForOperator = (error: unknown): error is Error =>
  [Refusal, DatabaseNotReady, DatabaseRefusal, MigrationRefusal].some((kind) => error instanceof kind)

async function main(words: readonly string[]): Promise<ExitCode> {
  if (words.length === 0 || ['--help', '-h', 'help'].includes(words[0]!)) {
    terminal.out(usage())
    return words.length === 0 ? 2 : 0
  }
  const found = findCommand(words)
  if (found === null) {
    terminal.err(`"${words.join(' ')}" is not a command.\n\n${usage()}`)
    return 2
  }
  const { command, args } = found
  if (args.includes('--help')) {
    terminal.out(`Usage: ecpa ${command.name} ${command.takes}\n\n${command.says}`)
    return 0
  }
  try {
    return await command.run(args, terminal)
  } catch (error) {
    if (error instanceof UsageFault) {
      terminal.err(`${error.message}\nUsage: ecpa ${command.name} ${command.takes}`)
      return 2
    }
    if (!isForOperator(error)) throw error
    terminal.err(error.message)
    return 1
  }
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
}
