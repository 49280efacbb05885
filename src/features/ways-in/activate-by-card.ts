// 啟用帳號 by the person's card (R-ACC-1a): the card, its PIN, and the national ID and birth date that a mailed code asks for, too, open
// the same choosing. Name and last four characters alone are those of several people of a nation.
import { sql } from 'kysely'
import { cardMismatch } from '../../core/cards.ts'
import { change, refused } from '../../store/change.ts'
import { isClosed } from '../../store/leaving.ts'
import { isLost, ownerOf } from '../cards/person-cards.ts'
import { sealCard } from '../cards/sealed-card.ts'
import { provenCard } from '../cards/sign-in-by-card.ts'
import { countAddressFailure, slowDown } from '../sign-in/attempts.ts'
import { openWay } from './open-way.ts'
import type { AccountState } from '../../core/facts.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { PersonCard } from '../certificates/check-card.ts'
import type { CardAnswer, CardRefusal, ProvingMeans } from '../cards/sign-in-by-card.ts'
import type { Identity } from './prove-way.ts'
import type { WaysSlice } from './slice.ts'

/** `noMatch`: card, national ID and birth date are not those of one person of the record; it is not said which. */
export type CardActivationRefusal = Exclude<CardRefusal, 'notActive' | 'notYours'> | 'agency' | 'noMatch' | 'others' | 'accountDisabled' | 'notPending'

type Opened = { way: string } | { refused: CardActivationRefusal }

type Meant = { person: string; name: string; account: AccountState }

/** Whom national ID and birth date mean; null: nobody who has an account. */
async function personMeant(db: Reader, { seal }: Pick<WaysSlice, 'seal'>, { nationalId, birthDate }: Identity, today: string): Promise<Meant | null> {
  const { rows: [row] } = await sql<Meant>`
    select p.id::text as person, v.name, case when ${isClosed(sql`a.person_id`, today)} then 'disabled' else a.state::text end as account
    from person p join person_version v on v.person_id = p.id and upper_inf(v.recorded) join account a on a.person_id = p.id
    where p.national_id_index = ${seal.indexNationalId(nationalId ?? '')} and v.birth_date = ${birthDate}::date for update of a`.execute(db)
  return row ?? null
}

/** Why the card does not open the account; null: it does. */
async function whyNot(db: Reader, card: PersonCard, meant: Meant | null, { nationalId }: Identity): Promise<CardActivationRefusal | null> {
  if (await isLost(db, card)) return 'lost'
  if (meant === null || nationalId === null || cardMismatch(card, { name: meant.name, nationalId }) !== null) return 'noMatch'
  // Who one is is proved by now: how it is with the account is told.
  if (meant.account !== 'pending') return meant.account === 'disabled' ? 'accountDisabled' : 'notPending'
  const owner = await ownerOf(db, card)
  return owner === null || owner.person === meant.person ? null : 'others'
}

// The law's words for it: who guesses finds their own tries there, by card.
const WHY: Partial<Record<CardActivationRefusal, string>> = { noMatch: 'wrongPerson', accountDisabled: 'notActive' }

/** Proves the card and opens the way to choosing name, password and address: its secret, or why not. */
export async function openByCard(
  slice: WaysSlice & ProvingMeans, origin: Origin, answer: CardAnswer, identity: Identity,
): Promise<Opened> {
  const { database, seal, subjectOf } = slice
  await slowDown(slice, origin.address)
  const proved = await provenCard(slice, answer, 'activate')
  if ('refused' in proved) return { refused: proved.refused as Exclude<CardRefusal, 'notActive' | 'notYours'> }
  const { card } = proved
  return change(database, origin, async (tx): Promise<Outcome<Opened>> => {
    if (card.kind === 'agency') return no(card, 'agency', null)
    const meant = await personMeant(tx.db, slice, identity, answer.today)
    const why = await whyNot(tx.db, card, meant, identity)
    if (why === 'noMatch') await countAddressFailure(tx.db, subjectOf('address', answer.address))
    if (why !== null || meant === null) return no(card, why ?? 'noMatch', meant?.person ?? null)
    return opened(tx, seal, meant.person, card)
  })
}

const no = ({ certificateSerial }: { certificateSerial: string }, why: CardActivationRefusal, person: string | null): Outcome<Opened> =>
  refused({ code: 'session.card-refused', person, detail: { purpose: 'activate', why: WHY[why] ?? why, certificate: certificateSerial } }, { refused: why })

async function opened(tx: Change, seal: WaysSlice['seal'], person: string, card: PersonCard): Promise<Outcome<Opened>> {
  const event = await tx.record({ code: 'account.card-accepted', person, detail: { certificate: card.certificateSerial } })
  const { secret } = await openWay(tx, seal, event, {
    person, purpose: 'activation', medium: 'card', by: null, card: (way) => sealCard(seal, card, Buffer.from(way)),
  })
  return { result: { way: secret }, event }
}
