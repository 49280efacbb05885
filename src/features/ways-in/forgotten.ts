// What is sent to whoever asks for it without being signed in: 忘記密碼 (R-ACC-3), a link to the confirmed address for account name
// or national ID with the birth date; and the code to activate an account (R-ACC-1b), to the address of the personnel record. The
// answer, and the work until it is given, are the same whoever is meant; all that differs is done by a job afterwards.
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
import type { Seal } from '../../store/seal.ts'
import type { WaysSlice } from './slice.ts'

/** `nationalId`: null where the account name is meant; '' where what was typed can be nobody's. */
export type Forgotten = { accountName: string; nationalId: string | null; birthDate: Day | null; address: string }

const SEND = { newPassword: 'ways.forgotten', activation: 'ways.activation' } as const
type Wish = keyof typeof SEND

async function personMeant(db: Reader, { seal }: Pick<WaysSlice, 'seal'>, { accountName, nationalId, birthDate }: Forgotten): Promise<string | null> {
  const { rows: [row] } = await sql<{ person: string }>`
    select p.id::text as person from person p
    join person_version v on v.person_id = p.id and upper_inf(v.recorded) and v.birth_date = ${birthDate}::date
    left join account a on a.person_id = p.id
    where ${nationalId === null ? sql`a.name = ${foldAccountName(accountName)}` : sql`p.national_id_index = ${seal.indexNationalId(nationalId)}`}`.execute(db)
  return row?.person ?? null
}

/** Takes the wish in, for a link to a new password or for a code to activate the account by. `tooMany`: so many have come from this address that nothing was looked at (ECPA_SIGNIN_ADDRESS_LIMIT). */
export async function askForWay(slice: WaysSlice, origin: Origin, wish: Wish, asked: Forgotten): Promise<'asked' | 'tooMany'> {
  const { database, subjectOf, addressLimit } = slice
  const subject = subjectOf('address', `forgotten ${asked.address}`)
  if (addressLimit > 0 && await addressFailures(database.unaudited, subject) >= addressLimit) return 'tooMany'
  const person = await personMeant(database.read, slice, asked)
  return change(database, origin, async (tx) => {
    await countAddressFailure(tx.db, subject)
    await addJob(tx, SEND[wish], { person })
    return { result: 'asked' as const, event: { code: 'account.link-asked', person, detail: { purpose: wish } } }
  })
}

type Account = { email: string | null; language: LetterLanguage | null; may: 'yes' | 'notActive' | 'notPending' | 'noAddress' | 'enough' }

/** Whoever does not find the first letter asks again; nobody needs many, and a mailbox is no place for a flood. */
const enough = (purpose: Wish, lettersAnHour: number) => sql`(select count(*) from way_in w where w.person_id = a.person_id and w.purpose = ${purpose} and w.opened_by is null
  and w.opened_at > now() - interval '1 hour') >= ${lettersAnHour}`

/** Whether the account may have one, and where it goes. */
const ACCOUNT_FOR: Record<Wish, (person: string, lettersAnHour: number) => ReturnType<typeof sql<Account>>> = {
  newPassword: (person, most) => sql<Account>`
    select a.email, a.language, case
      when a.state <> 'active' or ${isClosed(sql`a.person_id`, dayInTaipei(new Date()))} then 'notActive'
      when a.email is null or a.email_confirmed_at is null then 'noAddress'
      when ${enough('newPassword', most)} then 'enough' else 'yes' end as may
    from account a where a.person_id = ${person} for update`,
  activation: (person, most) => sql<Account>`
    select v.email, a.language, case when a.state <> 'pending' then 'notPending' when v.email is null then 'noAddress'
      when ${enough('activation', most)} then 'enough' else 'yes' end as may
    from account a left join person_version v on v.person_id = a.person_id and upper_inf(v.recorded)
    where a.person_id = ${person} for update of a`,
}

/** `lettersAnHour`: how many an account gets (ECPA_WAY_LETTERS_PER_HOUR). */
type Sending = { seal: Pick<Seal, 'index'>; lettersAnHour: number }

/** Sends it, unless the account is not one that it would be of use for, has no address, or had enough of them. */
async function send(database: Database, { seal, lettersAnHour }: Sending, wish: Wish, person: string): Promise<void> {
  await change(database, processOrigin(SEND[wish]), async (tx) => {
    const { rows: [account] } = await ACCOUNT_FOR[wish](person, lettersAnHour).execute(tx.db)
    const why = account?.may ?? 'noAccount'
    if (why !== 'yes') return { result: null, event: { code: 'account.link-not-sent', person, detail: { purpose: wish, why } } }
    const event = await tx.record({ code: 'account.link-sent', person, detail: { purpose: wish } })
    const { id: way } = await openWay(tx, seal, event, { person, purpose: wish, medium: 'link', by: null })
    await mailWay(tx, wish, { to: account!.email!, language: account!.language ?? 'zh-TW', way })
    return { result: null, event }
  })
}

const payloadShape = z.object({ person: z.string().nullable() })

/** The jobs of this slice. */
export const wayTasks = (sending: Sending): Task[] => (Object.keys(SEND) as Wish[]).map((wish) => ({
  name: SEND[wish],
  handle: async (payload, { database }) => {
    const { person } = payloadShape.parse(payload)
    if (person !== null) await send(database, sending, wish, person)
  },
}))
