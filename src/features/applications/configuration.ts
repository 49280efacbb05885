/**
 * What a configuration file may say (4.3a), section by section. A field that is left out is not mentioned, and what is
 * not mentioned stays as it is; so nothing here has a default (those of new things are in `apply-catalogue.ts`).
 */
import { z } from 'zod'
import { isAskedAddress } from '../certificates/address.ts'
import { ALGORITHMS } from '../certificates/algorithms.ts'
import { ACCOUNT_NAME } from '../../core/account-names.ts'
import { isDay } from '../../core/days.ts'
import { PROGRAM_SCOPES } from '../oidc/reference.ts'
import { CLIENT_SCOPES, registrationSchema } from '../oidc/registration.ts'
import type { JsonWebKeySet } from '../oidc/registration.ts'

// As many as a nation needs and ten times more; what is longer is a mistake, and would be read whole before saying so.
const MOST = { applications: 1_000, categories: 100, groups: 10_000, members: 10_000, clients: 2_000, offices: 20_000,
  uris: 20, authorities: 100, listedCertificates: 5_000, policies: 20 }
/** The most characters that texts of the configuration may have. */
export const LONGEST = { name: 100, text: 1_000, reason: 500, uri: 2_000, secret: 200, certificate: 100_000 }

/** The sections that belong to the contract and that this version cannot bring in yet: refused, never passed over. */
export const SECTIONS_NOT_YET = ['samlProviders', 'casServices'] as const

// Each leaf names the sentence (`configuration-messages.ts`) that says what it should have been.
const text = (longest: number) => z.string({ error: 'text' }).max(longest, { error: 'tooLong' })
const someText = (longest: number) => text(longest).refine((value) => value.trim() !== '', { error: 'blank' })
const coded = (shape: RegExp, error: string) => z.string({ error: 'text' }).regex(shape, { error })
const flag = z.boolean({ error: 'trueOrFalse' })
const day = z.string({ error: 'day' }).refine(isDay, { error: 'day' })

/** The shapes of the domains in db/migrations/0001-ground.sql. */
const agencyCode = coded(/^[0-9A-Za-z]{10}$/, 'agencyCode')
export const APPLICATION_CODE = /^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/
export const CATEGORY_CODE = /^[a-z0-9][a-z0-9-]{0,31}$/
export const GROUP_CODE = /^[a-z0-9][a-z0-9-]{0,63}$/
const applicationCode = coded(APPLICATION_CODE, 'applicationCode')
const categoryCode = coded(CATEGORY_CODE, 'categoryCode')
const groupCode = coded(GROUP_CODE, 'groupCode')
const accountName = coded(ACCOUNT_NAME, 'accountName')

/** 「none」 is how files say it; the law says null. */
const derivedGroup = z.enum(['employee', 'hr', 'hrSupervisor', 'none'], { error: 'derivedGroup' })
  .transform((group) => (group === 'none' ? null : group))

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether people may be sent there: https, or this machine itself; no name and password within, no fragment. */
export function isSafeAddress(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== ''
    || /[\s\\]/.test(address)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
}
const address = text(LONGEST.uri).refine(isSafeAddress, { error: 'address' })

const listAddress = text(LONGEST.uri).refine(isAskedAddress, { error: 'listAddress' })

const list = <T extends z.ZodType>(one: T, most: number) =>
  z.array(one, { error: 'list' }).max(most, { error: 'tooMany' })
const entry = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, { error: 'mapping' })

const category = entry({
  code: categoryCode,
  name: someText(LONGEST.name).optional(),
  nameEn: someText(LONGEST.name).optional(),
  derivedGroup: derivedGroup.optional(),
  handOut: z.enum(['manager', 'central', 'nobody'], { error: 'handOut' }).optional(),
})

const application = entry({
  code: applicationCode,
  name: someText(LONGEST.name).optional(),
  /** The heading 系統類別 under which the application stands. */
  category: someText(LONGEST.name).optional(),
  description: text(LONGEST.text).optional(),
  audience: derivedGroup.optional(),
  grantable: flag.optional(),
  requiresCertificate: flag.optional(),
  passkeyAllowed: flag.optional(),
  openToAgencyCard: flag.optional(),
  dutyAllowed: flag.optional(),
  secondManager: flag.optional(),
  agencyRoot: agencyCode.nullable().optional(),
  test: flag.optional(),
  inService: flag.optional(),
  launchUrl: address.nullable().optional(),
  remark: text(LONGEST.text).optional(),
  categories: list(category, MOST.categories).optional(),
})

const member = entry({
  account: accountName,
  from: day.optional(),
  to: day.nullable().optional(),
  reason: someText(LONGEST.reason).nullable().optional(),
})

const group = entry({
  code: groupCode,
  name: someText(LONGEST.name).optional(),
  agency: agencyCode.optional(),
  members: list(member, MOST.members).optional(),
})

