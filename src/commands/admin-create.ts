import { isDay } from '../core/days.ts'
import { checkNationalId } from '../core/national-id.ts'
import { adminRefusals } from '../features/people/create-admin-messages.ts'
import { createAdmin, findCandidate, hasAdministrator } from '../features/people/create-admin.ts'
import { soleProposal } from '../features/people/role-rows.ts'
import type { AdminCandidate, AdminRequest, NewPerson } from '../features/people/create-admin.ts'
import { processOrigin } from '../store/change.ts'
import { readOptions } from './arguments.ts'
import { ask } from './ask.ts'
import { Refusal, UsageFault } from './command.ts'
import type { Command } from './command.ts'
import { readNamedFile } from './read-file.ts'
import { terminalLanguage, withInstallation } from './with-installation.ts'

const OPTIONS = {
  account: { type: 'string' }, 'national-id': { type: 'string' }, name: { type: 'string' },
    'birth-date': { type: 'string' },
  agency: { type: 'string' }, unit: { type: 'string' }, title: { type: 'string' }, email: { type: 'string' },
  'password-file': { type: 'string' }, reason: { type: 'string' }, json: { type: 'boolean' },
} as const

type Given = { [N in Exclude<keyof typeof OPTIONS, 'json'>]?: string | undefined }

/** `ecpa admin create`: the first central administrator, or agreeing to whom the only one proposes (R-CEN-1). What is not given is asked for. */
export const adminCreate: Command = {
  name: 'admin create',
  takes: '[--account NAME] [--national-id ID] [--name NAME --birth-date YYYY-MM-DD --agency CODE --title TITLE [--unit UNIT] '
    + '[--email ADDRESS]] [--password-file FILE] [--reason TEXT] [--json]',
  says: 'makes the first central administrator: somebody known here, or the person that you describe; asks what is missing '
    + '(arguments can be seen by others on this machine: let it ask for the national ID)',
  async run(args, terminal) {
    const { json, ...given } = readOptions(args, OPTIONS)
    const birthDate = given['birth-date']
    if (birthDate !== undefined && !isDay(birthDate)) throw new UsageFault('--birth-date takes a day such as 1980-01-31.')
    const done = await withInstallation(terminal, async ({ database, seal, today, demo }) => {
      // Before anything is asked.
      if (await hasAdministrator(database.read, today) && await soleProposal(database.read, null, today) === null) {
        return { refused: 'administratorExists' as const }
      }
      const byName = given.account === undefined ? null
        : await findCandidate(database.read, seal, { accountName: given.account })
      const candidate = byName !== null && given['national-id'] === undefined ? { accountName: given.account! }
        : { nationalId: await nationalIdOf(given) }
      const known = byName ?? await findCandidate(database.read, seal, candidate)
      const request = await requestOf(given, candidate, known)
      return createAdmin(database, processOrigin('ecpa admin create'), request, { seal, today, demo })
    })
    if ('refused' in done) throw new Refusal(adminRefusals[done.refused][terminalLanguage()])
    const { accountName } = done.created
    if (json === true) terminal.out(JSON.stringify({ account: accountName, role: 'central' }))
    else terminal.out(`${accountName} is central administrator.`)
    return 0
  },
}

async function nationalIdOf(given: Given): Promise<string> {
  const typed = given['national-id'] ?? await ask('身分證號 National ID', { hidden: true, option: '--national-id' })
  const checked = checkNationalId(typed)
  if (!checked.ok) throw new Refusal('That is no national ID.')
  return checked.id
}

type Known = Awaited<ReturnType<typeof findCandidate>>

async function requestOf(given: Given, candidate: AdminCandidate, known: Known): Promise<AdminRequest> {
  const reason = given.reason ?? 'ecpa admin create'
  if (known?.state === 'active' || known?.state === 'disabled') return { candidate, reason }
  const person = known === null ? { person: await newPerson(given) } : {}
  const name = given.account ?? await ask('帳號 Account name', { option: '--account' })
  return { candidate, reason, ...person, account: { name, password: await passwordOf(given) } }
}

async function newPerson(given: Given): Promise<NewPerson> {
  const name = (given.name ?? await ask('姓名 Name', { option: '--name' })).trim()
  const birthDate = given['birth-date'] ?? await ask('出生日期 Birth date (YYYY-MM-DD)', { option: '--birth-date' })
  if (!isDay(birthDate)) throw new Refusal('That is no day of the form YYYY-MM-DD.')
  const agency = given.agency ?? await ask('機關代碼 Agency code', { option: '--agency' })
  const title = (given.title ?? await ask('職稱 Title', { option: '--title' })).trim()
  const { email = null, unit = '' } = given
  if (name === '' || name.length > 100) throw new Refusal('A name has 1 to 100 characters.')
  if (title === '' || title.length > 100 || unit.length > 100) throw new Refusal('Title and unit have at most 100 characters.')
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) throw new Refusal('That is no e-mail address.')
  return { name, birthDate, agency, unit, title, email }
}

async function passwordOf(given: Given): Promise<string> {
  const path = given['password-file']
  // A text file ends with the end of its line, which is no part of the password.
  if (path !== undefined) return readNamedFile(path).toString('utf8').replace(/\r?\n$/, '')
  const password = await ask('密碼 Password', { hidden: true, option: '--password-file' })
  if (password === await ask('再輸入一次 Once more', { hidden: true, option: '--password-file' })) return password
  throw new Refusal('The two passwords differ.')
}
