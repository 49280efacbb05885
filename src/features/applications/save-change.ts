/** Saves a change of the catalogue that was previewed: exactly that one, over exactly the catalogue it was counted by. */
import type { Authority } from '../../core/scope.ts'
import { change as inOneTransaction, refused } from '../../store/change.ts'
import type { Outcome, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { changedState, changesNow, decideChange, digestOf, liveAgenciesOf, loadState } from './catalogue-change.ts'
import type { ChangeRefusal } from './catalogue-change.ts'
import { takeTurn, wayOf, writeApplication, writeCategory } from './catalogue-rows.ts'
import { beforeAndAfter } from './configuration-change.ts'
import type { KeptPreview } from './preview-change.ts'

export type Saved = { saved: true } | { refused: ChangeRefusal | 'changedMeanwhile' | 'notCentral' }

/** `changedMeanwhile`: somebody else's version came between; there is another preview to show. */
export function saveChange(
  database: Database, origin: Origin, actor: { authority: Authority }, preview: KeptPreview, today: string,
): Promise<Saved> {
  const { change, digest } = preview
  const { application } = change
  return inOneTransaction(database, origin, async (tx): Promise<Outcome<Saved>> => {
    await takeTurn(tx.db)
    const state = await loadState(tx.db, application)
    const fields = changesNow(state, change)
    const detail = { ...beforeAndAfter(fields), way: wayOf(tx) }
    const refusal = !await stillOfCentre(tx, actor, today) ? { refused: 'notCentral' as const }
      : decideChange(state, change, await liveAgenciesOf(tx.db, change, today))
        ?? (digestOf(state, change) === digest ? null : { refused: 'changedMeanwhile' as const })
    if (refusal !== null) {
      return change.thing === 'category'
        ? refused({ code: 'catalogue.category-changed', application, detail: { category: change.category, ...detail } }, refusal)
        : refused({ code: 'catalogue.application-changed', application, detail }, refusal)
    }
    const then = changedState(state, change)
    const event = change.thing === 'category'
      ? await writeCategory(tx, application, change.category, then.categories.get(change.category)!, fields)
      : await writeApplication(tx, application, then.application!, fields)
    return { result: { saved: true }, event }
  })
}
