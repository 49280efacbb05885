// The one demonstration that all journeys of a run share: its start costs ten seconds. A file that is run by itself starts
// its own.
import { after } from 'node:test'
import { demoAt, startSharedDemo, type Demo, type Running } from '../demo-program.ts'

let own: Promise<Running> | undefined

// At the top, not where it starts: there it would belong to the test that happened to be first.
after(async () => {
  await (await own?.catch(() => undefined))?.stop()
})

/** The demonstration of this run: the one that test/all.ts started, or this file's own. */
export async function sharedDemo(): Promise<Demo> {
  const given = process.env.ECPA_TEST_DEMO
  if (given === undefined) return own ??= startSharedDemo()
  const { port, dataDir } = JSON.parse(given) as { port: number, dataDir: string }
  return demoAt(port, dataDir)
}
