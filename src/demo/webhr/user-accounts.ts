// 「使用者帳號維護」: who may work in WebHR for an agency. The portal says who may use WebHR there at all; the agency says here who does.
import type { Personnel } from './record.ts'
import type { MayWork } from './here.ts'

/** Whose account is disabled at an agency does not work for it, whatever the portal allows. */
export function mayWorkIn({ database }: Pick<Personnel, 'database'>): MayWork {
  const disabled = database.prepare('select 1 from user_account where sub = ? and agency = ? and disabled_for is not null')
  return (sub, agency) => disabled.get(sub, agency) === undefined
}
