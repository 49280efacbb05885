// The statements of the flow. They are written out, named and few: the store is what a sign-in costs beyond its
// signature. One reads who is behind a cookie, one who is behind a grant; one insert gives a code, one update uses it.
import { createHash } from 'node:crypto'
import { outcomeOf } from '../../core/audit.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Standing } from '../../core/standing.ts'
import type { Pipeline } from '../../store/pipeline.ts'
import type { SignInMethod } from '../../store/tables.ts'

/**
 * Who is signed in, by a living session of an active account, or of an agency's card whose holder was named (R-USE-6). Of a card
 * `person_id` is the holder, who acts, and `person_key` stands for the agency.
 */
export type SessionRow = {
  id: string
  person_id: string
  method: SignInMethod
  second_factor: 'totp' | 'recovery' | null
  signed_in_at: Date
  last_seen_at: Date
  expires_at: Date
  chosen_agency: string | null
  chosen_standing: Standing | null
  person_key: string
  account_name: string | null
  email: string | null
  name: string | null
  /** The agency whose card it is; null: a person's session. */
  card_agency: string | null
  holder_key: string | null
  /** Nobody knows whether the holder is who was named. */
  unverified: boolean
}

/** A grant that was not revoked, with the living session it rests on. */
export type GrantRow = SessionRow & {
  grant_id: string
  client_id: string
  redirect_uri: string
  scope: string
  nonce: string | null
  code_challenge: string | null
  claims: Record<string, Record<string, unknown>> | null
  code_used_at: Date | null
  refresh_generation: number
  /** The agency that the person asked to open the application for, where one was asked for. */
  opened_for: string | null
}

/**
 * The key by which applications know whom a session `s` is of, with its person `p`. Of an agency, which has none of its own, a value
 * that is the same for ever, and that no person has.
 */
export const KEY_OF_SESSION = `coalesce(p.key, md5('card of ' || s.card_agency)::uuid)`

const WHO = `s.id, coalesce(s.person_id, h.person_id) as person_id, s.method, s.second_factor, s.signed_in_at, s.last_seen_at, s.expires_at,
  s.chosen_agency, s.chosen_standing, ${KEY_OF_SESSION} as person_key, a.name as account_name,
  case when a.email_confirmed_at is not null then a.email end as email, coalesce(v.name, w.name) as name,
  s.card_agency, q.key as holder_key, h.session_id is not null and h.verified_by is null as unverified`
const LIVING = `left join account a on a.person_id = s.person_id
  left join person p on p.id = s.person_id
  left join person_version v on v.person_id = s.person_id and upper_inf(v.recorded)
  left join session_holder h on h.session_id = s.id
  left join person q on q.id = h.person_id
  left join agency_version w on w.agency_code = s.card_agency and upper_inf(w.recorded) and w.valid @> current_date`
const ALIVE = `(a.state = 'active' or (h.person_id is not null and w.agency_code is not null)) and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - make_interval(secs => $2)
  and (s.second_factor_by is null or s.second_factor_by >= current_date) and not s.agreement_asked`
const EVENT = `insert into audit_event (code, outcome, actor_person_id, actor_standing, actor_agency, actor_unverified, session_id, agency,
  person_id, application, detail, address)`
// The parameters of an event come last, whatever number the statement has before them.
const eventFrom = (first: number): string =>
  ['::text', '::text', '::bigint', '::text', '::text', '::boolean', '::uuid', '::text', '::bigint', '::text', '::jsonb', '::inet']
    .map((type, at) => `$${first + at}${type}`).join(', ')

const statement = (name: string, text: string) => ({ name: `oidc-${name}`, text })

const SESSION_OF = statement('session', `select ${WHO} from session s ${LIVING} where s.token_hash = $1 and ${ALIVE}`)
const GRANT_OF = statement('grant', `select ${WHO}, g.id as grant_id, g.client_id, g.redirect_uri, g.scope, g.nonce,
    g.code_challenge, g.claims, g.code_used_at, g.refresh_generation, g.agency_code as opened_for
  from oidc_grant g join session s on s.id = g.session_id ${LIVING}
  where g.id = $1 and g.revoked_at is null and ${ALIVE}`)
const GIVE = statement('give', `with told as (insert into oidc_session_client (session_id, client_id) values ($2, $3) on conflict do nothing)
  insert into oidc_grant (id, session_id, client_id, redirect_uri, scope, nonce, code_challenge, claims, agency_code)
  values ($1, $2, $3, $4, $5, $6, $7, $8, (select o.agency_code
    from session_opening o join oidc_client k on k.application_code = o.application_code
    where o.session_id = $2 and k.client_id = $3))`)
const USE_CODE = statement('use-code', `with used as (
    update oidc_grant set code_used_at = now() where id = $1 and code_used_at is null and revoked_at is null returning id
  ), event as (${EVENT} select ${eventFrom(2)} from used)
  select id from used`)
