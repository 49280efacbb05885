import { z } from 'zod'
import { dropLetters, keptLetters, retryLetters } from '../features/mail/kept-letters.ts'
import { readArguments, readOptions } from './arguments.ts'
import { Refusal, UsageFault } from './command.ts'
import { withInstallation } from './with-installation.ts'
import type { Command } from './command.ts'

/** `ecpa mail list`: what was not sent, with the mail server's last words. */
export const listMail: Command = {
  name: 'mail list',
  takes: '[--dead] [--json]',
  says: 'lists letters that were not sent, the oldest first, with the mail server\'s last words; --dead: only those given up',
  async run(args, terminal) {
    const { dead, json } = readOptions(args, { dead: { type: 'boolean' }, json: { type: 'boolean' } })
    const { letters, of } = await withInstallation(terminal, ({ database }) => keptLetters(database.read, { dead: dead === true }))
    if (json === true) terminal.out(JSON.stringify({ letters, of }))
    else {
      for (const { id, state, writtenAt, attempts, domain, failure } of letters) {
        terminal.out(`${id}  ${state.padEnd(7)}  ${writtenAt.toISOString()}  ${attempts} tries  @${domain}  ${failure ?? ''}`.trimEnd())
      }
      if (of === 0) terminal.err('There are none.')
      else if (of > letters.length) terminal.err(`And ${of - letters.length} more.`)
    }
    return 0
  },
}

/** `ecpa mail retry`: puts letters to sending again, now. */
export const retryMail: Command = {
  name: 'mail retry',
  takes: 'ID | --all | --waiting',
  says: 'sends again now: one letter, all that were given up, or all that wait for their next try',
  async run(args, terminal) {
    const { values: { all, waiting }, positionals } = readArguments(args, { all: { type: 'boolean' }, waiting: { type: 'boolean' } })
    const which = waiting === true ? 'waiting' : 'dead'
    const letters = oneOrMany(positionals, { many: all === true || waiting === true, which })
    const count = await withInstallation(terminal, ({ database }) => retryLetters(database, letters, 'ecpa mail retry'))
    if (count === 0 && typeof letters !== 'string') throw new Refusal('There is no such letter, or it was sent, or is being sent.')
    terminal.out(`${count} letters are sent again.`)
    return 0
  },
}

/** `ecpa mail drop`: deletes letters that were given up. */
export const dropMail: Command = {
  name: 'mail drop',
  takes: 'ID | --all',
  says: 'deletes one letter that was given up, or all of them',
  async run(args, terminal) {
    const { values: { all }, positionals } = readArguments(args, { all: { type: 'boolean' } })
    const letters = oneOrMany(positionals, { many: all === true, which: 'dead' as const })
    const count = await withInstallation(terminal, ({ database }) => dropLetters(database, letters, 'ecpa mail drop'))
    if (count === 0 && typeof letters !== 'string') throw new Refusal('No letter of this number was given up.')
    terminal.out(`${count} letters are gone.`)
    return 0
  },
}

function oneOrMany<W extends string>(words: readonly string[], { many, which }: { many: boolean; which: W }): { id: string } | W {
  if (words.length !== (many ? 0 : 1)) throw new UsageFault('Exactly one is needed: the ID of a letter, or which of them.')
  if (many) return which
  const id = z.uuid().safeParse(words[0])
  if (!id.success) throw new UsageFault(`"${words[0]}" is no ID of a letter; ecpa mail list shows them.`)
  return { id: id.data }
}
