// 忘記密碼 (R-ACC-3): account name or national ID, with the birth date, and a link goes to the confirmed address. The answer, and
// the work until it is given, are the same whoever is meant; all that differs is done by a job afterwards.
import { sql } from 'kysely'
import { z } from 'zod'
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { isClosed } from '../../store/leaving.ts'
import { addressFailures, countAddressFailure } from '../sign-in/attempts.ts'
import { foldAccountName } from '../sign-in/sign-in-by-password.ts'
import { openWay } from './open-way.ts'
import { mailWay } from './way-letters.ts'
import type { Day } from '../../core/days.ts'
import type { LetterLanguage } from '../../core/letter.ts'
import type { Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import type { WaysSlice } from './slice.ts'

/** `nationalId`: null where the account name is meant; '' where what was typed can be nobody's. */
export type Forgotten = { accountName: string; nationalId: string | null; birthDate: Day | null; address: string }

const SEND = 'ways.forgotten'
// Whoever does not find the first letter asks again; nobody needs more, and a mailbox is no place for a flood.
const MOST_AN_HOUR = 3

async function personMeant(db: Reader, { seal }: Pick<WaysSlice, 'seal'>, { accountName, nationalId, birthDate }: Forgotten): Promise<string | null> {
  const { rows: [row] } = await sql<{ person: string }>`
    select p.id::text as person from person p
    join person_version v on v.person_id = p.id and upper_inf(v.recorded) and v.birth_date = ${birthDate}::date
    left join account a on a.person_id = p.id
    where ${nationalId === null ? sql`a.name = ${foldAccountName(accountName)}` : sql`p.national_id_index = ${seal.indexNationalId(nationalId)}`}`.execute(db)
  return row?.person ?? null
}

/** Takes the wish in. `tooMany`: so many have come from this address that nothing was looked at (ECPA_SIGNIN_ADDRESS_LIMIT). */
export async function askForLink(slice: WaysSlice, origin: Origin, asked: Forgotten): Promise<'asked' | 'tooMany'> {
  const { database, subjectOf, addressLimit } = slice
  const subject = subjectOf('address', `forgotten ${asked.address}`)
  if (addressLimit > 0 && await addressFailures(database.unaudited, subject) >= addressLimit) return 'tooMany'
  const person = await personMeant(database.read, slice, asked)
  return change(database, origin, async (tx) => {
    await countAddressFailure(tx.db, subject)
    await addJob(tx, SEND, { person })
    return { result: 'asked' as const, event: { code: 'account.link-asked', person } }
  })
}

type Account = { email: string | null; language: LetterLanguage | null; may: 'yes' | 'notActive' | 'noAddress' | 'enough' }

/** Sends the link, unless the account cannot be signed in to anyway, has no address that was confirmed, or had enough of them. */
async function sendLink(database: Database, person: string): Promise<void> {
  await change(database, processOrigin(SEND), async (tx) => {
    const { rows: [account] } = await sql<Account>`
      select a.email, a.language, case
        when a.state <> 'active' or ${isClosed(sql`a.person_id`, dayInTaipei(new Date()))} then 'notActive'
        when a.email is null or a.email_confirmed_at is null then 'noAddress'
        when (select count(*) from way_in w where w.person_id = a.person_id and w.purpose = 'newPassword' and w.opened_by is null
          and w.opened_at > now() - interval '1 hour') >= ${MOST_AN_HOUR} then 'enough'
        else 'yes' end as may
      from account a where a.person_id = ${person} for update`.execute(tx.db)
    const why = account?.may ?? 'notActive'
    if (why !== 'yes') return { result: null, event: { code: 'account.link-not-sent', person, detail: { why } } }
    const event = await tx.record({ code: 'account.link-sent', person })
    const { secret } = await openWay(tx, event, { person, purpose: 'newPassword', medium: 'link', by: null })
    await mailWay(tx, 'newPassword', { to: account!.email!, language: account!.language ?? 'zh-TW', secret })
    return { result: null, event }
  })
}

const payloadShape = z.object({ person: z.string().nullable() })

/** The job of this slice. */
export const wayTasks: readonly Task[] = [{
  name: SEND,
  handle: async (payload, { database }) => {
    const { person } = payloadShape.parse(payload)
    if (person !== null) await sendLink(database, person)
  },
}]
