// 憑證登入: a person's card that is bound to an account, or an agency's (R-CRT-1…4).
import { sql } from 'kysely'
import { browserCode, readBrowser } from '../../core/browsers.ts'
import { change } from '../../store/change.ts'
import { isBelievedStill } from '../certificates/belief.ts'
import { checkCard } from '../certificates/check-card.ts'
import { originOf } from '../sign-in/coming.ts'
import { enter } from '../sign-in/enter.ts'
import { lockAccount } from '../sign-in/lock-account.ts'
import { endSession, openCardSession } from '../sign-in/sessions.ts'
import { keepAwaiting } from './awaiting-cards.ts'
import { takeCardChallenge } from './challenges.ts'
import { bindOwn, changeBinding, isLost, noteUse, ownerOf } from './person-cards.ts'
import { askedFrom } from './slice.ts'
import type { Origin, Outcome } from '../../store/change.ts'
import type { AgencyCardSays, CardFault, PersonCard } from '../certificates/check-card.ts'
import type { Coming } from '../sign-in/coming.ts'
import type { Entered } from '../sign-in/enter.ts'
import type { SessionCertificate } from '../sign-in/sessions.ts'
import type { CardChallengeFault, CardPurpose } from './challenges.ts'
import type { OwnBinding, OwnBindRefusal } from './person-cards.ts'
import type { CardsSlice } from './slice.ts'

/** What a card answered, and who brings it. */
export type CardAnswer = Coming & { challenge: string; signature: string }

/** `lost`: reported so. `notActive`: the account is disabled, or its person left. */
export type CardRefusal = CardFault | CardChallengeFault | 'lost' | 'notActive' | 'notYours'

/** What a card is proved by. */
export type ProvingMeans = Pick<CardsSlice, 'database' | 'trust' | 'subjectOf'>

/** The card that answered, or why it is not believed. A refusal has its event. */
export async function provenCard(
  slice: ProvingMeans, answer: CardAnswer, purpose: CardPurpose, person: string | null = null,
): Promise<{ card: PersonCard | AgencyCardSays } | { refused: CardRefusal }> {
  const { challenge, signature, browser, address, now, today } = answer
  const from = browser === null ? null : askedFrom(slice, { browser, address }).browser
  const fault = await takeCardChallenge(slice.database, challenge, { purpose, browser: from, now })
  if (fault !== null) return refuse(slice, answer, { purpose, why: fault, certificate: '', person })
  const checked = await checkCard(slice.trust, slice.database.read, { signature, challenge: Buffer.from(challenge), now, today })
  if ('accepted' in checked) return { card: checked.accepted }
  return refuse(slice, answer, { purpose, why: checked.refused, certificate: checked.certificate ?? '', person })
}

type Refusing = { purpose: CardPurpose; why: CardRefusal; certificate: string; person: string | null }

function refuse({ database }: Pick<CardsSlice, 'database'>, answer: CardAnswer, { purpose, why, certificate, person }: Refusing): Promise<{ refused: CardRefusal }> {
  return change(database, originOf(answer, 'card sign-in'), async () => ({
    result: { refused: why }, event: { code: 'session.card-refused', person, detail: { purpose, why, certificate } },
  }))
}

export type CardSignIn =
  | { signedIn: 'person'; token: string; browser: string }
  | { signedIn: 'agency'; token: string }
  /** A good card that is bound to no account: whoever signs in by password in this browser may bind it. */
  | { awaits: true }
  | { refused: CardRefusal }

/**
 * Signs in by card. `only`: the person who has to be behind the card (proving again who is signed in); null: anybody.
 */
export async function signInByCard(slice: CardsSlice, answer: CardAnswer, only: string | null): Promise<CardSignIn> {
  const proved = await provenCard(slice, answer, 'signIn', only)
  if ('refused' in proved) return proved
  return proved.card.kind === 'agency' ? enterAgency(slice, answer, proved.card, only) : enterPerson(slice, answer, proved.card, only)
}

