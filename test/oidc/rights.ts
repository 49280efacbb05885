// Rights that are given and taken in the small government, as SQL of its owner, and sign-ins that rest on them.
import assert from 'node:assert/strict'
import { basic, claimsOf, codeFor, exchange, refresh } from './flow.ts'
import { AGENCY, SECRET } from './world.ts'
import type { TokenAnswer } from './flow.ts'
import type { Browser, World } from './world.ts'

/** Changes things as somebody would: in one transaction with its event, which `$` stands for in the steps. */
export async function act(world: World, ...steps: string[]): Promise<void> {
  const event = '(select max(id) from audit_event)'
  await world.sql(`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
    ${steps.map((step) => step.replaceAll('$', event)).join(';\n')}`)
}

/** Closes the versions that stand: what they said holds no longer. */
export const close = (table: string, where = 'true'): string =>
  `update ${table} set recorded = closed(recorded) where upper_inf(recorded) and ${where}`

/** A grant of A4 at the agency of `wu`. */
export const giveGrant = (
  to: 'person_id, post_id' | 'group_code' | 'derived_group', values: string, valid = '[2020-01-01,)',
): string =>
  `insert into permission_grant (application_code, category_code, agency_code, ${to}, valid, reason, event_id)
    values ('A4', 'use', '${AGENCY}', ${values}, '${valid}', 'test', $)`

/** The next version of the grant that was closed last. */
export const nextGrant = (state: string, valid = '[2020-01-01,)'): string =>
  `insert into permission_grant (id, version, application_code, category_code, agency_code, person_id, post_id, valid, reason,
      state, event_id)
    select id, version + 1, application_code, category_code, agency_code, person_id, post_id, '${valid}', reason, '${state}', $
    from permission_grant order by upper(recorded) desc limit 1`

/** The next version of A4 or of its category, `said` in place of what the columns held. */
export const nextVersion = (table: 'application_version' | 'category_version', said: Record<string, string>): string[] => {
  const columns = table === 'category_version' ? ['application_code', 'category_code', 'name', 'name_en', 'derived_group', 'hand_out']
    : ['application_code', 'name', 'heading', 'remark', 'grantable', 'requires_certificate', 'passkey_allowed',
        'open_to_agency_card', 'duty_allowed', 'second_manager', 'test', 'in_service']
  return [close(table, `application_code = 'A4'`), `insert into ${table} (version, event_id, ${columns.join(', ')})
    select version + 1, $, ${columns.map((column) => said[column] ?? column).join(', ')} from ${table}
    where application_code = 'A4' order by version desc limit 1`]
}

/** The next version of the agency, living that long. */
export const nextAgency = (code: string, valid: string, name = '機關'): string[] => [
  close('agency_version', `agency_code = '${code}'`),
  `insert into agency_version (agency_code, name, valid, event_id) values ('${code}', '${name}', '${valid}', $)`,
]

/** The next version of the post of `chang`, who has one, held that long. */
export const nextPost = (valid: string): string[] => [
  close('post_version', 'person_id = 2'),
  `insert into post_version (person_id, post_id, version, valid, event_id)
    values (2, 2, (select max(version) + 1 from post_version where person_id = 2), '${valid}', $)`,
]

export type SignedIn = { browser: Browser; client: string; tokens: TokenAnswer }

export async function signInTo(world: World, browser: Browser, client: string): Promise<SignedIn> {
  const tokens = await exchange(world, await codeFor(browser, { client_id: client }), basic(client, SECRET))
  assert.equal(tokens.status, 200, JSON.stringify(tokens))
  return { browser, client, tokens }
}

/** Whether the refresh token still gives tokens; it does so once. */
export async function mayRefresh(world: World, { client, tokens }: SignedIn): Promise<boolean> {
  const { status } = await refresh(world, tokens.refresh_token, basic(client, SECRET))
  return status === 200
}

export const sidOf = ({ tokens }: SignedIn): unknown => claimsOf(tokens.id_token).sid
