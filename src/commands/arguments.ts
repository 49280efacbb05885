import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { wordsOf } from '../core/thrown.ts'
import { UsageFault } from './command.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Reads the options of a command and the words beside them; an unknown option is a UsageFault. */
export function readArguments<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageFault(wordsOf(error))
  }
}

/** The same for a command that takes no words: one that is there is a UsageFault, as an unknown option is. */
export function readOptions<T extends Options>(args: readonly string[], options: T) {
  const { values, positionals } = readArguments(args, options)
  if (positionals.length > 0) throw new UsageFault(`"${positionals[0]}" means nothing here.`)
  return values
}

/** The one file that a command takes. */
export function onlyFile(positionals: readonly string[]): string {
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UsageFault('Exactly one FILE is needed.')
  return path
}
