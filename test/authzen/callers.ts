// Applications that ask, for the tests of the Authorization API: their clients, their tokens, and the fixture of the
// certification scenario as far as a personnel portal can hold it.
import { registerApiClient, registerClient } from '../../src/features/oidc/clients.ts'
import { registrationSchema } from '../../src/features/oidc/registration.ts'
import { change, processOrigin } from '../../src/store/change.ts'
import { ask } from '../http.ts'
import { AGENCIES, keyOf, personOf, postOf, seal, startWorld } from '../world.ts'
import type { Answer } from '../http.ts'
import type { Who, World } from '../world.ts'

export const SECRET = 'a-secret-of-no-less-than-32-characters'

/**
 * Application REC: everybody may `read`, some may `write` by grant, nobody has `delete`. alice is wu.employee, who may write
 * for her secretariat; bob is lo.taipei, who may not; carol is sun.employee, who may do both for the office of works.
 */
const FIXTURE = `
  insert into application (code) values ('REC');
  insert into application_version (application_code, name, heading, grantable, requires_certificate, passkey_allowed,
      open_to_agency_card, duty_allowed, second_manager, test, position, event_id)
    values ('REC', '紀錄', 'D.其他', true, false, false, false, true, false, false, 99, (select max(id) from audit_event));
  insert into category (application_code, code) values ('REC', 'read'), ('REC', 'write'), ('REC', 'delete');
  insert into category_version (application_code, category_code, name, name_en, derived_group, hand_out, event_id)
    select 'REC', code, code, code, case code when 'read' then 'employee' end::standing,
      case code when 'delete' then 'nobody' else 'manager' end, (select max(id) from audit_event)
    from category where application_code = 'REC';
  insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id) values
    ('00000000-0000-4000-a000-000000000001', 'REC', 'write', '${AGENCIES.secretariat}', ${personOf('wu.employee')},
      ${postOf('wu.employee')}, '[2020-01-01,2100-01-01)', null, (select max(id) from audit_event)),
    ('00000000-0000-4000-a000-000000000002', 'REC', 'write', '${AGENCIES.works}', ${personOf('sun.employee')},
      ${postOf('sun.employee', 1)}, '[2020-01-01,)', '業務需要', (select max(id) from audit_event)),
    ('00000000-0000-4000-a000-000000000003', 'REC', 'read', '${AGENCIES.works}', ${personOf('sun.employee')},
      ${postOf('sun.employee', 1)}, '[2020-01-01,)', '業務需要', (select max(id) from audit_event))`

export type Json = Record<string, unknown>
export type Reply = { status: number; headers: Answer['headers']; body: Json }

export type Callers = {
  world: World
  /** Registers a client of the application with authzen, or one of none with other scopes, and answers its token. */
  tokenFor: (client: string, application?: string | null, scopes?: string[]) => Promise<string>
  /** Posts to `/access/v1/…` as REC unless another token is given; a text body goes out as it is. */
  post: (path: string, body: unknown, more?: { token?: string | null; headers?: Record<string, string> }) => Promise<Reply>
  /** The person as REC knows them. */
  sub: (who: Who, application?: string) => Promise<string>
  stop: () => Promise<void>
}

export async function startCallers(env: Record<string, string> = {}): Promise<Callers> {
  const world = await startWorld(env)
  await world.arrange(FIXTURE)
  const register = (client: string, application: string | null, scopes: string[]) =>
    change(world.database, processOrigin('test'), async (tx) => {
      const common = { clientId: client, clientSecret: SECRET, scopes }
      const done = application === null ? await registerApiClient(tx, seal, common, { demo: true })
        : await registerClient(tx, seal, registrationSchema.parse({
          ...common, application, redirectUris: ['http://localhost:9999/callback'] }), { demo: true })
      if ('refused' in done) throw new Error(done.refused)
      return { result: null, event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } } }
    })

  const tokenFor: Callers['tokenFor'] = async (client, application = 'REC', scopes = ['openid', 'authzen']) => {
    await register(client, application, scopes)
    await world.oidc.reload()
    const answer = await ask(world.address, '/oidc/token', {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${Buffer.from(`${client}:${SECRET}`).toString('base64')}` },
    })
    const { access_token: token } = JSON.parse(answer.body) as { access_token?: string }
    if (token === undefined) throw new Error(answer.body)
    return token
  }
  const own = await tokenFor('rec')

  return {
    world, tokenFor,
    post: async (path, body, { token = own, headers = {} } = {}) => {
      const answer = await ask(world.address, path.startsWith('/') ? path : `/access/v1/${path}`, {
        method: 'POST', body: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
        headers: {
          'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers,
        },
      })
      return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) as Json }
    },
    sub: (who, application = 'REC') => world.oidc.subOf(keyOf(who), application),
    stop: () => world.stop(),
  }
}
