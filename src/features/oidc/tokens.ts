// What the provider hands out: instead of random values, references to our row (see reference.ts).
import { randomInt } from 'node:crypto'
import type Provider from 'oidc-provider'
import { writeReference } from './reference.ts'
import type { Keys } from './keys.ts'
import type { ReferenceKind } from './reference.ts'

type Token = { grantId: string; scope?: string; rotations?: number; expiration: number; format?: string }

/** Lets this provider's codes, access tokens and refresh tokens be references signed with the current key. */
export function handOutReferences(provider: Provider, { reference: [key] }: Keys): void {
  if (key === undefined) throw new Error('no key to sign references with')
  // Two access tokens of one grant are two, though they say the same: there the number is any.
  const idOf = (kind: ReferenceKind) => function generateTokenId(this: Token): string {
    this.format = 'opaque'
    return writeReference({
      kind, grantId: this.grantId, scope: this.scope ?? '', generation: kind === 'access' ? randomInt(2 ** 32) : this.rotations ?? 0,
      expires: Math.floor(Date.now() / 1000) + this.expiration,
    }, key)
  }
  Object.assign(provider.AuthorizationCode.prototype, { generateTokenId: idOf('code') })
  Object.assign(provider.AccessToken.prototype, { generateTokenId: idOf('access') })
  Object.assign(provider.RefreshToken.prototype, { generateTokenId: idOf('refresh') })
}
