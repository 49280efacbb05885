/** Brings applications and their categories to what a configuration says (2.10). */
import type { Standing } from '../../core/standing.ts'
import { closed } from '../../store/periods.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { ApplicationEntry, CategoryEntry } from './configuration.ts'
import { beforeAndAfter, fieldChanges } from './configuration-change.ts'
import type { ConfigurationChange, Planning } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

/** An application as configuration tells it; `none` where the law says null. */
export type ApplicationFields = {
  name: string; category: string; description: string; audience: Standing | null; grantable: boolean
  requiresCertificate: boolean; passkeyAllowed: boolean; openToAgencyCard: boolean; dutyAllowed: boolean
  secondManager: boolean; agencyRoot: string | null; test: boolean; inService: boolean; launchUrl: string | null
  remark: string
}
export type CategoryFields = { name: string; nameEn: string; derivedGroup: Standing | null; handOut: string }

/** What a new application is where the file is silent: whatever lets nobody in. The other fields it has to say. */
const APPLICATION_DEFAULTS = {
  description: '', audience: null, passkeyAllowed: false, openToAgencyCard: false, dutyAllowed: false,
  secondManager: false, agencyRoot: null, test: false, inService: true, launchUrl: null, remark: '',
} satisfies Partial<ApplicationFields>
const NEEDED_OF_APPLICATION = ['name', 'category', 'grantable', 'requiresCertificate'] as const
const NEEDED_OF_CATEGORY = ['name', 'nameEn', 'derivedGroup', 'handOut'] as const

type StoredApplication = { version: number; position: number; fields: ApplicationFields }
type StoredCategory = { version: number; fields: CategoryFields }
/** `categories` by application and code, with a blank between. */
export type StoredCatalogue = { applications: Map<string, StoredApplication>; categories: Map<string, StoredCategory> }

/** The catalogue as it is now, in its order. */
export async function loadCatalogue(db: Reader): Promise<StoredCatalogue> {
  const applications = await db.selectFrom('application_version').selectAll()
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded'])).orderBy('position').orderBy('application_code').execute()
  const categories = await db.selectFrom('category_version').selectAll()
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded'])).orderBy('application_code').orderBy('category_code')
      .execute()
  return {
    applications: new Map(applications.map((row) => [row.application_code, {
      version: row.version,
      position: row.position,
      fields: {
        name: row.name, category: row.heading, description: row.description, audience: row.audience,
        grantable: row.grantable, requiresCertificate: row.requires_certificate, passkeyAllowed: row.passkey_allowed,
        openToAgencyCard: row.open_to_agency_card, dutyAllowed: row.duty_allowed, secondManager: row.second_manager,
        agencyRoot: row.agency_root, test: row.test, inService: row.in_service, launchUrl: row.launch_url,
        remark: row.remark,
      },
    }])),
    categories: new Map(categories.map((row) => [`${row.application_code} ${row.category_code}`, {
      version: row.version,
      fields: { name: row.name, nameEn: row.name_en, derivedGroup: row.derived_group, handOut: row.hand_out },
    }])),
  }
}

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

/** Those of the codes that the database knows, live or not. */
export async function knownAgencies(db: Reader, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set()
  const rows = await db.selectFrom('agency').select('code').where('code', 'in', [...new Set(codes)]).execute()
  return new Set(rows.map(({ code }) => code))
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
    write: (tx) => writeApplication(tx, code, { version: before?.version ?? 0, position, fields: after }, fields),
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
    write: (tx) => writeCategory(tx, application, code, { version: before?.version ?? 0, fields: after }, fields),
  })
}

type Fields = ConfigurationChange['fields']

async function writeApplication(tx: Change, code: string, to: StoredApplication, changes: Fields): Promise<void> {
  const { before, after } = beforeAndAfter(changes)
  const event = to.version === 0
    ? await tx.record({ code: 'catalogue.application-added', application: code, detail: { after } })
    : await tx.record({ code: 'catalogue.application-changed', application: code, detail: { before, after } })
  if (to.version === 0) await tx.db.insertInto('application').values({ code }).execute()
  else {
    await tx.db.updateTable('application_version').set({ recorded: closed })
      .where('application_code', '=', code).where('version', '=', to.version).execute()
  }
  const { fields } = to
  await tx.db.insertInto('application_version').values({
    application_code: code, version: to.version + 1, name: fields.name, heading: fields.category,
    description: fields.description, audience: fields.audience, grantable: fields.grantable,
    requires_certificate: fields.requiresCertificate, passkey_allowed: fields.passkeyAllowed,
    open_to_agency_card: fields.openToAgencyCard, duty_allowed: fields.dutyAllowed,
    second_manager: fields.secondManager, agency_root: fields.agencyRoot, test: fields.test, in_service: fields.inService, launch_url: fields.launchUrl,
    remark: fields.remark, position: to.position, event_id: event,
  }).execute()
}

async function writeCategory(
  tx: Change, application: string, category: string, to: StoredCategory, changes: Fields,
): Promise<void> {
  const { before, after } = beforeAndAfter(changes)
  const event = to.version === 0
    ? await tx.record({ code: 'catalogue.category-added', application, detail: { category, after } })
    : await tx.record({ code: 'catalogue.category-changed', application, detail: { category, before, after } })
  if (to.version === 0) {
    await tx.db.insertInto('category').values({ application_code: application, code: category }).execute()
  } else {
    await tx.db.updateTable('category_version').set({ recorded: closed }).where('application_code', '=', application)
      .where('category_code', '=', category).where('version', '=', to.version).execute()
  }
  const { fields } = to
  await tx.db.insertInto('category_version').values({
    application_code: application, category_code: category, version: to.version + 1, name: fields.name,
    name_en: fields.nameEn, derived_group: fields.derivedGroup, hand_out: fields.handOut, event_id: event,
  }).execute()
}
