// Whether a card's answer to a challenge is to be believed, and what it says of who holds it (R-CRT-1). Everything that is decided is
// decided here; what cannot be told is refused.
import { sql } from 'kysely'
import {
  contentOf, Malformed, oidOf, readSignedData, serialText, SOUND_ALGORITHMS, textOf, textsOf, USAGE, validatePath, verifySignedData,
} from '../../pki/index.ts'
import { listingOf } from './authority-rows.ts'
import type { Certificate, CmsFault, Element, FailureCode, OcspAnswer, Success, ValidationResult } from '../../pki/index.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Authority, Trust } from './trust.ts'

/** What a card of a person says. `idTail`: the last four characters of the national ID. */
export type PersonCard = CommonCard & { kind: 'person'; name: string; subjectSerial: string; idTail: string }
/** `agencies`: those that it stands for today, by its OID or by the list; `mapped` says by which. Never empty, hardly ever several. */
export type AgencyCardSays = CommonCard & { kind: 'agency'; agency: AgencyCode; mapped: 'organisationOid' | 'list' }
type CommonCard = {
  /** The name of the authority as it is compared, one for all generations of its keys. */
  issuer: string
  /** The code of the very one that issued it. */
  authority: string
  /** In hex. */
  certificateSerial: string
  validUntil: Date
  /** The stamp of what it was believed by (`isBelievedStill`). */
  believedBy: string
}

type CardKind = 'person' | 'agency'

export type CardFault =
  | CmsFault | FailureCode
  /** Neither base64 nor a SignedData, or longer than one is. */
  | 'malformed'
  /** Of an authority that does not issue that kind of card. */
  | 'otherKind'
  | 'listedAsRefused'
  /** Its authority's responder could not be asked, and nothing else says that it holds. */
  | 'responderFailed'
  /** What it was believed by changed meanwhile: it is to be proved once more. */
  | 'beliefChanged'
  /** It does not say what a card of its kind says. */
  | 'subjectUnreadable'
  /** No agency, or several, have the OID that the card names, and it is on no list. */
  | 'noAgency'

/** `certificate`: the serial number of the signer's certificate in hex, where one could be read. */
export type CheckedCard<Card> = { accepted: Card } | { refused: CardFault; certificate: string | null }

export type SignedChallenge = {
  /** What the component answered: base64 of a SignedData. */
  signature: string
  /** What was to be signed, byte for byte. */
  challenge: Uint8Array
  now: Date
  today: Day
}

// A message with a certificate or two is 4 KB.
const LONGEST_SIGNATURE = 64_000
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const MOST_INTERMEDIATES = 4
const ATTRIBUTE = { idTail: '2.16.886.1.100.2.51', organisation: '2.16.886.1.100.2.102' } as const
const COMMON_NAME = '2.5.4.3'
const SERIAL_NUMBER = '2.5.4.5'

class Refused extends Error {
  readonly fault: CardFault
  readonly certificate: string | null

  constructor(fault: CardFault, certificate: Certificate | null = null) {
    super(fault)
    this.fault = fault
    this.certificate = certificate === null ? null : serialText(certificate)
  }
}

/** Checks the answer of a person's card. */
export const checkPersonCard = (trust: Trust, db: Reader, signed: SignedChallenge): Promise<CheckedCard<PersonCard>> =>
  checked(async () => personCard(await proved(trust, db, signed, ['person'])))

/** Checks the answer of an agency's card, and finds the agency that it stands for (R-CRT-3). */
export const checkAgencyCard = (trust: Trust, db: Reader, signed: SignedChallenge): Promise<CheckedCard<AgencyCardSays>> =>
  checked(async () => agencyCard(db, await proved(trust, db, signed, ['agency']), signed.today))

/** Checks the answer of a card of either kind. */
export const checkCard = (trust: Trust, db: Reader, signed: SignedChallenge): Promise<CheckedCard<PersonCard | AgencyCardSays>> =>
  checked(async () => {
    const found = await proved(trust, db, signed, ['person', 'agency'])
    return found.issuer.issues === 'agency' ? agencyCard(db, found, signed.today) : personCard(found)
  })