const { jwks } = registrationSchema.shape
const clientId = coded(/^[A-Za-z0-9._~-]{1,64}$/, 'clientId')
/** Null or left out: none, or the one that it has. */
const clientSecret = text(LONGEST.secret).regex(/^[\x21-\x7e]*$/, { error: 'secretCharacters' }).nullable().optional()

/** Shapes only: whether such a client may be registered is for `oidc/registration.ts` to say, once it is whole. */
const oidcClient = entry({
  application: applicationCode,
  clientId,
  clientSecret,
  redirectUris: list(text(LONGEST.uri), MOST.uris).min(1, { error: 'atLeastOne' }).optional(),
  postLogoutRedirectUris: list(text(LONGEST.uri), MOST.uris).optional(),
  backchannelLogoutUri: text(LONGEST.uri).nullable().optional(),
  tokenEndpointAuthMethod:
    z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
      { error: 'authMethod' }).optional(),
  idTokenSignedResponseAlg: z.enum(['ES256', 'RS256'], { error: 'signingAlgorithm' }).optional(),
  requirePkce: flag.optional(),
  scopes: list(z.enum(CLIENT_SCOPES, { error: 'scope' }), CLIENT_SCOPES.length).optional(),
  jwks: z.custom<JsonWebKeySet | null>((value) => jwks.safeParse(value).success, { error: 'jwks' }).optional(),
  jwksUri: text(LONGEST.uri).nullable().optional(),
})

/** A program of no application. Which scopes it may have is for `oidc/registration.ts` to say. */
const apiClient = entry({
  clientId,
  clientSecret,
  scopes: list(z.enum(PROGRAM_SCOPES, { error: 'scope' }), PROGRAM_SCOPES.length).min(1, { error: 'atLeastOne' }).optional(),
})

const personnelOffice = entry({
  office: agencyCode,
  agency: agencyCode,
  from: day.optional(),
  to: day.nullable().optional(),
})

/** Whom certificates are believed of (R-CRT-1). `certificate`: PEM, or base64 of DER. */
const certificateAuthority = entry({
  code: coded(/^[a-z0-9][a-z0-9-]{0,31}$/, 'authorityCode'),
  certificate: someText(LONGEST.certificate).optional(),
  isAnchor: flag.optional(),
  issues: z.enum(['person', 'agency', 'authorities'], { error: 'issues' }).optional(),
  policies: list(coded(/^[0-2](\.[0-9]{1,20}){1,30}$/, 'oid'), MOST.policies).optional(),
  listUrl: listAddress.nullable().optional(),
  revocation: z.enum(['crl', 'ocsp', 'both'], { error: 'revocation' }).optional(),
  ocspUrl: listAddress.nullable().optional(),
  algorithms: list(z.enum(ALGORITHMS, { error: 'algorithm' }), 2 * ALGORITHMS.length).min(1, { error: 'atLeastOne' }).nullable().optional(),
  graceHours: z.number({ error: 'hours' }).min(0, { error: 'hours' }).max(168, { error: 'hours' }).optional(),
  inUse: flag.optional(),
})

/** 憑證白名單 (R-CRT-3). `issuer`: an authority's code; `agency` null: the certificate is refused. */
const listedCertificate = entry({
  serial: coded(/^([0-9A-Fa-f]{2}[: ]?){1,64}$/, 'serial'),
  issuer: coded(/^[a-z0-9][a-z0-9-]{0,31}$/, 'authorityCode'),
  agency: agencyCode.nullable(),
  from: day,
  to: day.nullable().optional(),
  reason: someText(LONGEST.reason),
})

export const configurationSchema = entry({
  version: z.literal(1, { error: 'version' }),
  applications: list(application, MOST.applications).optional(),
  groups: list(group, MOST.groups).optional(),
  oidcClients: list(oidcClient, MOST.clients).optional(),
  apiClients: list(apiClient, MOST.clients).optional(),
  personnelOffices: list(personnelOffice, MOST.offices).optional(),
  certificateAuthorities: list(certificateAuthority, MOST.authorities).optional(),
  certificateWhitelist: list(listedCertificate, MOST.listedCertificates).optional(),
})

export type Configuration = z.infer<typeof configurationSchema>
export type ApplicationEntry = z.infer<typeof application>
export type CategoryEntry = z.infer<typeof category>
export type GroupEntry = z.infer<typeof group>
export type MemberEntry = z.infer<typeof member>
export type OidcClientEntry = z.infer<typeof oidcClient>
export type ApiClientEntry = z.infer<typeof apiClient>
export type PersonnelOfficeEntry = z.infer<typeof personnelOffice>
export type CertificateAuthorityEntry = z.infer<typeof certificateAuthority>
export type ListedCertificateEntry = z.infer<typeof listedCertificate>
