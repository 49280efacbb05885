// Loads what the law of acts on accounts asks (src/core/account-acts.ts).
import { sql } from 'kysely'
import { restsUntil } from '../../core/email-changes.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { postsFrom } from '../../store/posts.ts'
import { loadAuthorityIfActive, managedAgencies } from '../../store/scope.ts'
import type { AccountActFacts, AccountTarget, DisabledBy } from '../../core/account-acts.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Reader } from '../../store/database.ts'

/** As much of an actor as an act on an account asks. */
export type AccountActor = { personId: string | null; authority: Authority }

/** By whom, of what the event of the state tells. */
function disabledBy({ state, why, way }: StateRow): DisabledBy | null {
  if (state !== 'disabled' || why === null) return null
  if (why !== 'byHand') return 'rule'
  return way === 'central' ? 'centre' : 'manager'
}

type StateRow = {
  state: AccountTarget['account']
  has_address: boolean
  has_second_factor: boolean
  why: string | null
  way: string | null
  roles: AccountTarget['roles']
}

async function stateOf(db: Reader, person: string, today: Day): Promise<StateRow> {
  const { rows: [row] } = await sql<StateRow>`
    select a.state, a.email is not null and a.email_confirmed_at is not null as has_address,
      exists (select from totp t where t.person_id = p.id) as has_second_factor, e.detail ->> 'why' as why, e.detail ->> 'way' as way,
      (select coalesce(array_agg(distinct r.role), '{}') from central_role r
       where r.person_id = p.id and upper_inf(r.recorded) and r.state <> 'ended'
         and (upper_inf(r.valid) or upper(r.valid) > ${today}::date)) as roles
    from person p
    left join account a on a.person_id = p.id
    left join account_state_version s on s.person_id = p.id and upper_inf(s.recorded)
    left join audit_event e on e.id = s.event_id
    where p.id = ${person}`.execute(db)
  return row!
}

/** Whether the person manages an agency that the authority does not, or would with an active account. */
async function managesBeyond(db: Reader, person: string, authority: Authority, asOf: AsOf): Promise<boolean> {
  const theirs = await loadAuthorityIfActive(db, person, asOf)
  if (theirs.ways.length === 0) return false
  const { rows: [row] } = await sql<{ beyond: boolean }>`
    select exists (
      select t.agency_code from (${managedAgencies(theirs, asOf)}) t
      except select m.agency_code from (${managedAgencies(authority, asOf)}) m) as beyond`.execute(db)
  return row!.beyond
}

/** Until when the actor opens no way into the account, whose address they corrected (R-ACC-4). */
async function restOf(db: Reader, actor: string | null, person: string): Promise<AccountActFacts['actor']['rests']> {
  if (actor === null) return null
  const { rows: [row] } = await sql<{ waiting: boolean; effectiveAt: Date | null; now: Date }>`
    select coalesce(bool_or(state = 'waiting' and expires_at > now()), false) as waiting,
      max(closed_at) filter (where state = 'effective') as "effectiveAt", now() as now
    from email_change where person_id = ${person} and proposed_by = ${actor} and proposed_by <> person_id`.execute(db)
  return restsUntil(row!, row!.now)
}

/** The facts of an act on the account of the person (an id of one that is there). */
export async function loadAccountAct(db: Reader, actor: AccountActor, person: string, today: Day): Promise<AccountActFacts> {
  const { authority, personId } = actor
  const asOf: AsOf = { day: today, known: 'now' }
  const state = await stateOf(db, person, today)
  const posts = await postsFrom(db, person, today)
  const own = authority.ways.flatMap((way) => (way.way === 'central' ? [] : [way.agency]))
  const tree = await loadTree(db, [...posts.map(({ agency }) => agency), ...own], asOf)
  const administrators = await centralAdministrators(db, today)
  return {
    today, tree,
    actor: { person: personId, authority, rests: await restOf(db, personId, person) },
    otherAdministrators: administrators.filter((one) => one !== person).length,
    target: {
      person, posts, account: state.state, hasAddress: state.has_address, hasSecondFactor: state.has_second_factor,
      roles: state.roles, disabledBy: disabledBy(state),
      managesBeyond: await managesBeyond(db, person, authority, asOf),
    },
  }
}