function personCard(found: Proved): PersonCard {
  const { certificate } = found
  const [name, ...names] = textsOf(certificate.subject, COMMON_NAME)
  const [subjectSerial, ...serials] = textsOf(certificate.subject, SERIAL_NUMBER)
  const idTail = attributeText(certificate, ATTRIBUTE.idTail)
  if (name === undefined || subjectSerial === undefined || names.length + serials.length > 0 || idTail === null
    || !/^[0-9A-Za-z]{1,64}$/.test(subjectSerial) || !/^[0-9]{4}$/.test(idTail)) throw new Refused('subjectUnreadable', certificate)
  return { kind: 'person', name, subjectSerial, idTail, ...common(found) }
}

async function agencyCard(db: Reader, found: Proved, today: Day): Promise<AgencyCardSays> {
  const { certificate, listed } = found
  if (listed !== null) return { kind: 'agency', agency: listed, mapped: 'list', ...common(found) }
  const organisation = organisationOf(certificate)
  if (organisation === null) throw new Refused('subjectUnreadable', certificate)
  const { rows } = await sql<{ agency: AgencyCode }>`
    select agency_code as agency from agency_version
    where organisation_oid = ${organisation} and upper_inf(recorded) and valid @> ${today}::date`.execute(db)
  if (rows.length !== 1) throw new Refused('noAgency', certificate)
  return { kind: 'agency', agency: rows[0]!.agency, mapped: 'organisationOid', ...common(found) }
}

async function checked<Card>(check: () => Promise<Card>): Promise<CheckedCard<Card>> {
  try {
    return { accepted: await check() }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.fault, certificate: error.certificate }
    if (error instanceof Malformed) return { refused: 'malformed', certificate: null }
    throw error
  }
}

const common = ({ certificate, issuer: { code, certificate: issuer }, believedBy }: Proved): CommonCard =>
  ({ issuer: issuer.subject.key, authority: code, certificateSerial: serialText(certificate), validUntil: certificate.notAfter, believedBy })

type Proved = { certificate: Certificate; issuer: Authority; listed: AgencyCode | null; believedBy: string }

async function proved(trust: Trust, db: Reader, { signature, challenge, now, today }: SignedChallenge, kinds: readonly CardKind[]): Promise<Proved> {
  const plain = signature.replaceAll(/[\r\n]/g, '')
  if (plain.length > LONGEST_SIGNATURE || !BASE64.test(plain)) throw new Refused('malformed')
  const message = verifySignedData(readSignedData(Buffer.from(plain, 'base64')), challenge, SOUND_ALGORITHMS)
  if (!message.ok) throw new Refused(message.code)
  const { certificate } = message
  const { authorities, stamp } = await trust.belief()
  const found = await pathOf(trust, authorities, certificate, kinds, now)
  const above = found.path.at(-2)!
  const issuer = authorities.find((one) => one.certificate.fingerprint === above.fingerprint)
  if (issuer === undefined) throw new Error('a path ended at an authority that is not configured')
  // What the certificates say of it is asked of the path; the card's own signature is known here alone.
  if (issuer.algorithms !== null && !issuer.algorithms.includes(message.algorithm)) throw new Refused('algorithmNotAccepted', certificate)
  if (issuer.issues === null || !kinds.includes(issuer.issues)) throw new Refused('otherKind', certificate)
  // The union of what all authorities of that kind may was asked of the path: this one's own is asked here.
  const { policies } = found
  if (policies !== 'any' && !issuer.policies.some((one) => policies.has(one))) throw new Refused('noValidPolicy', certificate)
  const listing = await listingOf(db, issuer.code, serialText(certificate), today)
  if (listing?.agency === null) throw new Refused('listedAsRefused', certificate)
  return { certificate, issuer, listed: listing?.agency ?? null, believedBy: stamp }
}

/**
 * A path by what is at hand, first: nobody is asked about a certificate that could be anybody's. Where an authority of the path has a
 * responder, what that says is added, and all of it is proved once more.
 */
