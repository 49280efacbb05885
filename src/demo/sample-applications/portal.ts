import { setTimeout as pause } from 'node:timers/promises'
import { createRemoteJWKSet } from 'jose'
import * as oidc from 'openid-client'
import { clientIdOf, SIGNING_ALGORITHM } from './clients.ts'
import type { JWTVerifyGetKey } from 'jose'
import type { Log } from '../local-program/listen.ts'

// The portal answers on the same machine; whoever waits longer waits for a portal that hangs.
const TIMEOUT_SECONDS = 10
// The portal starts beside us: ask often at first, and spare the log of a portal that stays away.
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/** The portal as its discovery document tells it; `null` members until it has been reached. */
export type Portal = {
  issuer: string
  ready: () => boolean
  /** Resolves when the portal has been reached, or when `stop` gave it up. */
  reached: Promise<void>
  client: (code: string) => oidc.Configuration | null
  keys: () => JWTVerifyGetKey | null
  stop: () => void
}

/** Plain HTTP is for a portal on this machine, where nobody else can listen. */
function mayGoUnencrypted(address: URL): boolean {
  if (address.protocol === 'https:') return false
  if (address.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)) return true
  throw new Error(`${address.origin} is neither https nor on this machine`)
}

/**
 * Reaches the portal whose issuer is `issuer`, again and again until it answers, and keeps one confidential client for
 * each application. Throws where the issuer is neither https nor on this machine.
 */
export function reachPortal(issuer: string, secretOf: (code: string) => string, log: Log): Portal {
  const address = new URL(issuer)
  const unencrypted = mayGoUnencrypted(address)
  const clients = new Map<string, oidc.Configuration>()
  const giveUp = new AbortController()
  let known: { metadata: oidc.ServerMetadata, keys: JWTVerifyGetKey } | null = null

  const settingUp = (client: oidc.Configuration) => {
    if (unencrypted) oidc.allowInsecureRequests(client)
    // Without TLS between us the signature is what proves an ID token, so it is always checked.
    oidc.enableNonRepudiationChecks(client)
    client.timeout = TIMEOUT_SECONDS
  }
  const discover = async () => {
    const found = await oidc.discovery(address, 'discovery', undefined, oidc.None(), {
      timeout: TIMEOUT_SECONDS, ...(unencrypted && { execute: [oidc.allowInsecureRequests] }),
    })
    const metadata = found.serverMetadata()
    if (metadata.issuer !== issuer) throw new Error(`the portal calls itself ${metadata.issuer}`)
    if (!metadata.jwks_uri) throw new Error('the portal names no keys')
    return { metadata, keys: createRemoteJWKSet(new URL(metadata.jwks_uri)) }
  }
  const reach = async () => {
    for (let wait = FIRST_PAUSE_MS; !giveUp.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        known = await discover()
        return log.info({ issuer }, 'the portal answers')
      } catch (error) {
        if (wait >= LONGEST_PAUSE_MS) log.warn({ issuer, reason: String(error) }, 'the portal does not answer yet')
      }
      await pause(wait, undefined, { signal: giveUp.signal, ref: false }).catch(() => undefined)
    }
  }

  return {
    issuer,
    ready: () => known !== null,
    reached: reach(),
    keys: () => known?.keys ?? null,
    client(code) {
      if (!known) return null
      const present = clients.get(code)
      if (present) return present
      const secret = secretOf(code)
      const { metadata } = known
      const client = new oidc.Configuration(metadata, clientIdOf(code), {
        client_secret: secret, id_token_signed_response_alg: SIGNING_ALGORITHM,
      }, oidc.ClientSecretBasic(secret))
      settingUp(client)
      clients.set(code, client)
      return client
    },
    stop: () => giveUp.abort(),
  }
}
