// How OpenAPI describes SCIM: in the large, for SCIM describes itself (`/scim/v2/Schemas`).
import { describedOperation } from '../../web/openapi.ts'
import { MEDIA_TYPE } from './dialect.ts'
import { BASE } from './representation.ts'
import type { ApiDescription } from '../../web/openapi.ts'

const schema = (name: string) => ({ [MEDIA_TYPE]: { schema: { $ref: `#/components/schemas/${name}` } } })
const answered = (description: string, name: string) => ({ description, content: schema(name) })
const taken = (name: string) => ({ required: true, content: schema(name) })
const operation = (summary: string, more: object = {}): object => describedOperation({ scope: 'scim', summary, responses: {}, ...more })
const parameter = (name: string, description: string, within: 'query' | 'path' = 'query') =>
  ({ name, in: within, required: within === 'path', schema: { type: 'string' }, description })
const LIST = [
  parameter('filter', 'RFC 7644, 3.4.2.2.'), parameter('startIndex', 'From 1, up to 2000.'), parameter('count', 'At most 200.'),
  parameter('cursor', 'Empty for the first page (RFC 9865).'), parameter('attributes', 'By commas.'), parameter('excludedAttributes', 'By commas.'),
]
const ID = parameter('id', 'The id.', 'path')
const HELD = { 202: { description: 'Received, and held for a central administrator: Location is the feed.' } }

const list = (kind: 'User' | 'Group') => ({
  get: operation(`The ${kind.toLowerCase()}s.`, { parameters: LIST, responses: { 200: answered('A page.', 'ScimList') } }),
})
const one = (kind: 'User' | 'Group') => operation(`One ${kind.toLowerCase()}.`, {
  parameters: [ID], responses: { 200: answered('As it is.', `Scim${kind}`), 304: { description: 'As If-None-Match has it.' } },
})

const anything = (description: string) => ({ type: 'object', additionalProperties: true, description })

export const SCIM_DESCRIPTION: ApiDescription = {
  schemas: {
    ScimUser: anything('A person, as /scim/v2/Schemas describes it.'), ScimGroup: anything('A category for an agency.'),
    ScimList: anything('A ListResponse.'), ScimPatch: anything('A PatchOp.'), ScimBulk: anything('A BulkRequest or BulkResponse.'),
  },
  paths: {
    [`${BASE}/Users`]: {
      ...list('User'),
      post: operation('A new person with their posts, by the personnel system (with the scope feed).', {
        requestBody: taken('ScimUser'), responses: { 201: answered('As it is now.', 'ScimUser'), ...HELD },
      }),
    },
    [`${BASE}/Users/.search`]: { post: operation('The users, asked for in a body.', { requestBody: taken('ScimList'), responses: { 200: answered('A page.', 'ScimList') } }) },
    [`${BASE}/Users/{id}`]: {
      get: one('User'),
      put: operation('The person as they are to be.', { parameters: [ID], requestBody: taken('ScimUser'), responses: { 200: answered('As it is now.', 'ScimUser'), ...HELD } }),
      patch: operation('What changes of the person.', { parameters: [ID], requestBody: taken('ScimPatch'), responses: { 200: answered('As it is now.', 'ScimUser'), ...HELD } }),
      delete: operation('Ends the posts; the person stays known.', { parameters: [ID], responses: { 204: { description: 'Done.' }, ...HELD } }),
    },
    [`${BASE}/Groups`]: list('Group'),
    [`${BASE}/Groups/.search`]: { post: operation('The groups, asked for in a body.', { requestBody: taken('ScimList'), responses: { 200: answered('A page.', 'ScimList') } }) },
    [`${BASE}/Groups/{id}`]: { get: one('Group') },
    [`${BASE}/Bulk`]: { post: operation('Many writes as one feed.', { requestBody: taken('ScimBulk'), responses: { 200: answered('What became of each.', 'ScimBulk') } }) },
  },
}
