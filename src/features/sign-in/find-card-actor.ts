// Who is behind the token of a session that an agency's card opened: nobody in particular (R-CRT-4), until its holder is named
// (R-CRT-5). It manages what the agency manages today, and is nothing else.
import { sql } from 'kysely'
import { authorityOfCard } from '../../core/scope.ts'
import { mayHoldCard } from './card-holders.ts'
import { sessionLives, tokenHash } from './sessions.ts'
import { workingFor } from './working-for.ts'
import type { Day } from '../../core/days.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { SessionLimits } from './sessions.ts'

type FoundRow = {
  id: string
  signed_in_at: Date
  stale: boolean
  agency: string
  agency_name: string
  working_agency: string | null
  working_relation: 'managed' | 'served' | null
  holder_id: string | null
  holder_name: string | null
  verified: boolean
}

/** `stale`: it was last noted as seen a minute ago or more. An agency that does not live today opens nothing. */
export type FoundCardActor = { actor: Actor; stale: boolean }

/** Whether whoever holds the card may hold it today. */
async function mayHoldStill(db: Reader, { holder_id: holder, agency }: FoundRow, today: Day): Promise<boolean> {
  if (holder === null) return true
  const { rows: [row] } = await sql<{ may: boolean }>`select ${await mayHoldCard(db, sql`${holder}::bigint`, agency, today)} as may`.execute(db)
  return row!.may
}

/** The actor of a live session of an agency's card, or null; also where its holder has left the agency since: another one signs in anew. */
export async function findCardActor(
  { quick }: Pick<Database, 'quick'>, token: string, today: Day, limits: SessionLimits,
): Promise<FoundCardActor | null> {
  const { rows: [row] } = await sql<FoundRow>`
    select s.id, s.signed_in_at, s.last_seen_at < now() - interval '1 minute' as stale, s.card_agency as agency,
      g.name as agency_name, s.working_agency, s.working_relation, h.person_id as holder_id, v.name as holder_name,
      h.verified_by is not null as verified
    from session s
    join agency_version g on g.agency_code = s.card_agency and upper_inf(g.recorded) and g.valid @> ${today}::date
    left join session_holder h on h.session_id = s.id
    left join person_version v on v.person_id = h.person_id and upper_inf(v.recorded)
    where s.token_hash = ${tokenHash(token)} and s.card_agency is not null and ${sessionLives(limits)}`.execute(quick.read)
  if (row === undefined || !await mayHoldStill(quick.read, row, today)) return null
  const authority = authorityOfCard(row.agency)
  const switched = row.working_agency === null || row.working_relation !== 'managed' ? null
    : await workingFor(quick.read, { agency: row.working_agency, relation: 'managed', authority, standings: [], today })
  const agency = { agencyCode: row.agency, agencyName: row.agency_name }
  return {
    stale: row.stale,
    actor: {
      sessionId: row.id,
      personId: row.holder_id,
      personKey: null,
      name: row.agency_name,
      accountName: null,
      method: 'agencyCertificate',
      signedInAt: row.signed_in_at,
      secondFactorBy: null,
      agreementAsked: false,
      standings: [],
      chosen: null,
      workingFor: switched ?? { ...agency, relation: 'own' },
      roles: [],
      authority,
      closedWays: [],
      card: { ...agency, holder: row.holder_id === null ? null : { name: row.holder_name ?? '', verified: row.verified } },
      unreadNotices: 0,
      openTodos: 0,
      todosStale: false,
      language: null,
      displaySize: 'normal',
    },
  }
}
