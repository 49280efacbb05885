import { sql } from 'kysely'
import { isClosed } from '../../store/leaving.ts'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'

/**
 * `barred`: its person said 「不是我」, and no newer password was chosen since; other ways in stay open. `chosen`: when its password was
 * chosen, to be compared and nothing else: another moment, another password.
 */
export type LockedAccount = { state: 'pending' | 'active' | 'disabled' | 'unknown'; barred: boolean; chosen: string | null }

/**
 * The account of the person, held until the transaction ends, so that it is not disabled while somebody is let in. Whoever left
 * longer ago than the rule allows is as good as disabled, whether or not it was written (R-STD-3, R-DAY-4).
 */
export async function lockAccount({ db }: Pick<Change, 'db'>, person: string, today: Day): Promise<LockedAccount> {
  const { rows: [account] } = await sql<LockedAccount>`
    select case when a.state = 'active' and ${isClosed(sql`a.person_id`, today)} then 'disabled' else a.state::text end as state,
      a.password_barred as barred, a.password_changed_at::text as chosen
    from account a where a.person_id = ${person} for update of a`.execute(db)
  return account ?? { state: 'unknown', barred: false, chosen: null }
}
