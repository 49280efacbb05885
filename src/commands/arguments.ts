import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { UsageFault } from './command.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Reads the arguments of a command; anything unknown is a UsageFault. */
export function readArguments<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : String(error))
  }
}

/** The one file that a command takes. */
export function onlyFile(positionals: readonly string[]): string {
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UsageFault('Exactly one FILE is needed.')
  return path
}
