/** The configuration of the demo world, brought in the way an operator would: by `ecpa apply` (4.3a). */
import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { Day } from '../../core/days.ts'
import type { AgencyRow } from '../../features/agencies/agency-file.ts'
import { loadCatalogue } from '../../features/applications/catalogue-rows.ts'
import { applyConfiguration } from '../../features/applications/apply-configuration.ts'
import { faultSentence } from '../../features/applications/configuration-messages.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import { AUTHORITIES, POLICY } from '../cards/authorities.ts'
import { personnelOfficesIn } from '../nation/personnel-offices.ts'
import { addressesOf, sampleClients } from '../sample-applications/clients.ts'
import { reportingClient, WEBHR, webhrAddresses, webhrClient } from '../webhr/clients.ts'
import type { Authorities, AuthorityCode } from '../cards/authorities.ts'
import type { OidcClient } from '../sample-applications/clients.ts'

export type DemoConfiguration = {
  database: Database
  origin: Origin
  seal: Seal
  today: Day
  /** Where the sample applications are, such as `http://localhost:3001`. */
  applicationsOrigin: string
  /** Where the sample WebHR is, such as `http://localhost:3002`. */
  webhrOrigin: string
  /** The client secret of a sample application, or of another program of the demonstration. */
  secretOf: (application: string) => string
}

async function apply(
  { database, origin, seal, today }: DemoConfiguration, name: string, bytes: Uint8Array,
): Promise<boolean> {
  const done = await applyConfiguration(database, origin, { name, bytes }, {
    today, sealer: seal, demo: true, dryRun: false,
  })
  if (!('faults' in done)) return done.applied
  const faults = done.faults.map((one) => faultSentence(one, 'en'))
  throw new Error(`the demo's own configuration has faults: ${faults.join('; ')}`)
}

const applyYaml = (demo: DemoConfiguration, name: string, sections: object): Promise<boolean> =>
  apply(demo, name, Buffer.from(stringify({ version: 1, ...sections }, { aliasDuplicateObjects: false })))

/** The catalogue of the slides. */
export async function applyDemoCatalogue(demo: DemoConfiguration): Promise<void> {
  for (const name of ['applications.csv', 'categories.csv']) {
    await apply(demo, name, readFileSync(new URL(`../../../data/${name}`, import.meta.url)))
  }
}

const LONG_SINCE = '2000-01-01'

/** The personnel offices that the agency file shows, from when both agencies were there. */
export async function applyDemoOffices(demo: DemoConfiguration, rows: readonly AgencyRow[]): Promise<void> {
  const effective = new Map(rows.map((row) => [row.code, row.effective ?? LONG_SINCE]))
  const personnelOffices = personnelOfficesIn(rows).map(({ office, agency }) => {
    const [one, other] = [effective.get(office)!, effective.get(agency)!]
    return { office, agency, from: one > other ? one : other }
  })
  await applyYaml(demo, 'demo personnel offices', { personnelOffices })
}

// What an earlier start wrote, perhaps with other ports. Anything else is somebody's own, and stays.
const OUR_ADDRESS = /^http:\/\/localhost:\d+\/[^/]*$/

/**
 * Has every application open at the sample applications, and WebHR at its own program; they may have moved to other ports since the
 * last start. Answers their clients.
 */
export async function applyDemoAddresses(demo: DemoConfiguration): Promise<OidcClient[]> {
  const { applications } = await loadCatalogue(demo.database.read)
  const ours = [...applications]
    .filter(([, { fields: { launchUrl } }]) => launchUrl === null || OUR_ADDRESS.test(launchUrl))
    .map(([code]) => ({ code, launchUrl: (code === WEBHR ? webhrAddresses(demo.webhrOrigin) : addressesOf(demo.applicationsOrigin, code)).launch }))
  const samples = sampleClients(demo.applicationsOrigin, demo.secretOf, ours.filter(({ code }) => code !== WEBHR))
  const oidcClients = ours.some(({ code }) => code === WEBHR) ? [...samples, webhrClient(demo.webhrOrigin, demo.secretOf)] : samples
  await applyYaml(demo, 'demo addresses', { applications: ours, oidcClients, apiClients: [reportingClient(demo.secretOf)] })
  return oidcClients
}

/**
 * The demonstration's certificate authorities, whose lists and responder the sample applications' program serves. Each way of asking
 * is one authority's: the list, the responder, both.
 */
export async function applyDemoAuthorities(demo: DemoConfiguration, authorities: Authorities): Promise<void> {
  const issues: Record<AuthorityCode, string> = { grca: 'authorities', 'moica-g2': 'person', 'moica-g3': 'person', 'gca-g2': 'agency' }
  const revocation: Record<AuthorityCode, string> = { grca: 'crl', 'moica-g2': 'ocsp', 'moica-g3': 'crl', 'gca-g2': 'both' }
  const certificateAuthorities = AUTHORITIES.map((code) => ({
    code, certificate: authorities[code].certificate.toString('base64'), isAnchor: code === 'grca', issues: issues[code],
    policies: code === 'grca' ? [] : [POLICY], listUrl: `${demo.applicationsOrigin}/crl/${code}.crl`,
    revocation: revocation[code], ocspUrl: revocation[code] === 'crl' ? null : `${demo.applicationsOrigin}/ocsp`,
  }))
  await applyYaml(demo, 'demo certificate authorities', { certificateAuthorities })
}
