/** The catalogue's rows (2.10): read as they are now, and written, each change with an event of its own. */
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { HandOut } from '../../core/catalogue.ts'
import type { Standing } from '../../core/standing.ts'
import { closed } from '../../store/periods.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import { beforeAndAfter } from './configuration-change.ts'
import type { FieldChange } from './configuration-change.ts'

/** An application as configuration tells it; `none` where the law says null. */
export type ApplicationFields = {
  name: string; category: string; description: string; audience: Standing | null; grantable: boolean
  requiresCertificate: boolean; passkeyAllowed: boolean; openToAgencyCard: boolean; dutyAllowed: boolean
  secondManager: boolean; agencyRoot: string | null; test: boolean; inService: boolean; launchUrl: string | null
  remark: string
}
export type CategoryFields = { name: string; nameEn: string; derivedGroup: Standing | null; handOut: HandOut }

export type StoredApplication = { version: number; position: number; fields: ApplicationFields }
export type StoredCategory = { version: number; fields: CategoryFields }
/** `categories` by application and code, with a blank between. */
export type StoredCatalogue = { applications: Map<string, StoredApplication>; categories: Map<string, StoredCategory> }

type ApplicationRow = Selectable<Tables['application_version']>
type CategoryRow = Selectable<Tables['category_version']>

const storedApplication = (row: ApplicationRow): StoredApplication => ({
  version: row.version,
  position: row.position,
  fields: {
    name: row.name, category: row.heading, description: row.description, audience: row.audience,
    grantable: row.grantable, requiresCertificate: row.requires_certificate, passkeyAllowed: row.passkey_allowed,
    openToAgencyCard: row.open_to_agency_card, dutyAllowed: row.duty_allowed, secondManager: row.second_manager,
    agencyRoot: row.agency_root, test: row.test, inService: row.in_service, launchUrl: row.launch_url,
    remark: row.remark,
  },
})

const storedCategory = (row: CategoryRow): StoredCategory => ({
  version: row.version,
  fields: { name: row.name, nameEn: row.name_en, derivedGroup: row.derived_group, handOut: row.hand_out as HandOut },
})

/** The catalogue as it is now, in its order; all of it, or one application. */
export async function loadCatalogue(db: Reader, code?: string): Promise<StoredCatalogue> {
  const applications = await db.selectFrom('application_version').selectAll()
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded']))
    .$if(code !== undefined, (query) => query.where('application_code', '=', code!))
    .orderBy('position').orderBy('application_code').execute()
  const categories = await db.selectFrom('category_version').selectAll()
    .where(({ fn }) => fn<boolean>('upper_inf', ['recorded']))
    .$if(code !== undefined, (query) => query.where('application_code', '=', code!))
    .orderBy('application_code').orderBy('category_code').execute()
  return {
    applications: new Map(applications.map((row) => [row.application_code, storedApplication(row)])),
    categories: new Map(categories.map((row) => [`${row.application_code} ${row.category_code}`, storedCategory(row)])),
  }
}

/** That version of the application, the latest or one before; null where there is none. */
export async function loadApplicationVersion(db: Reader, code: string, version: number): Promise<StoredApplication | null> {
  const row = await db.selectFrom('application_version').selectAll()
    .where('application_code', '=', code).where('version', '=', version).executeTakeFirst()
  return row === undefined ? null : storedApplication(row)
}

/** That version of the category, as `loadApplicationVersion`. */
export async function loadCategoryVersion(
  db: Reader, application: string, category: string, version: number,
): Promise<StoredCategory | null> {
  const row = await db.selectFrom('category_version').selectAll().where('application_code', '=', application)
    .where('category_code', '=', category).where('version', '=', version).executeTakeFirst()
  return row === undefined ? null : storedCategory(row)
}

// Any number.
const TURN = 3_272_016_002

/**
 * Those who change the configuration take turns until their transactions end, so that no difference is planned or foretold
 * from what another overwrites.
 */
export async function takeTurn(db: Reader): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TURN})`.execute(db)
}

/** By which right the configuration is changed: the centre's by its pages, or the machine's by a file. */
export const wayOf = (tx: Change): string => (tx.origin.process === null ? 'central' : 'process')

/** Those of the codes that the database knows, live or not. */
export async function knownAgencies(db: Reader, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set()
  const rows = await db.selectFrom('agency').select('code').where('code', 'in', [...new Set(codes)]).execute()
  return new Set(rows.map(({ code }) => code))
}

/**
 * Writes the application as the version after `to.version`, which is 0 where there was none. Throws when another version
 * came first (a serialization failure, or the key of the version).
 */
export async function writeApplication(
  tx: Change, code: string, to: StoredApplication, changes: readonly FieldChange[],
): Promise<EventId> {
  const { before, after } = beforeAndAfter(changes)
  const way = wayOf(tx)
  const event = to.version === 0
    ? await tx.record({ code: 'catalogue.application-added', application: code, detail: { after, way } })
    : await tx.record({ code: 'catalogue.application-changed', application: code, detail: { before, after, way } })
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
    second_manager: fields.secondManager, agency_root: fields.agencyRoot, test: fields.test,
    in_service: fields.inService, launch_url: fields.launchUrl, remark: fields.remark, position: to.position,
    event_id: event,
  }).execute()
  return event
}

/** Writes the category as the version after `to.version`, as `writeApplication` does. */
export async function writeCategory(
  tx: Change, application: string, category: string, to: StoredCategory, changes: readonly FieldChange[],
): Promise<EventId> {
  const { before, after } = beforeAndAfter(changes)
  const way = wayOf(tx)
  const event = to.version === 0
    ? await tx.record({ code: 'catalogue.category-added', application, detail: { category, after, way } })
    : await tx.record({ code: 'catalogue.category-changed', application, detail: { category, before, after, way } })
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
  return event
}
