// Reads the requests of the Authorization API 1.0: what stands in its Information Model, and nothing that it leaves open.
// Unknown fields are passed over (Transport, JSON Serialization); a null where something may be left out counts as left out.
import { isDay } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { JsonObject, JsonValue } from '../../web/strict-json.ts'
import type { FaultCode } from './messages.ts'

/** The subject or resource of a question. `id` is null where it is what the search looks for. */
export type Entity = { type: string; id: string | null; properties: JsonObject }
/** `agency`: of `resource.properties`; null: on behalf of any. `asOf`: of the context; null: today. */
export type Question = { subject: Entity; action: string; resource: Entity; agency: string | null; asOf: Day | null }

/** Something at a place (a JSON pointer) that is not as the specification has it. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly pointer: string

  constructor(code: FaultCode, pointer: string) {
    super(`${code} at ${pointer}`)
    this.code = code
    this.pointer = pointer
  }
}

type Place = { of: JsonObject; at: string }

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function objectIn({ of, at }: Place, name: string): JsonObject {
  const value = optionalObjectIn({ of, at }, name)
  if (value === null) throw new Fault('missing', `${at}/${name}`)
  return value
}

export function optionalObjectIn({ of, at }: Place, name: string): JsonObject | null {
  const value = of[name] ?? null
  if (value !== null && !isObject(value)) throw new Fault('object', `${at}/${name}`)
  return value
}

export function optionalTextIn({ of, at }: Place, name: string): string | null {
  const value = of[name] ?? null
  if (value !== null && typeof value !== 'string') throw new Fault('text', `${at}/${name}`)
  return value
}

function textIn(place: Place, name: string): string {
  const value = optionalTextIn(place, name)
  if (value === null) throw new Fault('missing', `${place.at}/${name}`)
  return value
}

/** What of an entity has to be there: all of it, or not the id that the search looks for and has to ignore. */
type Wanted = 'whole' | 'sought'

function entityIn(place: Place, name: 'subject' | 'resource', wanted: Wanted): Entity {
  const within = { of: objectIn(place, name), at: `${place.at}/${name}` }
  return {
    type: textIn(within, 'type'), id: wanted === 'whole' ? textIn(within, 'id') : null,
    properties: optionalObjectIn(within, 'properties') ?? {},
  }
}

function actionIn(place: Place): string {
  const within = { of: objectIn(place, 'action'), at: `${place.at}/action` }
  const name = textIn(within, 'name')
  optionalObjectIn(within, 'properties')
  return name
}

function asOfIn(place: Place): Day | null {
  const context = optionalObjectIn(place, 'context')
  if (context === null) return null
  const at = `${place.at}/context`
  const day = optionalTextIn({ of: context, at }, 'asOf')
  if (day !== null && !isDay(day)) throw new Fault('day', `${at}/asOf`)
  return day
}

/** What a search looks for: the entity without an id, or the action, which the request leaves out. */
export type Sought = 'subject' | 'resource' | 'action' | null

/** Reads a question; `sought` is what a search leaves open (the action is then empty). Throws a Fault. */
export function readQuestion(body: JsonObject, sought: Sought = null, at = ''): Question {
  const place = { of: body, at }
  const subject = entityIn(place, 'subject', sought === 'subject' ? 'sought' : 'whole')
  const action = sought === 'action' ? '' : actionIn(place)
  const resource = entityIn(place, 'resource', sought === 'resource' ? 'sought' : 'whole')
  const agency = optionalTextIn({ of: resource.properties, at: `${at}/resource/properties` }, 'agency')
  return { subject, action, resource, agency, asOf: asOfIn(place) }
}

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const
export type Semantic = typeof SEMANTICS[number]

/** Each question, or what is at fault in it alone; `questions` is null where there is but one, in the request itself. */
export type Evaluations = { semantic: Semantic; questions: (Question | Fault)[] | null }

// About a page of a list, for each of its rows and a few actions.
const MOST_EVALUATIONS = 1000

/** Reads a request of the Access Evaluations API. Throws a Fault for what concerns all of it. */
export function readEvaluations(body: JsonObject): Evaluations {
  const place = { of: body, at: '' }
  const options = optionalObjectIn(place, 'options') ?? {}
  const named = optionalTextIn({ of: options, at: '/options' }, 'evaluations_semantic') ?? 'execute_all'
  const semantic = SEMANTICS.find((one) => one === named)
  if (semantic === undefined) throw new Fault('semantic', '/options/evaluations_semantic')
  const listed = body.evaluations ?? []
  if (!Array.isArray(listed)) throw new Fault('list', '/evaluations')
  if (listed.length > MOST_EVALUATIONS) throw new Fault('tooMany', '/evaluations')
  if (listed.length === 0) return { semantic, questions: null }
  checkDefaults(place)
  return { semantic, questions: listed.map((one, at) => readOne(body, one, `/evaluations/${at}`)) }
}

/** Defaults that nobody can use would otherwise be the fault of each evaluation that takes them. */
function checkDefaults(place: Place): void {
  if (place.of.subject != null) entityIn(place, 'subject', 'whole')
  if (place.of.resource != null) entityIn(place, 'resource', 'whole')
  if (place.of.action != null) actionIn(place)
  asOfIn(place)
}

/** An evaluation takes each key that it does not have from the top, whole. */
function readOne(defaults: JsonObject, one: JsonValue, at: string): Question | Fault {
  try {
    if (!isObject(one)) throw new Fault('object', at)
    const whole: JsonObject = {}
    for (const name of ['subject', 'action', 'resource', 'context']) whole[name] = one[name] ?? defaults[name] ?? null
    return readQuestion(whole, null, at)
  } catch (fault) {
    if (fault instanceof Fault) return fault
    throw fault
  }
}

/** How many evaluations a request asks for, before it is read: what it takes of the caller's minute. */
export const evaluationsIn = ({ evaluations }: JsonObject): number =>
  Array.isArray(evaluations) ? Math.max(1, evaluations.length) : 1
