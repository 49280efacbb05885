// The description of what programs may ask (OpenAPI 3.1), put together from what each slice says of its own addresses.
import { PROGRAM_STATUS, programJson } from './program-route.ts'
import type { ProgramRoute } from './program-route.ts'

/** A slice's part: `paths` and `schemas` as OpenAPI has them. */
export type ApiDescription = { paths: Record<string, object>; schemas: Record<string, object> }

const PROBLEM = {
  type: 'object', required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do, in Traditional Chinese where Accept-Language begins with zh.' },
    pointer: { type: 'string', description: 'The place in the body that is at fault (RFC 6901).' },
    requestId: { type: 'string', description: 'Names the request in our log.' },
  },
}

const problem = (description: string): object =>
  ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } })

/** The answers that every address with a token may give beside its own. */
const PROBLEMS: Record<string, object> = {
  [PROGRAM_STATUS.badRequest]: problem('The request is not as it has to be; nothing was done.'),
  [PROGRAM_STATUS.signedOut]: problem('No token, or none that is good now.'),
  [PROGRAM_STATUS.forbidden]: problem('The token is not good for this.'),
  [PROGRAM_STATUS.tooLarge]: problem('The body is too long.'),
  [PROGRAM_STATUS.tooMany]: problem('What the program may ask within a minute is used up; see Retry-After.'),
  [PROGRAM_STATUS.fault]: problem('Something went wrong on our side.'),
  [PROGRAM_STATUS.unavailable]: problem('The service is away for the moment.'),
}

const REQUEST_ID = {
  name: 'X-Request-ID', in: 'header', required: false, schema: { type: 'string' }, description: 'Comes back as it was sent.',
}

const content = (schema: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } })

/** A JSON answer of that schema. */
export const answered = (description: string, schema: string): object => ({ description, content: content(schema) })
/** A problem that an address may answer beside those that all may. */
export const describedProblem = problem

type Operation = {
  scope: string
  summary: string
  parameters?: readonly object[]
  requestBody?: object
  /** The answers of its own, by their status. */
  responses: Record<number, object>
}

/** The description of what needs a token with that scope. */
export const describedOperation = ({ scope, summary, parameters = [], requestBody, responses }: Operation): object => ({
  summary, security: [{ program: [scope] }], parameters: [...parameters, REQUEST_ID], ...(requestBody === undefined ? {} : { requestBody }),
  responses: { ...PROBLEMS, ...responses },
})

/** The description of a POST of JSON that needs a token with that scope. */
export function describedPost(scope: string, summary: string, request: string, response: string): object {
  return {
    post: describedOperation({
      scope, summary, requestBody: { required: true, content: content(request) }, responses: { 200: answered('The answer.', response) },
    }),
  }
}

const CACHE_SECONDS = 3600

/** `GET /api/openapi.json`, for everybody. */
export function openApiRoute(origin: string, scopes: Record<string, string>, parts: readonly ApiDescription[]): ProgramRoute {
  const document = {
    openapi: '3.1.0',
    info: { title: 'eCPA 公務人員人事服務網', version: '1.0', description: 'What programs may ask with a token of their own.' },
    servers: [{ url: origin }],
    paths: Object.assign({}, ...parts.map(({ paths }) => paths)) as object,
    components: {
      schemas: Object.assign({ Problem: PROBLEM }, ...parts.map(({ schemas }) => schemas)) as object,
      securitySchemes: {
        program: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: `${origin}/oidc/token`, scopes } } },
      },
    },
  }
  return {
    method: 'GET', path: '/api/openapi.json', scope: null, handle: () => programJson(document, { cacheSeconds: CACHE_SECONDS }),
  }
}
