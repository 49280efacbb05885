// Lighthouse on the public pages of a demonstration of its own: performance as on a slow telephone, accessibility, best practices, SEO.
// It is fetched from the registry for this run, 110 packages that nothing else needs. Its performance is a measurement and differs from run to
// run: of each page the run with the middle one of three counts, as its makers advise.
// Run: node bin/node24.mjs bench/lighthouse.ts [folder for the whole reports]
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startBrowser } from '../test/browser.ts'
import { startSharedDemo } from '../test/demo-program.ts'
import { freePorts } from '../test/free-ports.ts'

const LIGHTHOUSE = 'lighthouse@13.5.0'
const RUNS = 3
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']
const PAGES = [
  '/', '/announcements', '/polls', '/agencies', '/agencies/A58000000A', '/guide', '/manual', '/manual/employee',
  '/manual/employee/activate-by-card', '/environment', '/activate', '/forgot-password',
]

/** What is read of a report. `score` is between 0 and 1, or null where there is nothing to judge. */
type Report = {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, { score: number | null; title: string }>
}

const work = mkdtempSync(join(tmpdir(), 'ecpa-lighthouse-'))
const [, , reports = work] = process.argv
mkdirSync(reports, { recursive: true })
console.error(`fetching ${LIGHTHOUSE} …`)
execFileSync('npm', ['install', '--prefix', work, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', LIGHTHOUSE], { stdio: ['ignore', 2, 2] })

/** Runs it on a page, in the browser that listens on that port. Meanwhile the demonstration and the browser want to be heard here. */
async function examine(address: string, port: number, file: string): Promise<Report> {
  await promisify(execFile)(process.execPath, [
    join(work, 'node_modules/lighthouse/cli/index.js'), address, `--port=${port}`, '--output=json', `--output-path=${file}`, '--quiet',
    `--only-categories=${CATEGORIES.join(',')}`, '--no-enable-error-reporting',
  ])
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

const performanceOf = ({ categories }: Report): number => categories['performance']!.score ?? 0

/** Of several runs the one whose performance is in the middle. */
async function examineAgain(address: string, port: number, file: string): Promise<Report> {
  const runs: Report[] = []
  while (runs.length < RUNS) runs.push(await examine(address, port, `${file}.${runs.length + 1}.json`))
  return runs.toSorted((one, other) => performanceOf(one) - performanceOf(other))[RUNS >> 1]!
}

/** The audits that take something from the score. */
function faultsOf({ categories, audits }: Report): string[] {
  const counted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id))
  return counted.filter((id) => (audits[id]!.score ?? 1) < 0.9).map((id) => `${id} (${audits[id]!.title})`)
}

const demo = await startSharedDemo()
const port = await freePorts()
const browser = await startBrowser([`--remote-debugging-port=${port}`])
try {
  console.log(`| page | ${CATEGORIES.join(' | ')} |\n|---|${CATEGORIES.map(() => '--:|').join('')}`)
  const faults: string[] = []
  for (const path of PAGES) {
    const report = await examineAgain(demo.portal + path, port, join(reports, path.slice(1).replaceAll('/', '.') || 'home'))
    console.log(`| \`${path}\` | ${CATEGORIES.map((one) => Math.round((report.categories[one]!.score ?? 0) * 100)).join(' | ')} |`)
    faults.push(...faultsOf(report).map((fault) => `${path}: ${fault}`))
  }
  console.log(`\n${faults.join('\n')}`)
} finally {
  await browser.close()
  await demo.stop()
  rmSync(work, { recursive: true, force: true })
}
