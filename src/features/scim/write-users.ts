// POST, PUT, PATCH and DELETE of a person by the personnel system: each becomes the rows of a feed.
import { UUID } from '../../core/uuid.ts'
import { sql } from 'kysely'
import { bringRows, refuseFaults } from './bring-rows.ts'
import { ScimFault } from './dialect.ts'
import { scimMessages as says } from './messages.ts'
import { patched } from './patch.ts'
import { people, resourcesOf } from './record-users.ts'
import { hasVersion, versionOf, withMeta } from './representation.ts'
import { newIdentity, readWanted, rowsOf } from './wanted.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { Conditions } from '../../web/program-route.ts'
import type { JsonObject } from '../../web/strict-json.ts'
import type { Writing, Brought } from './bring-rows.ts'
import type { Resource } from './filter.ts'
import type { RecordPerson } from './record-users.ts'
import type { Identity, Wanted } from './wanted.ts'

export type UserWrite = { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; id: string | null; body: JsonObject | null; ifMatch: string | null }

/** What a write comes to: whom it is about, and the rows that say it; `rows` empty: it is so already. */
export type Planned = { nationalIdIndex: Buffer; rows: FeedRow[] }

type Known = { person: RecordPerson; resource: Resource; identity: Identity; index: Buffer }

/** The rows of the write. Throws a ScimFault where it cannot be; nothing is changed yet. */
export async function planWrite(writing: Writing, { method, id, body, ifMatch }: UserWrite, origin: string): Promise<Planned> {
  if (method === 'POST') return planNew(writing, readWanted(body!))
  const known = await knownPerson(writing, id!)
  if (ifMatch !== null && !hasVersion(ifMatch, versionOf(withMeta('User', origin, known.resource)))) throw new ScimFault('changedMeanwhile', says.changed)
  const wanted = method === 'DELETE' ? { ...readWanted(known.resource as JsonObject), active: false }
    : withActive(method, readWanted(method === 'PUT' ? body! : patched(known.resource as JsonObject, body!), known.person.name), known)
  return planChange(writing, wanted, known)
}

/** PATCH has `active` from what was read, where it says nothing of its own unless it is set otherwise. */
function withActive(method: string, wanted: Wanted, { resource }: Known): Wanted {
  const unsaid = method === 'PATCH' && wanted.active === resource['active']
  return unsaid ? { ...wanted, active: null } : wanted
}

async function planNew(writing: Writing, wanted: Wanted): Promise<Planned> {
  const identity = newIdentity(wanted)
  const index = writing.seal.indexNationalId(identity.nationalId)
  const [known] = await people(recordOf(writing), sql`p.national_id_index = ${index}`)
  if (known !== undefined && known.posts.length > 0) throw new ScimFault('conflict', says.exists, 'uniqueness')
  const rows = rowsOf(wanted, identity, null, writing.today)
  await refuseFaults(writing, rows)
  return { nationalIdIndex: index, rows }
}

async function planChange(writing: Writing, wanted: Wanted, { person, identity, index }: Known): Promise<Planned> {
  if (wanted.nationalId !== null && wanted.nationalId.trim() !== identity.nationalId) throw new ScimFault('badRequest', says.nationalIdFixed, 'mutability')
  const rows = rowsOf(wanted, { ...identity, birthDate: wanted.birthDate ?? identity.birthDate }, person, writing.today)
  await refuseFaults(writing, rows)
  return { nationalIdIndex: index, rows }
}

const recordOf = ({ database, seal, today }: Writing) => ({ read: database.read, seal, today })

async function knownPerson(writing: Writing, id: string): Promise<Known> {
  const record = recordOf(writing)
  const [person] = UUID.test(id) ? await people(record, sql`p.key = ${id}`) : []
  if (person === undefined) throw new ScimFault('notFound', says.unknownResource)
  const { national_id_sealed: sealed, national_id_index: index } = await writing.database.read.selectFrom('person')
    .select(['national_id_sealed', 'national_id_index']).where('id', '=', person.id).executeTakeFirstOrThrow()
  const [resource] = await resourcesOf(record, [person])
  return { person, resource: resource!, identity: { nationalId: writing.seal.openNationalId({ sealed, index }), birthDate: person.birthDate }, index }
}

/** Whom the rows were about, as they are now. */
export async function personAfter(writing: Writing, { nationalIdIndex }: Planned, origin: string): Promise<Resource | null> {
  const record = recordOf(writing)
  const [resource] = await resourcesOf(record, await people(record, sql`p.national_id_index = ${nationalIdIndex}`))
  return resource === undefined ? null : withMeta('User', origin, resource)
}

/** Plans the write and brings what it says; null: it was so already. */
export async function writeUser(
  writing: Writing, write: Omit<UserWrite, 'ifMatch'> & { conditions: Conditions }, origin: string,
): Promise<{ planned: Planned; brought: Brought }> {
  const planned = await planWrite(writing, { ...write, ifMatch: write.conditions.ifMatch }, origin)
  return { planned, brought: planned.rows.length === 0 ? { applied: true } : await bringRows(writing, planned.rows) }
}
