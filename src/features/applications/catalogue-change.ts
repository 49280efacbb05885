/** One change of the catalogue as a page proposes it: what it says, what the catalogue is by then, and what speaks against it. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Application } from '../../core/catalogue.ts'
import type { Reader } from '../../store/database.ts'
import { loadCatalogue } from './catalogue-rows.ts'
import type { ApplicationFields, CategoryFields, StoredApplication, StoredCategory } from './catalogue-rows.ts'
import { fieldChanges } from './configuration-change.ts'
import type { FieldChange } from './configuration-change.ts'

/** What the edit form of an application holds. */
export type ApplicationForm = ApplicationFields & { position: number }

/**
 * A proposal names only the fields that were changed, so that it can be laid over a version that somebody else has made
 * meanwhile. `base`: the version that was edited, 0 for what is new and says everything.
 */
const proposal = z.discriminatedUnion('thing', [
  z.object({ thing: z.literal('application'), application: z.string(), base: z.number(), fields: z.record(z.string(), z.json()) }),
  z.object({
    thing: z.literal('category'), application: z.string(), category: z.string(), base: z.number(),
    fields: z.record(z.string(), z.json()),
  }),
])
export type CatalogueChange =
  | { thing: 'application'; application: string; base: number; fields: Partial<ApplicationForm> }
  | { thing: 'category'; application: string; category: string; base: number; fields: Partial<CategoryFields> }

/** Reads what this program has kept of a proposal. */
export function readChange(text: string): CatalogueChange {
  return proposal.parse(JSON.parse(text)) as CatalogueChange
}

/** One application with its categories, as stored; `application` is null where there is none of that code. */
export type CatalogueState = {
  code: string; application: StoredApplication | null; categories: ReadonlyMap<string, StoredCategory>
}

export async function loadState(db: Reader, code: string): Promise<CatalogueState> {
  const { applications, categories } = await loadCatalogue(db, code)
  return {
    code,
    application: applications.get(code) ?? null,
    categories: new Map([...categories].map(([key, one]) => [key.slice(code.length + 1), one])),
  }
}

/** The catalogue with the proposal laid over it. */
export function changedState(state: CatalogueState, change: CatalogueChange): CatalogueState {
  if (change.thing === 'application') {
    const { position, ...fields } = change.fields
    const { application } = state
    return {
      ...state,
      application: {
        version: application?.version ?? 0,
        position: position ?? application?.position ?? 0,
        fields: { ...application?.fields, ...fields } as ApplicationFields,
      },
    }
  }
  const before = state.categories.get(change.category)
  const category: StoredCategory = {
    version: before?.version ?? 0, fields: { ...before?.fields, ...change.fields } as CategoryFields,
  }
  return { ...state, categories: new Map([...state.categories, [change.category, category]]) }
}

/** What of the thing would be other than it is now; all of it where it is new. */
export function changesNow(state: CatalogueState, change: CatalogueChange): FieldChange[] {
  const then = changedState(state, change)
  if (change.thing === 'category') {
    return fieldChanges(state.categories.get(change.category)?.fields, then.categories.get(change.category)!.fields)
  }
  const form = ({ fields, position }: StoredApplication): ApplicationForm => ({ ...fields, position })
  return fieldChanges(state.application === null ? undefined : form(state.application), form(then.application!))
}

/** The stored version that the proposal is about; 0 where it does not exist yet. */
export function versionNow(state: CatalogueState, change: CatalogueChange): number {
  const thing = change.thing === 'category' ? state.categories.get(change.category) : state.application
  return thing?.version ?? 0
}

/** Says which proposal was shown over which catalogue: what was foretold holds for these and no others. */
export function digestOf(state: CatalogueState, change: CatalogueChange): string {
  const versions = [...state.categories].map(([code, { version }]) => [code, version])
  return createHash('sha256').update(JSON.stringify([change, state.application?.version ?? 0, versions])).digest('hex')
}

/** The application as the law reads it, null where there is none. */
export function applicationOf({ code, application, categories }: CatalogueState): Application | null {
  if (application === null) return null
  const { category: heading, audience: _, secondManager: __, ...fields } = application.fields
  return { code, heading, ...fields, categories: [...categories].map(([own, one]) => ({ code: own, ...one.fields })) }
}

export type ChangeRefusal = 'taken' | 'gone' | 'nothing' | 'webHrDuty' | 'unknownAgency'

/** Why the catalogue cannot become so, or null. `liveAgencies`: those of the proposal that live today. */
export function decideChange(
  state: CatalogueState, change: CatalogueChange, liveAgencies: ReadonlySet<string>,
): { refused: ChangeRefusal } | null {
  const exists = versionNow(state, change) > 0
  if (state.application === null && change.thing === 'category') return { refused: 'gone' }
  if (change.base === 0 && exists) return { refused: 'taken' }
  if (change.base > 0 && !exists) return { refused: 'gone' }
  if (changesNow(state, change).length === 0) return { refused: 'nothing' }
  if (change.thing === 'category') return null
  // R-DUTY-2: WebHR can never be chosen for a duty, whatever a catalogue says.
  if (state.code === 'WebHR' && change.fields.dutyAllowed === true) return { refused: 'webHrDuty' }
  const root = change.fields.agencyRoot ?? null
  return root !== null && !liveAgencies.has(root) ? { refused: 'unknownAgency' } : null
}

/** Which of the agencies that the proposal names live today. */
export async function liveAgenciesOf(db: Reader, change: CatalogueChange, today: string): Promise<Set<string>> {
  const root = change.thing === 'application' ? change.fields.agencyRoot ?? null : null
  if (root === null) return new Set()
  const { rows } = await sql<{ agency_code: string }>`select agency_code from agency_version
    where agency_code = ${root} and upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  return new Set(rows.map((row) => row.agency_code))
}
