// What an authorization request must still meet once it is well-formed: that its person is signed in, freshly enough and
// strongly enough, and may use the application. The lists are read from top to bottom.
import { errors, interactionPolicy } from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { eventBy } from './adapter.ts'
import { pairwiseSub } from './pairwise.ts'
import { meetsAcr, provesCertificate } from './rights.ts'
import { requestState } from './request-state.ts'
import type { SignInMethod } from '../../store/tables.ts'
import type { Client } from './clients.ts'
import type { Keys } from './keys.ts'
import type { Rights } from './rights.ts'
import type { Grants } from './statements.ts'

const { Check, Prompt } = interactionPolicy

/** The person may not be sent on to the application; the portal explains, unless the client asked to hear it itself. */
export class WhyNot extends errors.AccessDenied {
  readonly application: string
  readonly missing: 'right' | 'certificate'

  constructor(application: string, missing: 'right' | 'certificate') {
    super('the person may not use this application')
    this.application = application
    this.missing = missing
    Object.assign(this, { allow_redirect: false })
  }
}

/** What the checks need beyond the request: the client as we keep it, and the law's answer for the person signed in. */
export type PolicyNeeds = {
  keys: Keys
  grants: Grants
  clientOf: (ctx: KoaContextWithOIDC) => Promise<Client>
  rightsOf: (ctx: KoaContextWithOIDC) => Promise<Rights>
}

type Checking = (ctx: KoaContextWithOIDC) => Promise<boolean> | boolean

const check = (reason: string, error: string, description: string, needed: Checking) =>
  new Check(reason, description, error, needed)

const parameter = (ctx: KoaContextWithOIDC, name: string): string | undefined => {
  const value = ctx.oidc.params?.[name]
  return typeof value === 'string' ? value : undefined
}

const hintedSub = (ctx: KoaContextWithOIDC): string | undefined =>
  (ctx.oidc.entities as unknown as { IdTokenHint?: { payload: { sub: string } } }).IdTokenHint?.payload.sub

const session = (ctx: KoaContextWithOIDC) => ctx.oidc.session!
const freshlySignedIn = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.result?.login !== undefined

/** The prompts in their order; the provider asks the first that finds something missing. */
export function policyOf(needs: PolicyNeeds): interactionPolicy.Prompt[] {
  // First-party applications: there is nothing to consent to. A client that asks for the prompt all the same goes on.
  const consent = new Prompt({ name: 'consent', requestable: true })
  consent.checks.clear()
  return [
    new Prompt({ name: 'login', requestable: true }, ...signInChecks(needs)),
    new Prompt({ name: 'select_account', requestable: true }),
    consent,
    new Prompt({ name: 'entitlement' }, ...entitlementChecks(needs)),
  ]
}

function signInChecks({ keys, clientOf, grants }: PolicyNeeds) {
  const required = (reason: string, needed: Checking) =>
    check(reason, 'login_required', 'the person has to sign in', needed)

  /** Whether somebody else is signed in than whom the client means. Asking once is enough; then the client is told. */
  async function another(ctx: KoaContextWithOIDC, sub: unknown): Promise<boolean> {
    if (sub === undefined || session(ctx).accountId === undefined) return false
    const { application } = await clientOf(ctx)
    if (pairwiseSub(keys.pairwise, session(ctx).accountId!, application) === sub) return false
    if (freshlySignedIn(ctx)) throw new errors.LoginRequired('another person signed in than was asked for')
    return true
  }

  /**
   * Whether the person signed in by less than was asked for, that would be enough, and they have what proves it: they are asked for it
   * once. An agency's card is nobody who could bring more.
   */
  async function asksFor(ctx: KoaContextWithOIDC, least: 'passkey' | 'personCertificate'): Promise<boolean> {
    const { session: signedIn } = requestState()
    if (signedIn === null || signedIn.method === 'agencyCertificate' || ctx.oidc.prompts.has('none') || freshlySignedIn(ctx)) return false
    if (meetsAsked(ctx, signedIn.method) || !meetsAsked(ctx, least)) return false
    const { passkey, card } = await grants.provesBy(signedIn.person_id)
    return least === 'passkey' ? passkey || card : card
  }

  return [
    required('no_session', (ctx) => session(ctx).accountId === undefined),
    required('max_age', (ctx) => {
      const maxAge = parameter(ctx, 'max_age')
      return maxAge !== undefined && !freshlySignedIn(ctx) && session(ctx).past(Number(maxAge))
    }),
    required('id_token_hint', (ctx) =>
      another(ctx, hintedSub(ctx))),
    required('claims_id_token_sub_value', (ctx) => {
      const { sub } = (ctx.oidc.claims.id_token ?? {}) as { sub?: { value?: string } | null }
      return another(ctx, sub?.value)
    }),
    required('acr_passkey', (ctx) => asksFor(ctx, 'passkey')),
    required('acr_card', (ctx) => asksFor(ctx, 'personCertificate')),
  ]
}

const acrsOfClaims = (ctx: KoaContextWithOIDC): string | undefined => {
  const { acr } = (ctx.oidc.claims.id_token ?? {}) as { acr?: { essential?: boolean; value?: string; values?: string[] } }
  if (acr?.essential !== true) return undefined
  if (acr.values !== undefined && !Array.isArray(acr.values)) {
    throw new errors.InvalidRequest('invalid claims.id_token.acr.values type')
  }
  return [acr.value ?? [], acr.values ?? []].flat().join(' ')
}

/** Whether signing in that way meets what the request asks, by either parameter. */
const meetsAsked = (ctx: KoaContextWithOIDC, method: SignInMethod): boolean =>
  [parameter(ctx, 'acr_values'), acrsOfClaims(ctx)].every((acr) => acr === undefined || acr === '' || meetsAcr(method, acr))

const UNMET = 'unmet_authentication_requirements'

function entitlementChecks({ grants, clientOf, rightsOf }: PolicyNeeds) {
  const silent = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.prompts.has('none')

  async function refuse(ctx: KoaContextWithOIDC, rights: Rights, missing: WhyNot['missing']): Promise<true> {
    const { application } = await clientOf(ctx)
    const state = requestState()
    const why = missing === 'right' ? 'notEntitled' : 'certificate'
    await grants.record(eventBy(state.session!, rights,
      { code: 'application.refused', person: state.session!.person_id, application, detail: { why } }), state)
    if (!silent(ctx)) throw new WhyNot(application, missing)
    return true
  }

  return [
    check('not_entitled', 'access_denied', 'the person may not use this application', async (ctx) => {
      const rights = await rightsOf(ctx)
      return rights.for.length === 0 && refuse(ctx, rights, 'right')
    }),
    // R-USE-5. The page that it leads to asks for what is missing, and goes on to the application.
    check('certificate', UNMET, 'the application opens only to a sign-in by certificate', async (ctx) => {
      const { requiresCertificate, passkeyAllowed } = await clientOf(ctx)
      const { method } = requestState().session!
      if (!requiresCertificate || provesCertificate(method, passkeyAllowed)) return false
      return refuse(ctx, await rightsOf(ctx), 'certificate')
    }),
    check('acr', UNMET, 'the sign-in does not meet the requested acr', (ctx) => {
      if (meetsAsked(ctx, requestState().session!.method)) return false
      throw new errors.CustomOIDCProviderError(UNMET, 'the sign-in does not meet the requested acr')
    }),
  ]
}
