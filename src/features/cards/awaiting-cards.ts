// A good card that is bound to no account yet waits, in the browser that it was proved in, for its person to sign in otherwise.
import { sql } from 'kysely'
import { isBelievedStill } from '../certificates/belief.ts'
import { openCard, sealCard } from './sealed-card.ts'
import type { Day } from '../../core/days.ts'
import type { Task } from '../../store/jobs.ts'
import type { PersonCard } from '../certificates/check-card.ts'
import type { CardsSlice } from './slice.ts'

const MINUTES = 10

type Means = Pick<CardsSlice, 'database' | 'seal'>

/** Keeps the card for ten minutes. `browser`: the keyed hash of its cookie. */
export async function keepAwaiting({ database, seal }: Means, browser: Buffer, card: PersonCard): Promise<void> {
  const sealed = sealCard(seal, card, browser)
  await sql`
    insert into card_awaiting (browser, card, expires_at) values (${browser}, ${sealed}, now() + make_interval(mins => ${sql.lit(MINUTES)}))
    on conflict (browser) do update set card = excluded.card, proved_at = now(), expires_at = excluded.expires_at`.execute(database.unaudited)
}

/** The card that waits in that browser; null: none, or one that has to be proved anew. */
export async function awaitingCard({ database, seal }: Means, browser: Buffer, today: Day): Promise<PersonCard | null> {
  const row = await database.read.selectFrom('card_awaiting').select('card').where('browser', '=', browser)
    .where('expires_at', '>', sql<Date>`now()`).executeTakeFirst()
  const card = row === undefined ? null : openCard(seal, row.card, browser)
  return card !== null && await isBelievedStill(database.read, card, today) ? card : null
}

/** It waits no more. */
export async function forgetAwaiting({ database }: Means, browser: Buffer): Promise<void> {
  await database.unaudited.deleteFrom('card_awaiting').where('browser', '=', browser).execute()
}

/** Forgets cards that waited long enough, every few minutes. */
export const awaitingTasks: readonly Task[] = [{
  name: 'cards.forget', every: '*/5 * * * *', handle: async (_, { database }) => void await sql`delete from card_awaiting where expires_at < now()`.execute(database.unaudited),
}]
