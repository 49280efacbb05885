// Language and text size, kept with the account: they are the same at every browser.
import { change } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { DisplaySize } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'

/** Keeps what the person chose. */
export async function setDisplay(
  database: Database, origin: Origin, person: string, { language, size }: { language: Language; size: DisplaySize },
): Promise<void> {
  await change(database, origin, async (tx) => {
    await tx.db.updateTable('account').set({ language, display_size: size }).where('person_id', '=', person).execute()
    return { result: null, event: { code: 'account.display-set', person, detail: { language, size } } }
  })
}