const ROTATE = statement('rotate', `with used as (
    update oidc_grant set refresh_generation = refresh_generation + 1
    where id = $1 and refresh_generation = $2 and revoked_at is null returning id
  ), event as (${EVENT} select ${eventFrom(3)} from used)
  select id from used`)
const REVOKE = statement('revoke', 'update oidc_grant set revoked_at = now() where id = $1 and revoked_at is null')
const RECORD = statement('record', `${EVENT} values (${eventFrom(1)})`)
const SEEN = statement('seen', `update session set last_seen_at = now()
  where id = $1 and ended_at is null and last_seen_at < now() - interval '1 minute'`)

const A_MINUTE = 60_000

/** What a new grant holds. */
export type NewGrant = {
  id: string
  sessionId: string
  clientId: string
  redirectUri: string
  scope: string
  nonce: string | null
  codeChallenge: string | null
  claims: unknown
}

/** An event with who did it: the person of the session, in the standing in use. */
export type EventOf = { event: AuditEvent; session: SessionRow; standing: Standing | null; agency: string | null }

/** The address of the request, for the events. */
export type From = { address: string | null }

function eventValues({ event, session, standing, agency }: EventOf, { address }: From): unknown[] {
  const detail = { ...event.detail, ...(event.refusal === undefined ? {} : { refusal: event.refusal }) }
  return [event.code, outcomeOf(event), session.person_id, standing, agency ?? session.card_agency, session.unverified, session.id, event.agency ?? null,
    event.person ?? null, event.application ?? null, JSON.stringify(detail), address]
}

const PROVES_BY = {
  name: 'proves-by', text: `select exists (select from passkey where person_id = $1 and removed_at is null) as passkey,
    exists (select from person_card where person_id = $1 and ended_at is null) as card`,
} as const

/** The rows of OpenID Connect. `idleSeconds`: after how long without a page a session is over (the portal's limit). */
export class Grants {
  readonly #line: Pick<Pipeline, 'query'>
  readonly #idleSeconds: number

  constructor(line: Pick<Pipeline, 'query'>, idleSeconds: number) {
    this.#line = line
    this.#idleSeconds = idleSeconds
  }

  /** Who is signed in with that cookie value, or null. Opening an application counts as being there (idle limit). */
  async session(cookie: string): Promise<SessionRow | null> {
    const hash = createHash('sha256').update(cookie).digest()
    const { rows: [row] } = await this.#line.query<SessionRow>({ ...SESSION_OF, values: [hash, this.#idleSeconds] })
    if (row !== undefined && Date.now() - row.last_seen_at.getTime() > A_MINUTE) {
      await this.#line.query({ ...SEEN, values: [row.id] })
    }
    return row ?? null
  }

  /** By what more than a password the person could prove themselves. */
  async provesBy(person: string): Promise<{ passkey: boolean; card: boolean }> {
    const { rows } = await this.#line.query<{ passkey: boolean; card: boolean }>({ ...PROVES_BY, values: [person] })
    return rows[0]!
  }

  /** The grant while it lives: not revoked, its session not over, its account active. */
  async find(grantId: string): Promise<GrantRow | null> {
    const { rows: [row] } = await this.#line.query<GrantRow>({ ...GRANT_OF, values: [grantId, this.#idleSeconds] })
    return row ?? null
  }

  /** Writes the grant, and the client to be told when the session ends. The event is that of the tokens. */
  async give(grant: NewGrant): Promise<void> {
    const { id, sessionId, clientId, redirectUri, scope, nonce, codeChallenge, claims } = grant
    await this.#line.query({ ...GIVE, values: [id, sessionId, clientId, redirectUri, scope, nonce, codeChallenge,
      claims === undefined ? null : JSON.stringify(claims)] })
  }

  /** Uses the code, which only the first of several can; false: it was used or revoked already. */
  async useCode(grantId: string, event: EventOf, from: From): Promise<boolean> {
    const { rows } = await this.#line.query({ ...USE_CODE, values: [grantId, ...eventValues(event, from)] })
    return rows.length === 1
  }

  /** Uses the refresh token of that generation, which only the first of several can. */
  async rotate(grantId: string, generation: number, event: EventOf, from: From): Promise<boolean> {
    const { rows } = await this.#line.query({ ...ROTATE, values: [grantId, generation, ...eventValues(event, from)] })
    return rows.length === 1
  }

  /** Ends all that was given with the grant. */
  async revoke(grantId: string): Promise<void> {
    await this.#line.query({ ...REVOKE, values: [grantId] })
  }

  /** Writes an event by itself: a refusal. */
  async record(event: EventOf, from: From): Promise<void> {
    await this.#line.query({ ...RECORD, values: eventValues(event, from) })
  }
}