const certificateOf = ({ authority, certificateSerial: serial }: PersonCard | AgencyCardSays): SessionCertificate => ({ authority, serial })

async function enterPerson(slice: CardsSlice, answer: CardAnswer, card: PersonCard, only: string | null): Promise<CardSignIn> {
  const { database } = slice
  const refusing = { purpose: 'signIn' as const, certificate: card.certificateSerial }
  if (await isLost(database.read, card)) return refuse(slice, answer, { ...refusing, why: 'lost', person: only })
  const owner = await ownerOf(database.read, card)
  if (only !== null && owner?.person !== only) return refuse(slice, answer, { ...refusing, why: 'notYours', person: only })
  if (owner === null) {
    await keepAwaiting(slice, askedFrom(slice, { browser: answer.browser!, address: answer.address }).browser, card)
    return { awaits: true }
  }
  return change(database, originOf(answer, 'card sign-in'), async (tx): Promise<Outcome<CardSignIn>> => {
    const no = (why: 'beliefChanged' | 'notActive'): Outcome<CardSignIn> =>
      ({ result: { refused: why }, event: { code: 'session.card-refused', person: owner.person, detail: { ...refusing, why } } })
    if (!await isBelievedStill(tx.db, card, answer.today)) return no('beliefChanged')
    // Under lock: the account may be disabled, or the card be given up, at this very moment.
    const { state } = await lockAccount(tx, owner.person, answer.today)
    const { rows } = await sql`select from person_card where id = ${owner.id} and ended_at is null for update`.execute(tx.db)
    if (state !== 'active' || rows.length === 0) return no('notActive')
    await noteUse(tx, owner.id, owner.person, card)
    const { result, event } = await enter(tx, slice, { ...answer, personId: owner.person, method: 'personCertificate', certificate: certificateOf(card) })
    return { result: { signedIn: 'person', ...result }, event }
  })
}

/** Binds the card to the account of whoever is signed in, and goes on with the session as one that a card proved: both, or neither. */
export function enterByBinding(
  slice: CardsSlice, origin: Origin, coming: Coming, { person, session, card }: Omit<OwnBinding, 'today'>,
): Promise<Entered | { refused: OwnBindRefusal }> {
  return changeBinding(slice, origin, async (tx): Promise<Outcome<Entered | { refused: OwnBindRefusal }>> => {
    const { result, event } = await bindOwn(tx, slice, { person, session, card, today: coming.today })
    return 'refused' in result ? { result, event } : enter(tx, slice, { ...coming, personId: person, method: 'personCertificate', certificate: certificateOf(card) })
  })
}

async function enterAgency(slice: CardsSlice, answer: CardAnswer, card: AgencyCardSays, only: string | null): Promise<CardSignIn> {
  if (only !== null) return refuse(slice, answer, { purpose: 'signIn', why: 'notYours', certificate: card.certificateSerial, person: only })
  const { address, userAgent, previousSession } = answer
  return change(slice.database, originOf(answer, 'card sign-in'), async (tx): Promise<Outcome<CardSignIn>> => {
    if (!await isBelievedStill(tx.db, card, answer.today)) {
      const detail = { purpose: 'signIn', why: 'beliefChanged', certificate: card.certificateSerial }
      return { result: { refused: 'beliefChanged' }, event: { code: 'session.card-refused', agency: card.agency, detail } }
    }
    // Nobody's session goes on as an agency's.
    if (previousSession !== null) await endSession(tx.db, previousSession, 'signedOut')
    const { token } = await openCardSession(tx.db, { agency: card.agency, certificate: certificateOf(card), address, userAgent }, slice.limits)
    return {
      result: { signedIn: 'agency' as const, token },
      event: {
        code: 'session.card-signed-in', agency: card.agency,
        detail: { certificate: card.certificateSerial, mapped: card.mapped, browser: browserCode(readBrowser(userAgent)) },
      },
    }
  })
}
