import { sql } from 'kysely'
import { loadTree } from '../../store/agency-tree.ts'
import { managedAgencies } from '../../store/scope.ts'
import { managedDefault } from '../../web/managed.ts'
import { page } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { MenuPage } from './menu-page.tsx'
import type { Day } from '../../core/days.ts'
import type { Authority } from '../../core/scope.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Route } from '../../web/route.ts'

async function countManaged(db: Reader, authority: Authority, today: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${managedAgencies(authority, { day: today, known: 'now' })}) m`.execute(db)
  return rows[0]!.count
}

/** The agencies that the ways speak of. */
const agenciesOf = ({ ways }: Authority): string[] => ways.flatMap((way) =>
  (way.way === 'central' ? [] : way.way === 'delegation' && way.scope !== null ? [way.agency, way.scope] : [way.agency]))

/** 「權限與兼辦管理」 itself: where an agency's card leads after sign-in, too (R-CRT-4). */
export function managementRoutes({ database: { read } }: { database: Database }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage',
      act: 'manage',
      handle: async (request) => {
        const { actor, today } = request
        const opens = managedDefault(actor)
        const [tree, count] = await Promise.all([
          loadTree(read, [...agenciesOf(actor.authority), ...(opens === null ? [] : [opens])], { day: today, known: 'now' }),
          countManaged(read, actor.authority, today),
        ])
        const agency = opens === null ? null : { code: opens, name: tree.agencies.get(opens)?.name ?? opens }
        return page(<MenuPage request={request} agency={agency} count={count} tree={tree} />)
      },
    }),
  ]
}
