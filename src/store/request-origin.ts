import type { Origin } from './change.ts'

/** As much of a page's request as an audit event tells of it. */
export type OriginOfRequest = {
  actor: {
    personId: string | null
    sessionId: string
    chosen: { standing: string; agencyCode: string } | null
    card: { agencyCode: string; holder: { verified: boolean } | null } | null
  } | null
  client: { address: string }
  requestId: string
}

/** Who acts by this request: the person in the standing in use, or the holder of an agency's card. `process` names the step where nobody is signed in. */
export function requestOrigin({ actor, client, requestId }: OriginOfRequest, process: string | null = null): Origin {
  const person = actor === null ? null : {
    personId: actor.personId, standing: actor.chosen?.standing ?? null,
    agency: actor.chosen?.agencyCode ?? actor.card?.agencyCode ?? null,
    ...(actor.card?.holder?.verified === false ? { unverified: true as const } : {}),
  }
  return { actor: person, sessionId: actor?.sessionId ?? null, process, address: client.address, requestId }
}
