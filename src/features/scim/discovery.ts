// What SCIM says of itself (RFC 7643, 5–7).
import { LIST, SCHEMAS, USER, GROUP, ENTERPRISE, ECPA } from './schemas.ts'
import { BASE } from './representation.ts'
import { MOST_BYTES, MOST_OPERATIONS } from './bulk.ts'
import { MOST_RESULTS } from './list.ts'

const listed = (resources: object[]): object =>
  ({ schemas: [LIST], totalResults: resources.length, startIndex: 1, itemsPerPage: resources.length, Resources: resources })

export const serviceProviderConfig = (origin: string): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  documentationUri: `${origin}/api/openapi.json`,
  patch: { supported: true }, bulk: { supported: true, maxOperations: MOST_OPERATIONS, maxPayloadSize: MOST_BYTES },
  filter: { supported: true, maxResults: MOST_RESULTS }, changePassword: { supported: false }, sort: { supported: false }, etag: { supported: true },
  pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', defaultPageSize: 100, maxPageSize: MOST_RESULTS },
  authenticationSchemes: [{
    type: 'oauthbearertoken', name: 'OAuth 2.0', primary: true, specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
    description: 'A token by client credentials with the scope scim; to write, feed as well.',
  }],
  meta: { resourceType: 'ServiceProviderConfig', location: `${origin}${BASE}/ServiceProviderConfig` },
})

const TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const types = (origin: string): (Record<string, unknown> & { id: string })[] => [
  { schemas: [TYPE], id: 'User', name: 'User', endpoint: '/Users', schema: USER,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }, { schema: ECPA, required: false }],
    meta: { resourceType: 'ResourceType', location: `${origin}${BASE}/ResourceTypes/User` } },
  { schemas: [TYPE], id: 'Group', name: 'Group', endpoint: '/Groups', schema: GROUP, schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${origin}${BASE}/ResourceTypes/Group` } },
]

export const resourceTypes = (origin: string): object => listed(types(origin))
export const resourceType = (origin: string, id: string): object | null => types(origin).find((one) => one.id === id) ?? null

const described = (origin: string): (Record<string, unknown> & { id: string })[] => SCHEMAS.map((schema) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'], ...schema,
  meta: { resourceType: 'Schema', location: `${origin}${BASE}/Schemas/${schema.id}` },
}))

export const schemas = (origin: string): object => listed(described(origin))
export const schema = (origin: string, urn: string): object | null => described(origin).find(({ id }) => id === urn) ?? null
