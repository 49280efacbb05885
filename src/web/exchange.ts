import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import type { Assets } from './assets.ts'
import type { FormState } from './form.ts'
import type { ManagementProof } from './fresh.ts'
import type { Language } from './language.ts'
import type { Maintenance } from './maintenance.ts'
import type { Upload } from './multipart.ts'
import type { ReceivedFile, Route } from './route.ts'
import type { Site } from './site.ts'
import type { TodoCounter } from './todo.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Turns } from './turns.ts'

/** A schema with the names that may come several times worked out beforehand. */
export type ReadyShape = { schema: z.ZodObject; many: ReadonlySet<string> }

/** A route with everything worked out that does not depend on a request. */
export type ReadyRoute = {
  route: Route
  headers: Readonly<Record<string, string>>
  query: ReadyShape | null
  forms: Readonly<Record<Language, ReadyShape>> | null
  /** Whether the same path can be asked for with GET. */
  readable: boolean
}

/** What the steps share, the same for all requests. */
export type AppContext = {
  site: Site
  assets: Assets
  formKey: Uint8Array
  findActor: (token: string) => Promise<Actor | null>
  /** What is announced or goes on, asked at each request. */
  maintenance: () => Promise<Maintenance | null>
  /** Null: nobody counts what waits. */
  todos: TodoCounter | null
  match: (method: string, path: string) => { ready: ReadyRoute; params: Record<string, string> } | null
  methodsOf: (path: string) => string[]
  isTrustedProxy: (address: string) => boolean
  /** Whose turn it is where much is asked of the database. */
  turns: Turns
  /** How much a person may change within a minute. */
  changes: RateLimit
  /** How long a file may go on before whoever takes it is proved anew. */
  provedForMs: number
  /** How long a proof of who somebody is counts as fresh. */
  freshMinutes: number
  /** By what it must have been given where management asks for one. */
  managementProof: ManagementProof
  /** Headers of replies that no route gives. */
  headers: Readonly<Record<string, string>>
}

/** One request on its way through the steps; each step fills in what later ones need. */
export type Exchange = {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly requestId: string
  readonly startedAt: number
  readonly now: Date
  /** The path without its query; '' until it is proved canonical. */
  path: string
  query: string
  language: Language
  sessionToken: string | null
  maintenance: Maintenance | null
  actor: Actor | null
  ready: ReadyRoute | null
  params: Record<string, string>
  queryValues: unknown
  formValues: unknown
  form: FormState | null
  /** A form with a file, as far as it has been read, and the file for the handler. */
  upload: Upload | null
  file: ReceivedFile | null
  /** Leaves the place among the files that come now. */
  leavePlace: (() => void) | null
  /** The form cookie's secret, once there is one. */
  formSecret: string | null
  setCookies: string[]
  /** Under what `turns` knows this request, while it has its turn. */
  turn: string | null
}
