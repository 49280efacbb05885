// Of whom agreement to 「重要訊息」 is asked, when they sign in by whichever way.
import { NOTICE_VERSION } from '../../web/personal-data-messages.ts'
import { isOneOfToday } from '../second-factor/asked-of.ts'
import type { AgreementStanding } from '../../core/agreement.ts'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** When the person agreed to the text as it is now; null: they did not. */
export async function agreedAt(db: Reader, person: string): Promise<Date | null> {
  const row = await db.selectFrom('notice_agreement').select('agreed_at')
    .where('person_id', '=', person).where('version', '=', NOTICE_VERSION).executeTakeFirst()
  return row?.agreed_at ?? null
}

/** Whether the session that is about to open has to agree before anything else opens to it. `of`: of whom it is asked (ECPA_NOTICE_AGREEMENT). */
export async function isAgreementAsked(
  { db }: Pick<Change, 'db'>, of: readonly AgreementStanding[], person: string, today: Day,
): Promise<boolean> {
  if (of.length === 0 || await agreedAt(db, person) !== null) return false
  return of.includes('everyone') || isOneOfToday(db, of.filter((one) => one !== 'everyone'), person, today)
}
