/** Brings applications and their categories to what a configuration says (2.10). */
import { knownAgencies, loadCatalogue, writeApplication, writeCategory } from './catalogue-rows.ts'
import type { ApplicationFields, CategoryFields, StoredApplication, StoredCategory } from './catalogue-rows.ts'
import type { ApplicationEntry, CategoryEntry } from './configuration.ts'
import { fieldChanges } from './configuration-change.ts'
import type { ConfigurationChange, Planning } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

/** What a new application is where the file is silent: whatever lets nobody in. The other fields it has to say. */
const APPLICATION_DEFAULTS = {
  description: '', audience: null, passkeyAllowed: false, openToAgencyCard: false, dutyAllowed: false,
  secondManager: false, agencyRoot: null, test: false, inService: true, launchUrl: null, remark: '',
} satisfies Partial<ApplicationFields>
const NEEDED_OF_APPLICATION = ['name', 'category', 'grantable', 'requiresCertificate'] as const
const NEEDED_OF_CATEGORY = ['name', 'nameEn', 'derivedGroup', 'handOut'] as const

/** What is mentioned of `wanted`, over what is there. */
function merged<T extends object>(before: Partial<T>, mentioned: { [K in keyof T]?: T[K] | undefined }): T {
  const given = Object.entries(mentioned).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(given) } as T
}

/** Plans the applications of the file and their categories. Gives the codes of all applications there will be. */
export async function planCatalogue(planning: Planning, entries: readonly ApplicationEntry[]): Promise<Set<string>> {
  const stored = await loadCatalogue(planning.db)
  const agencies = await knownAgencies(planning.db, entries.flatMap(({ agencyRoot }) => agencyRoot ?? []))
  let position = Math.max(0, ...[...stored.applications.values()].map((one) => one.position))
  for (const [at, entry] of entries.entries()) {
    const path = ['applications', at]
    if (typeof entry.agencyRoot === 'string' && !agencies.has(entry.agencyRoot)) {
      planning.faults.add('unknownAgency', [...path, 'agencyRoot'], entry.agencyRoot)
    }
    const before = stored.applications.get(entry.code)
    planApplication(planning, entry, path, before, before?.position ?? ++position)
    for (const [within, category] of (entry.categories ?? []).entries()) {
      const old = stored.categories.get(`${entry.code} ${category.code}`)
      planCategory(planning, entry.code, category, [...path, 'categories', within], old)
    }
  }
  return new Set([...stored.applications.keys(), ...entries.map(({ code }) => code)])
}

function add(planning: Planning, change: ConfigurationChange): void {
  if (change.fields.length === 0 && change.kind === 'changed') planning.same += 1
  else planning.changes.push(change)
}

function planApplication(
  planning: Planning, entry: ApplicationEntry, path: Path, before: StoredApplication | undefined, position: number,
): void {
  const { code, categories, ...mentioned } = entry
  // Nothing but its categories is mentioned: the application itself is not what this entry is about.
  if (Object.values(mentioned).every((value) => value === undefined) && categories !== undefined) {
    if (before === undefined) planning.faults.add('unknownApplication', [...path, 'code'], code)
    return
  }
  if (before === undefined) {
    for (const field of NEEDED_OF_APPLICATION) {
      if (entry[field] === undefined) planning.faults.add('neededForNew', [...path, field], code)
    }
  }
  const after = merged<ApplicationFields>(before?.fields ?? APPLICATION_DEFAULTS, mentioned)
  const fields = fieldChanges(before?.fields, after)
  add(planning, {
    thing: 'application', key: code, kind: before ? 'changed' : 'added', fields,
    write: async (tx) => void await writeApplication(tx, code, { version: before?.version ?? 0, position, fields: after }, fields),
  })
}

function planCategory(
  planning: Planning, application: string, entry: CategoryEntry, path: Path, before: StoredCategory | undefined,
): void {
  const { code, ...mentioned } = entry
  if (before === undefined) {
    for (const field of NEEDED_OF_CATEGORY) {
      if (entry[field] === undefined) planning.faults.add('neededForNew', [...path, field], `${application} ${code}`)
    }
  }
  const after = merged<CategoryFields>(before?.fields ?? {}, mentioned)
  const fields = fieldChanges(before?.fields, after)
  add(planning, {
    thing: 'category', key: `${application} ${code}`, kind: before ? 'changed' : 'added', fields,
    write: async (tx) => void await writeCategory(tx, application, code, { version: before?.version ?? 0, fields: after }, fields),
  })
}
