import { instantInTaipei, isDay } from '../core/days.ts'
import { endMaintenance, findMaintenance, planMaintenance } from '../features/operations/maintenance.ts'
import { showMoment } from '../web/days.ts'
import { readOptions } from './arguments.ts'
import { Refusal, UsageFault } from './command.ts'
import { withInstallation } from './with-installation.ts'
import type { Maintenance } from '../web/maintenance.ts'
import type { Command } from './command.ts'

const MOST_HOURS = 7 * 24
const MOST_DAYS_AHEAD = 60
const MOST_NOTE = 300
const HOUR = 3_600_000

/** `2026-12-01T22:00`, in Taipei; or `now`. */
function readInstant(option: string, text: string | undefined, now: Date): Date {
  if (option === '--from' && text === 'now') return now
  const [, day, hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(text ?? '') ?? []
  if (!isDay(day) || Number(hours) > 23 || Number(minutes) > 59) {
    throw new UsageFault(`${option} needs a time of Taipei like 2026-12-01T22:00${option === '--from' ? ', or "now"' : ''}.`)
  }
  return instantInTaipei(day, Number(hours) * 60 + Number(minutes))
}

function readNote(option: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const note = text.trim()
  if (note === '' || note.length > MOST_NOTE || /\p{Cc}/u.test(note)) {
    throw new UsageFault(`${option} takes one line of at most ${MOST_NOTE} characters.`)
  }
  return note
}

const shown = ({ from, to }: Maintenance): string => `${showMoment(from, 'en')} to ${showMoment(to, 'en')}, time of Taipei`

/** `ecpa maintenance plan`: announces a time of maintenance on every page, and lets nobody in meanwhile. */
export const planMaintenanceCommand: Command = {
  name: 'maintenance plan',
  takes: '--from TIME|now --to TIME [--note TEXT [--note-en TEXT]]',
  says: 'announces maintenance on every page, and closes the portal from then to then; planned anew, it replaces what was planned',
  async run(args, terminal) {
    const options = readOptions(args, {
      from: { type: 'string' }, to: { type: 'string' }, note: { type: 'string' }, 'note-en': { type: 'string' },
    })
    const now = new Date()
    const from = readInstant('--from', options.from, now)
    const to = readInstant('--to', options.to, now)
    const planned = { from, to, note: readNote('--note', options.note), noteEn: readNote('--note-en', options['note-en']) }
    if (planned.noteEn !== null && planned.note === null) throw new UsageFault('--note-en goes with --note.')
    if (to <= from) throw new Refusal('--to has to lie after --from.')
    if (to <= now) throw new Refusal('That time is over.')
    if (from.getTime() - now.getTime() > MOST_DAYS_AHEAD * 24 * HOUR) throw new Refusal(`Plan it ${MOST_DAYS_AHEAD} days ahead at most.`)
    if (to.getTime() - from.getTime() > MOST_HOURS * HOUR) throw new Refusal('Maintenance lasts seven days at most.')
    await withInstallation(terminal, ({ database }) => planMaintenance(database, planned, 'ecpa maintenance plan'))
    terminal.out(`Planned: ${shown(planned)}. Every page says so within seconds.`)
    return 0
  },
}

/** `ecpa maintenance end`: opens the portal again, or calls off what is planned. */
export const endMaintenanceCommand: Command = {
  name: 'maintenance end',
  takes: '',
  says: 'opens the portal again before the planned time, or calls off what is planned',
  async run(args, terminal) {
    readOptions(args, {})
    const ended = await withInstallation(terminal, ({ database }) => endMaintenance(database, 'ecpa maintenance end'))
    if (ended === null) throw new Refusal('No maintenance is planned or goes on.')
    terminal.out(`Ended: ${shown(ended)}. The portal is open within seconds.`)
    return 0
  },
}

/** `ecpa maintenance show`: what is planned or goes on. */
export const showMaintenanceCommand: Command = {
  name: 'maintenance show',
  takes: '[--json]',
  says: 'tells which maintenance is planned or goes on',
  async run(args, terminal) {
    const { json } = readOptions(args, { json: { type: 'boolean' } })
    const found = await withInstallation(terminal, ({ database }) => findMaintenance(database.read))
    if (json === true) terminal.out(JSON.stringify({ maintenance: found }))
    else terminal.out(found === null ? 'None.' : `${shown(found)}${found.note === null ? '' : ` (${found.note})`}`)
    return 0
  },
}
