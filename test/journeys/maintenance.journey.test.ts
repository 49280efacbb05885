// An operator announces maintenance and closes the portal by the command line; somebody at work reads of it, is kept out
// meanwhile, and goes on after it where they were.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { newPage } from '../browser.ts'
import { startDemo, temporaryFolder } from '../demo-program.ts'
import { checkPage, eventually, signIn } from './steps.ts'
import { addDays, dayInTaipei } from '../../src/core/days.ts'
import type { Page } from 'playwright-core'
import type { Running } from '../demo-program.ts'

const data = temporaryFolder()
let demo: Running
before(async () => {
  demo = await startDemo({ dataDir: data.folder, people: 100 })
  await demo.ready
})
after(async () => {
  await demo.stop()
  data.remove()
})

function maintenance(...args: string[]): { status: number | null; out: string; err: string } {
  const { stdout, stderr, status } = spawnSync('node', ['bin/ecpa.mjs', 'maintenance', ...args], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8', env: { PATH: process.env.PATH, ECPA_DATA_DIR: demo.dataDir },
  })
  return { status, out: stdout.trim(), err: stderr.trim() }
}

/** Loads the page again until it says this: a process knows of a change within five seconds. */
const until = (page: Page, words: string): Promise<void> => eventually(async () => {
  if (await page.getByText(words).count() > 0) return true
  await page.reload()
  return false
}, `it says: ${words}`, 30)

test('announced, closed, open again', async () => {
  const wu = await newPage({})
  await signIn(wu, demo, 'wu.employee')
  const day = addDays(dayInTaipei(new Date()), 2)
  assert.match(maintenance('plan', '--from', `${day}T22:00`, '--to', `${day}T23:30`, '--note', '更新資料庫').out, /22:00 to .* 23:30, time of Taipei/)
  await until(wu, '系統維護預告')
  await wu.getByText('更新資料庫').waitFor()
  await checkPage(wu, 'a page that announces maintenance')

  assert.equal(maintenance('plan', '--from', 'now', '--to', `${day}T23:30`).status, 0)
  await until(wu, '系統維護中')
  await checkPage(wu, 'closed for maintenance')
  await wu.getByText('預計恢復').waitFor()
  assert.equal((await wu.goto(`${demo.portal}/me`))?.status(), 503)

  assert.equal(maintenance('end').status, 0)
  await until(wu, '我的專區')
  await wu.goto(`${demo.portal}/me`)
  assert.equal(await wu.getByRole('heading', { level: 1 }).innerText(), '我的專區', 'signed in still')
})
