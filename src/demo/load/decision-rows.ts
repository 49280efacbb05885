/** Decisions as rows of their tables. */
import { randomUUID } from 'node:crypto'
import { periodText } from '../../store/periods.ts'
import type { Loader } from '../../store/copy.ts'
import type { GeneratedDecision, GeneratedDelegation, GeneratedDuty, GeneratedGrant } from '../nation/decisions.ts'
import type { Directory } from './directory.ts'

export type DecisionCounts = { grants: number; duties: number; delegations: number }

/** Copies the decisions, all of the one event, and says how many of each kind they were. */
export async function copyDecisionsIn(
  { copyIn: copy }: Loader, decisions: readonly GeneratedDecision[], directory: Directory, event: string,
): Promise<DecisionCounts> {
  const grants = decisions.filter((one): one is GeneratedGrant => one.kind === 'grant')
  const duties = decisions.filter((one): one is GeneratedDuty => one.kind === 'duty')
  const delegations = decisions.filter((one): one is GeneratedDelegation => one.kind === 'delegation')
  const giver = ({ givenBy }: GeneratedDecision): number | null =>
    (givenBy === null ? null : directory.personOf(givenBy))

  await copy('permission_grant', ['application_code', 'category_code', 'agency_code', 'person_id', 'post_id', 'valid',
    'reason', 'given_by', 'event_id'],
  grants.map((one) => [one.application, one.category, one.agencyCode, directory.personOf(one.receiver),
    directory.postOf(one.receiver, one.postIndex), periodText(one), one.reason, giver(one), event]))

  await copy('concurrent_duty', ['id', 'application_code', 'acting_code', 'served_code', 'valid', 'reason', 'given_by',
    'event_id'],
  duties.flatMap((one) => {
    const id = randomUUID()
    return one.applications.map((application) => [id, application, one.actingAgencyCode, one.servedAgencyCode,
      periodText(one), one.reason, giver(one), event])
  }))

  await copy('delegation', ['agency_code', 'person_id', 'post_id', 'valid', 'reason', 'given_by', 'giver_post',
    'event_id'],
    delegations.map((one) => [one.agencyCode, directory.personOf(one.receiver),
      directory.postOf(one.receiver, one.postIndex), periodText(one), one.reason, giver(one),
      one.givenBy === null ? null : directory.postOf(one.givenBy, one.giverPostIndex!), event]))
  return { grants: grants.length, duties: duties.length, delegations: delegations.length }
}
