// Where the data of the embedded database lives, and as whom the database runs. PostgreSQL refuses to run as root, so a
// program started as root runs it as an unprivileged user of the machine, who has to be able to reach the folder.
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from '../core/thrown.ts'

/** The user the database runs as; `undefined` where the program itself is an ordinary user. */
export type DatabaseUser = { uid: number, gid: number } | undefined

/** Why the embedded database cannot be started, in a sentence for the operator; not a fault of the program. */
export class DatabaseRefusal extends Error {
  override readonly name = 'DatabaseRefusal'
  readonly code: 'in-use' | 'other-owner' | 'other-version' | 'no-binaries' | 'no-user' | 'not-started'

  constructor(code: DatabaseRefusal['code'], sentence: string) {
    super(sentence)
    this.code = code
  }
}

const runsAsRoot = process.getuid?.() === 0

/** The folder of the cluster, its lock and its password inside the data folder. */
export const clusterFolder = (dataDir: string) => join(dataDir, 'postgresql')

/**
 * Decides where the data lives: in `preferred`, or in `elsewhere` where the database's user cannot reach `preferred`
 * (a project below a 0700 home, started as root). `moved` says that it is not where it was asked for (4.1).
 */
export function databaseFolder(preferred: string, elsewhere = '/var/lib/ecpa'): { dataDir: string, moved: boolean } {
  const wanted = resolve(preferred)
  if (!runsAsRoot || reachable(dirname(wanted))) return { dataDir: wanted, moved: false }
  return { dataDir: resolve(elsewhere), moved: true }
}

/** Whether everybody may pass through this folder, or through what exists of the way to it. */
function reachable(folder: string): boolean {
  if (!existsSync(folder)) return reachable(dirname(folder))
  const real = realpathSync(folder)
  if ((statSync(real).mode & 0o001) === 0) return false
  return real === '/' || reachable(dirname(real))
}

/**
 * Makes the data folder and the cluster's folder inside it, and answers as whom the database is to run. The user of an
 * existing cluster stays its user.
 */
export function prepareDataFolder(dataDir: string): DatabaseUser {
  const cluster = clusterFolder(dataDir)
  try {
    makeWay(dataDir)
    if (runsAsRoot) chmodSync(dataDir, (statSync(dataDir).mode & 0o7777) | 0o011)
    if (!existsSync(cluster)) mkdirSync(cluster, { mode: 0o700 })
    const { uid, gid } = statSync(cluster)
    if (!runsAsRoot) {
      if (uid === process.getuid?.()) return undefined
      throw new DatabaseRefusal('other-owner', `The data in ${dataDir} belongs to another user of this machine ` +
        `(number ${uid}). Start eCPA as that user, or choose another folder with ECPA_DATA_DIR.`)
    }
    if (uid !== 0) return { uid, gid }
    const user = unprivilegedUser()
    chownSync(cluster, user.uid, user.gid)
    return user
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error
    throw new DatabaseRefusal('other-owner', `The folder ${dataDir} cannot be written by this user. ` +
      'Start eCPA as the user it belongs to, or choose another folder with ECPA_DATA_DIR.')
  }
}

/** Makes a folder that other users may pass through but not list, whatever this process's umask says. */
function makeWay(folder: string): void {
  if (existsSync(folder)) return
  makeWay(dirname(folder))
  mkdirSync(folder)
  chmodSync(folder, 0o711)
}

/** `postgres` where the machine has that user, for nothing else runs as it; `nobody` otherwise. */
function unprivilegedUser(): { uid: number, gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new DatabaseRefusal('no-user', 'PostgreSQL does not run as root, and this machine has neither ' +
    'a user "postgres" nor "nobody". Start eCPA as an ordinary user.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
