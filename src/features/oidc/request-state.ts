// What one request to the provider has found out, so that nothing is asked of the database twice.
import Provider from 'oidc-provider'
import { statedAddress } from '../../web/client-address.ts'
import type { GrantRow, SessionRow } from './statements.ts'
import type { Rights } from './rights.ts'

export type RequestState = {
  session: SessionRow | null
  grant: GrantRow | null
  rights: Rights | null
  address: string | null
}

const states = new WeakMap<object, RequestState>()

/** The state of the request being answered, empty at first. Throws outside of one. */
export function requestState(): RequestState {
  const { ctx } = Provider
  if (ctx === undefined) throw new Error('no request of the provider is being answered')
  const known = states.get(ctx.req)
  if (known !== undefined) return known
  const state = { session: null, grant: null, rights: null, address: statedAddress(ctx.req) }
  states.set(ctx.req, state)
  return state
}
