// What a user and a group are here, for discovery (RFC 7643, 7) and for whoever reads filters and patches: one list.
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
/** Of the portal: where somebody works and what they may, to an application; the record, to the personnel system. */
export const ECPA = 'urn:ecpa:params:scim:schemas:extension:1.0:User'
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const BULK_ANSWER = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'

export type Attribute = {
  name: string
  type: 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime'
  multiValued: boolean
  description: string
  required: boolean
  caseExact: boolean
  mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  returned: 'always' | 'default' | 'request' | 'never'
  uniqueness: 'none' | 'server'
  subAttributes?: Attribute[]
}

const attribute = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  name, type: more.subAttributes === undefined ? 'string' : 'complex', multiValued: false, description, required: false, caseExact: false,
  mutability: 'readWrite', returned: 'default', uniqueness: 'none', ...more,
})
const exact = { caseExact: true } as const
const derived = { mutability: 'readOnly' } as const

const user: Attribute[] = [
  attribute('userName', 'The account name where the application is told it by the scope profile; else the id.', { required: true, uniqueness: 'server', ...derived }),
  attribute('externalId', 'Not kept.', exact),
  attribute('name', 'The name of the record.', { subAttributes: [attribute('formatted', 'The whole name.')] }),
  attribute('displayName', 'The name of the record.'),
  attribute('active', 'To an application: always true, for whoever may not use it is not listed. To the personnel system: whether there is a post.', { type: 'boolean' }),
  attribute('emails', 'The confirmed address by the scope email; to the personnel system that of the record.', {
    multiValued: true,
    subAttributes: [attribute('value', 'The address.'), attribute('type', 'work'), attribute('primary', 'true', { type: 'boolean' })],
  }),
  attribute('groups', 'What the person may use for which agency.', {
    multiValued: true, ...derived,
    subAttributes: [attribute('value', 'The id of the group.', { ...exact, ...derived }), attribute('display', 'Its name.', derived)],
  }),
]

const group: Attribute[] = [
  attribute('displayName', 'The category and the agency.', { required: true, ...derived }),
  attribute('members', 'Who may. In a list only where `attributes` names it.', {
    multiValued: true, ...derived,
    subAttributes: [attribute('value', 'The id of the user.', { ...exact, ...derived }), attribute('display', 'The name.', derived)],
  }),
]

const enterprise: Attribute[] = [
  attribute('organization', 'The name of the agency.', derived), attribute('department', 'The unit.', derived),
]

const POST = ['agency', 'unit', 'title', 'kind', 'staffCategory', 'supervisorLevel', 'rank', 'jobSeries', 'nature', 'section', 'from', 'to']
const ecpa: Attribute[] = [
  attribute('agency', 'The code of the agency of the main post.', { ...exact, ...derived }),
  attribute('standing', 'employee, hr or hrSupervisor.', { ...exact, ...derived }),
  attribute('for', 'For which agencies the application may be used, as in the claim `ecpa`.', {
    multiValued: true, ...derived,
    subAttributes: ['agency', 'categories', 'by', 'duty', 'acting', 'until'].map((name) =>
      attribute(name, 'As in the claim.', { ...exact, ...derived, multiValued: name === 'categories' })),
  }),
  attribute('nationalId', 'Taken from the personnel system; never given.', { ...exact, mutability: 'writeOnly', returned: 'never' }),
  attribute('birthDate', 'Taken from the personnel system; never given.', { ...exact, mutability: 'writeOnly', returned: 'never' }),
  attribute('posts', 'The posts of the record, as the columns of the personnel feed.', {
    multiValued: true, subAttributes: POST.map((name) => attribute(name, 'As in the personnel feed.', exact)),
  }),
]

type Described = { id: string; name: string; description: string; attributes: Attribute[] }
export const SCHEMAS: readonly Described[] = [
  { id: USER, name: 'User', description: 'A person.', attributes: user },
  { id: GROUP, name: 'Group', description: 'Who may use a category of the application for an agency.', attributes: group },
  { id: ENTERPRISE, name: 'EnterpriseUser', description: 'Where a person works.', attributes: enterprise },
  { id: ECPA, name: 'EcpaUser', description: 'What the portal knows of a person.', attributes: ecpa },
]

const common = [
  attribute('id', '', { ...exact, returned: 'always' }), attribute('schemas', '', { ...exact, returned: 'always', multiValued: true }),
  attribute('meta', '', { subAttributes: ['resourceType', 'location', 'version'].map((name) => attribute(name, '', exact)) }),
]

export type Kind = 'User' | 'Group'

const ofKind: Record<Kind, { core: Attribute[]; extensions: Record<string, Attribute[]> }> = {
  User: { core: [...common, ...user], extensions: { [ENTERPRISE]: enterprise, [ECPA]: ecpa } },
  Group: { core: [...common, ...group], extensions: {} },
}
const CORE: Record<Kind, string> = { User: USER, Group: GROUP }

/** A place in a resource: the extension that it is in (null: none), and the names of the attribute and of what is in it. */
export type Path = { extension: string | null; names: string[]; attribute: Attribute }

/** The place that is meant; null where there is none. Names are read in any case (RFC 7643, 2.1). */
export function pathOf(kind: Kind, text: string): Path | null {
  const { core, extensions } = ofKind[kind]
  const lower = text.toLowerCase()
  const extension = Object.keys(extensions).find((urn) => lower.startsWith(`${urn.toLowerCase()}:`)) ?? null
  const prefix = extension ?? (lower.startsWith(`${CORE[kind].toLowerCase()}:`) ? CORE[kind] : null)
  const names = (prefix === null ? text : text.slice(prefix.length + 1)).split('.')
  const first = named(extension === null ? core : extensions[extension]!, names[0]!)
  const second = names.length === 1 ? null : named(first?.subAttributes ?? [], names[1]!)
  if (first === null || names.length > 2 || (names.length === 2 && second === null)) return null
  return { extension, names: [first.name, ...(second === null ? [] : [second.name])], attribute: second ?? first }
}

const named = (list: readonly Attribute[], name: string): Attribute | null =>
  list.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? null

/** The URN of an extension that the text is, whole; null where it is none. */
export const extensionOf = (kind: Kind, text: string): string | null =>
  Object.keys(ofKind[kind].extensions).find((urn) => urn.toLowerCase() === text.toLowerCase()) ?? null
