// How the portal knows WebHR: as an application that people open, and as a program that reports to it by itself.
import { clientOf } from '../sample-applications/clients.ts'
import type { OidcClient } from '../sample-applications/clients.ts'

/** WebHR in the portal's catalogue. */
export const WEBHR = 'WebHR'
/** The program that brings what was checked in, as any personnel system does: it is of no application. */
export const REPORTING = 'webhr-reporting'

/** The addresses below the program's origin. `simulated`: where 「模擬自然人憑證登入」 comes back to. */
export const webhrAddresses = (origin: string) => ({
  launch: `${origin}/`,
  home: `${origin}/out`,
  callback: `${origin}/callback`,
  simulated: `${origin}/card/callback`,
  backchannelLogout: `${origin}/backchannel-logout`,
})

/** The registration that `ecpa apply` writes (`oidcClients`). */
export function webhrClient(origin: string, secretOf: (code: string) => string): OidcClient {
  const { callback, simulated, home, backchannelLogout } = webhrAddresses(origin)
  return clientOf(WEBHR, secretOf, { callbacks: [callback, simulated], home, backchannelLogout })
}

/** The registration of the program that reports (`apiClients`): it looks people up (SCIM) and brings feeds. */
export const reportingClient = (secretOf: (code: string) => string) =>
  ({ clientId: REPORTING, clientSecret: secretOf(REPORTING), scopes: ['scim', 'feed'] })
