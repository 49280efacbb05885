/** Writes the configuration as YAML that `apply` takes back without a difference (4.3a); secrets are left out. */
import { stringify } from 'yaml'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import { readApiRegistrations, readRegistrations } from '../oidc/clients.ts'
import { loadCatalogue } from './catalogue-rows.ts'
import type { StoredCatalogue } from './catalogue-rows.ts'
import { loadGroups, loadMemberships } from './group-rows.ts'
import { loadAuthorities, loadListed } from '../certificates/authority-rows.ts'
import { loadOffices } from '../agencies/office-rows.ts'

/** The configuration as it is now. What was over before `today` is history, and not in it. */
export async function exportConfiguration({ read }: Pick<Database, 'read'>, today: Day): Promise<string> {
  const catalogue = await loadCatalogue(read)
  const groups = await loadGroups(read, today)
  const memberships = await loadMemberships(read, groups.map(({ code }) => code))
  const offices = await loadOffices(read)
  const clients = await readRegistrations({ read })
  const programs = await readApiRegistrations({ read })
  const authorities = await loadAuthorities(read)
  const listed = await loadListed(read)
  const goesOn = ({ valid }: { valid: { to: Day | null } }): boolean => valid.to === null || valid.to >= today
  const configuration = {
    version: 1,
    applications: applicationsOf(catalogue),
    groups: groups.map((group) => ({
      ...group,
      members: memberships.filter((one) => one.group === group.code && goesOn(one))
        .map(({ account, valid, reason }) => ({ account, ...known(valid), ...(reason === null ? {} : { reason }) })),
    })),
    oidcClients: clients.map(({ clientSecret: _, jwks, jwksUri, ...client }) => ({
      ...client, ...(jwks === null ? {} : { jwks }), ...(jwksUri === null ? {} : { jwksUri }),
    })),
    apiClients: programs.map(({ clientSecret: _, ...program }) => program),
    certificateAuthorities: authorities.map(({ certificate, issues, graceSeconds, subject: _, validUntil: __, ...authority }) => ({
      ...authority, issues: issues ?? 'authorities', graceHours: graceSeconds / 3600, certificate: certificate.toString('base64'),
    })),
    certificateWhitelist: listed.filter(goesOn).map(({ issuer, serial, agency, valid, reason }) => ({ issuer, serial, agency, ...known(valid), reason })),
    personnelOffices: offices.filter(goesOn).map(({ office, agency, valid }) => ({ office, agency, ...known(valid) })),
  }
  return stringify(configuration, { aliasDuplicateObjects: false, lineWidth: 120 })
}

/** An unknown first day has no name in a file, and is not mentioned. */
const known = ({ from, to }: { from: Day | null; to: Day | null }): object => (from === null ? { to } : { from, to })

function applicationsOf({ applications, categories }: StoredCatalogue): object[] {
  return [...applications].map(([code, { fields }]) => ({
    code,
    ...fields,
    audience: fields.audience ?? 'none',
    categories: [...categories].filter(([key]) => key.startsWith(`${code} `)).map(([key, category]) => ({
      code: key.slice(code.length + 1), ...category.fields, derivedGroup: category.fields.derivedGroup ?? 'none',
    })),
  }))
}
