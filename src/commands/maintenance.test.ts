// What is wrong with a plan of maintenance is said, and no installation is opened for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayInTaipei } from '../core/days.ts'
import { planMaintenanceCommand } from './maintenance.ts'

const silent = { out() {}, err() {} }
const TOMORROW = addDays(dayInTaipei(new Date()), 1)

test('a plan that is none is refused with a sentence', async () => {
  for (const [args, kind, says] of [
    [[], 'UsageFault', /--from needs a time/],
    [['--from', 'soon', '--to', `${TOMORROW}T02:00`], 'UsageFault', /--from needs a time/],
    [['--from', 'now', '--to', 'now'], 'UsageFault', /--to needs a time/],
    [['--from', 'now', '--to', '2026-02-30T02:00'], 'UsageFault', /--to needs a time/],
    [['--from', 'now', '--to', `${TOMORROW}T24:00`], 'UsageFault', /--to needs a time/],
    [['--from', 'now', '--to', `${TOMORROW}T23:60`], 'UsageFault', /--to needs a time/],
    [['--from', 'now', '--to', '2026-01-01T02:00'], 'Refusal', /has to lie after/],
    [['--from', '2026-01-01T01:00', '--to', '2026-01-01T02:00'], 'Refusal', /is over/],
    [['--from', 'now', '--to', `${addDays(TOMORROW, 9)}T02:00`], 'Refusal', /seven days/],
    [['--from', `${addDays(TOMORROW, 90)}T01:00`, '--to', `${addDays(TOMORROW, 90)}T02:00`], 'Refusal', /60 days ahead/],
    [['--from', 'now', '--to', `${TOMORROW}T02:00`, '--note', 'a\nb'], 'UsageFault', /one line/],
    [['--from', 'now', '--to', `${TOMORROW}T02:00`, '--note', 'x'.repeat(301)], 'UsageFault', /one line/],
    [['--from', 'now', '--to', `${TOMORROW}T02:00`, '--note-en', 'Soon'], 'UsageFault', /goes with --note/],
    [['--from', 'now', '--to', `${TOMORROW}T02:00`, '--until', 'x'], 'UsageFault', /--until/],
  ] as const) {
    await assert.rejects(planMaintenanceCommand.run(args, silent), (error: Error) => {
      assert.equal(error.name, kind, args.join(' '))
      assert.match(error.message, says)
      return true
    })
  }
})
