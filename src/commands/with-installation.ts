// For commands that work on an installation for a moment: which one is meant, its database and its keys.
import { existsSync } from 'node:fs'
import { dayInTaipei } from '../core/days.ts'
import type { Day } from '../core/days.ts'
import { openDatabase } from '../store/database.ts'
import type { Database } from '../store/database.ts'
import { databaseFolder } from '../store/embedded.ts'
import { joinOrStartLocal } from '../store/local-database.ts'
import type { Seal } from '../store/seal.ts'
import type { Settings } from '../settings.ts'
import type { Language } from '../web/language.ts'
import type { Terminal } from './command.ts'
import { localKeysIn, logFor, sealFor, settingsFor } from './installation.ts'

export type Installation = { database: Database; seal: Seal; settings: Settings; demo: boolean; today: Day }

/**
 * Opens the installation that the settings mean, and closes it after the act: the demonstration where its data folder
 * has keys of its own and none are set, production otherwise. The demonstration's database may be running or not.
 */
export async function withInstallation<R>(
  terminal: Terminal, act: (installation: Installation) => Promise<R>,
): Promise<R> {
  const settings = settingsMeant(terminal)
  const { dataDir } = databaseFolder(settings.dataDir)
  const { url, stop } = await serverOf(settings, dataDir, terminal.err)
  const database = openDatabase({ url, maxConnections: 2, log: logFor(settings) })
  try {
    await database.ready()
    const seal = sealFor(settings, dataDir)
    return await act({ database, seal, settings, demo: settings.mode === 'demo', today: dayInTaipei(new Date()) })
  } finally {
    await database.close()
    await stop()
  }
}

function settingsMeant(terminal: Terminal): Settings {
  const keysAreSet = ['ECPA_DATA_KEYS', 'ECPA_DATA_KEYS_FILE'].some((name) => (process.env[name] ?? '') !== '')
  if (!keysAreSet) {
    const demo = settingsFor('demo', { ...terminal, err() {} })
    const { dataDir } = databaseFolder(demo.dataDir)
    if (existsSync(localKeysIn(dataDir))) return settingsFor('demo', terminal)
  }
  return settingsFor('production', terminal)
}

type Server = { url: string; stop: () => Promise<void> }

async function serverOf({ databaseUrl }: Settings, dataDir: string, log: Terminal['err']): Promise<Server> {
  if (databaseUrl !== null) return { url: databaseUrl, stop: async () => {} }
  return joinOrStartLocal({ dataDir, log })
}

/** The language of the machine's own settings: people who run servers in English read English here. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>> = process.env): Language {
  return (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').startsWith('zh') ? 'zh-TW' : 'en'
}
