// What commands have in common: settings read and told of, the log, the keys.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pino from 'pino'
import { readSettings } from '../settings.ts'
import { createSeal } from '../store/seal.ts'
import { Refusal } from './command.ts'
import type { Mode, Settings } from '../settings.ts'
import type { Seal } from '../store/seal.ts'
import type { Terminal } from './command.ts'

/** The settings, or a Refusal that tells all their faults at once. Warnings go to the terminal. */
export function settingsFor(mode: Mode, { err }: Terminal): Settings {
  const read = readSettings(process.env, mode)
  for (const warning of read.warnings) err(warning)
  if ('faults' in read) throw new Refusal(read.faults.join('\n'))
  return read.settings
}

/** The log of the program: JSON lines on standard error, so that standard output carries only what was asked for. */
export function logFor({ logLevel }: Pick<Settings, 'logLevel'>): pino.Logger {
  return pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}

type KeyFile = { dataKeys: { version: number; key: string }[]; indexKey: string }

/** Where the demonstration's own keys are kept: a data folder that has them is a demonstration's. */
export const localKeysIn = (dataDir: string): string => join(dataDir, 'demo', 'keys.json')

/** The keys of an embedded database: made at the first start and kept beside it, for its owner's eyes alone. */
function localSeal(dataDir: string): Seal {
  const path = localKeysIn(dataDir)
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    const fresh = (): string => randomBytes(32).toString('base64')
    const made: KeyFile = { dataKeys: [{ version: 1, key: fresh() }], indexKey: fresh() }
    writeFileSync(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
  }
  const { dataKeys, indexKey } = JSON.parse(readFileSync(path, 'utf8')) as KeyFile
  return createSeal({
    dataKeys: dataKeys.map(({ version, key }) => ({ version, key: Buffer.from(key, 'base64') })),
    indexKey: Buffer.from(indexKey, 'base64'),
  })
}

/** Seals and opens with the installation's keys; where none are set, with those kept in the demonstration's data folder. */
export function sealFor(
  { mode, dataKeys, indexKey }: Pick<Settings, 'mode' | 'dataKeys' | 'indexKey'>, dataDir: string,
): Seal {
  if (dataKeys !== null && indexKey !== null) return createSeal({ dataKeys, indexKey })
  if (mode === 'demo' && dataKeys === null && indexKey === null) return localSeal(dataDir)
  throw new Refusal('ECPA_DATA_KEYS and ECPA_INDEX_KEY must both be set, or (in demo mode) neither.')
}

// Only that it is there matters.
const A_DAY_OF_MILLISECONDS = 86_400_000

/**
 * Fulfils when somebody wants the program to end (Ctrl-C, or a service manager). One Ctrl-C may come as several signals:
 * those after the first change nothing. Until its command answers, the program lives: what the command closes may be
 * all that kept it alive, and Node would end it half way with code 13.
 */
export function askedToEnd(): Promise<void> {
  setInterval(() => {}, A_DAY_OF_MILLISECONDS)
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}