async function pathOf(
  { responders }: Trust, authorities: readonly Authority[], certificate: Certificate, kinds: readonly CardKind[], now: Date,
): Promise<Success> {
  const provisional = validate(authorities, certificate, { kinds, now, answers: null })
  if (!provisional.ok) throw new Refused(provisional.code, certificate)
  const asked = issuersOf(authorities, provisional.path).filter(({ issuer }) => issuer.revocation !== 'crl')
  if (asked.length === 0) return provisional
  const answers = await Promise.all(asked.map((one) => responders.ask({ ...one, now })))
  const found = validate(authorities, certificate, { kinds, now, answers: answers.flatMap(({ answer }) => answer ?? []) })
  const untold = !found.ok && (found.code === 'revocationUnknown' || found.code === 'revocationStale')
  await Promise.all(answers.flatMap(({ bytes, authority }) => (bytes === null ? [] : responders.noteTry(authority.code, untold ? 'unproved' : null, now))))
  if (!found.ok) {
    throw new Refused(untold && answers.some(({ fault }) => fault !== null) ? 'responderFailed' : found.code, certificate)
  }
  await Promise.all(answers.map((one) => responders.keep(one)))
  return found
}

/** Each certificate of the path below the anchor, with the authority that issued it. */
function issuersOf(authorities: readonly Authority[], path: readonly Certificate[]): { certificate: Certificate; issuer: Authority }[] {
  return path.slice(1).map((certificate, at) => {
    const issuer = authorities.find((one) => one.certificate.fingerprint === path[at]!.fingerprint)
    if (issuer === undefined) throw new Error('a path leads through an authority that is not configured')
    return { certificate, issuer }
  })
}

/** `answers` null: of responders, where they are the only source, nothing is asked yet. */
type Validating = { kinds: readonly CardKind[]; now: Date; answers: readonly OcspAnswer[] | null }

const NOT_ASKED = { crl: 'crl', ocsp: 'off', both: 'crl' } as const

/** Through configured authorities alone: what the message brings of certificates is not even a candidate. */
function validate(authorities: readonly Authority[], certificate: Certificate, { kinds, now, answers }: Validating): ValidationResult {
  const byFingerprint = new Map(authorities.map((one) => [one.certificate.fingerprint, one]))
  return validatePath({
    endEntity: certificate, time: now,
    anchors: authorities.filter(({ isAnchor }) => isAnchor).map((one) => one.certificate),
    candidates: authorities.filter(({ isAnchor }) => !isAnchor).map((one) => one.certificate),
    crls: authorities.flatMap(({ list }) => list ?? []), ocsp: answers ?? [],
    options: {
      purpose: { keyUsage: [USAGE.digitalSignature] },
      algorithmsOf: (issuer) => byFingerprint.get(issuer.fingerprint)?.algorithms ?? null,
      maxIntermediates: MOST_INTERMEDIATES,
      policies: {
        acceptable: [...new Set(authorities.filter(({ issues }) => issues !== null && kinds.includes(issues)).flatMap(({ policies }) => policies))], explicit: true,
        inhibitMapping: false, inhibitAny: false,
      },
      revocation: (issuer) => {
        const { revocation, graceSeconds } = byFingerprint.get(issuer.fingerprint) ?? { revocation: 'crl', graceSeconds: 0 }
        return { mode: answers === null ? NOT_ASKED[revocation] : revocation, graceSeconds }
      },
    },
  })
}

/** The one value of the one such attribute; null where there is none, or several. */
function attributeValue({ directoryAttributes }: Certificate, type: string): Element | null {
  const values = directoryAttributes.filter((one) => one.type === type).flatMap((one) => one.values)
  return values.length === 1 ? values[0]! : null
}

function attributeText(certificate: Certificate, type: string): string | null {
  const value = attributeValue(certificate, type)
  return value === null ? null : textOf(value, type)
}

const OID_TAG = 0x06

/** As an object identifier, or as one in text. */
function organisationOf(certificate: Certificate): string | null {
  const value = attributeValue(certificate, ATTRIBUTE.organisation)
  if (value === null) return null
  const text = value.tag === OID_TAG ? oidOf(value, 'organisation') : textOf(value, 'organisation')
  return text !== null && contentOf(value).length <= 200 && /^[0-2](?:\.[0-9]{1,20}){1,30}$/.test(text) ? text : null
}
