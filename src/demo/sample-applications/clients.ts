import type { Seal } from '../../store/seal.ts'

/** A client of the portal's OpenID provider as configuration as code writes it (spec 4.3a, `oidcClients`). */
export type OidcClient = {
  application: string
  clientId: string
  clientSecret: string
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  backchannelLogoutUri: string | null
  tokenEndpointAuthMethod: 'client_secret_basic'
  idTokenSignedResponseAlg: 'ES256'
  requirePkce: true
  scopes: string[]
}

/** An application that the program plays. Names of categories are shown where given, codes otherwise. */
export type SampleApplication = {
  code: string
  name: string
  nameEn?: string
  categories?: readonly { code: string, name: string, nameEn?: string }[]
}

/** The client secret of each sample application: made from the installation's index key, so that nobody need keep it. */
export const demoSecretOf = (seal: Pick<Seal, 'index'>) => (code: string): string =>
  seal.index('demo client secret', code).toString('base64url')

export const SIGNING_ALGORITHM = 'ES256'
/** What a sign-in asks for. */
export const SCOPES = ['openid', 'profile', 'email', 'ecpa']

/** The client id of an application: its code in lower case. */
export const clientIdOf = (code: string): string => code.toLowerCase()

/** The addresses of one application below the program's origin. */
export const addressesOf = (origin: string, code: string) => ({
  launch: `${origin}/${code}`,
  home: `${origin}/${code}/`,
  callback: `${origin}/${code}/callback`,
  backchannelLogout: `${origin}/${code}/backchannel-logout`,
})

/** Where the portal sends people of one client back to, and where it tells that a session has ended. */
export type ClientAddresses = { callbacks: string[], home: string, backchannelLogout: string }

/** A registration as all programs of the demonstration have it. */
export const clientOf = (code: string, secretOf: (code: string) => string, { callbacks, home, backchannelLogout }: ClientAddresses): OidcClient => ({
  application: code,
  clientId: clientIdOf(code),
  clientSecret: secretOf(code),
  redirectUris: callbacks,
  postLogoutRedirectUris: [home],
  backchannelLogoutUri: backchannelLogout,
  tokenEndpointAuthMethod: 'client_secret_basic',
  idTokenSignedResponseAlg: SIGNING_ALGORITHM,
  requirePkce: true,
  // Besides signing people in, it may ask the portal about them by itself (AuthZEN), and put things on their lists.
  scopes: [...SCOPES, 'authzen', 'todos'],
})

/** The registrations that `ecpa apply` writes so that the portal knows the sample applications served at `origin`. */
export const sampleClients = (
  origin: string, secretOf: (code: string) => string, applications: readonly Pick<SampleApplication, 'code'>[],
): OidcClient[] => applications.map(({ code }) => {
  const { callback, home, backchannelLogout } = addressesOf(origin, code)
  return clientOf(code, secretOf, { callbacks: [callback], home, backchannelLogout })
})
