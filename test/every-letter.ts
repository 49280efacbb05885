// Every letter that the portal can write, in both languages, as it is sent: for tests, and to be looked at (letter-pictures.ts).
import { framedLetter, letterHtml, letterText } from '../src/core/letter.ts'
import { toldLetter } from '../src/core/told-letter.ts'
import { toldKinds } from '../src/core/told-sentences.ts'
import { GREETING_LETTER } from '../src/features/greetings/greeting-letter.ts'
import { receivedPath } from '../src/features/greetings/slice.ts'
import { ACTIVATED, LETTERS } from '../src/features/ways-in/way-letters.ts'
import { WAY_PATHS } from '../src/features/ways-in/open-way.ts'
import type { LetterBody, LetterLanguage, LetterLink } from '../src/core/letter.ts'
import type { Telling, Told, ToldKind } from '../src/core/told.ts'
import type { WayPurpose } from '../src/core/ways-in.ts'

export const LETTERS_ORIGIN = 'https://ecpa.example.gov.tw'

type Family = ToldKind extends `${infer First}.${string}` ? First : never
type Both<U> = (U extends unknown ? (one: U) => void : never) extends (one: infer All) => void ? All : never
/** What all kinds of a family need. A family that is added to the list of told.ts does not compile here without its own. */
type FieldsOf<F extends Family> = Both<WithoutKind<Extract<Told, { kind: `${F}.${string}` }>>>
type WithoutKind<T> = T extends unknown ? Omit<T, 'kind'> : never

const reason = '業務需要，自本月起由人事處統一辦理'
const dated = { from: '2026-11-23', to: '2026-12-31', reason }
const duty = { ...dated, acting: '397210000A', served: '397070100Y', applications: ['A4', 'A5'] }

const FIELDS = {
  grant: { ...dated, agency: '397010000A', application: 'A4', category: 'use' },
  group: { ...dated, agency: '397010000A', group: 'survey' },
  delegation: { ...dated, agency: '397210000A', scope: '397070100Y' },
  duty,
  'duty-request': { ...duty, note: '同意，請於年底前交接' },
  feed: { feed: '12', source: 'people.csv', asOf: '2026-11-23', joins: 12_345, changes: 230, ends: 1, reason },
  account: { reason },
  card: { reason, agency: '397210000A', person: '7', act: 'grant.given' },
  email: { reason, email: 'w***@ecpa.example', hours: 24 },
  idle: { reason: null, number: 180, day: '2026-12-07' },
  leaving: { reason: null, until: '2026-12-22' },
  move: {
    reason: null, counts: { 'grant.suspended': 2, 'delegation.ended': 1 }, applications: ['A4', 'A5'], agencies: ['397010000A'], decideBy: '2026-12-07',
  },
  record: { agency: '397010000A', field: 'title', reason },
  restructuring: { agency: '397010000A', successor: '397210000A', day: '2027-01-01', reason: null },
  review: { campaign: '115 年度授權檢視', due: '2026-12-31', number: 3, applications: ['A4'], reason },
  role: { ...dated, role: 'auditor', note: null },
  'sign-in': {
    unusual: ['browser', 'place', 'hour'], method: 'password', browser: 'chrome 131 windows', address: '203.0.113.*', reason: null,
  },
} as const satisfies { [F in Family]: FieldsOf<F> }

const names: Telling['names'] = {
  agencies: {
    '397210000A': { name: '高雄市政府人事處', nameEn: 'Personnel Department, Kaohsiung City Government' },
    '397010000A': { name: '高雄市政府秘書處', nameEn: 'Secretariat, Kaohsiung City Government' },
    '397070100Y': { name: '高雄市旗津區旗津國民小學', nameEn: 'Cijin Elementary School' },
  },
  applications: { A4: 'Survey system', A5: 'Reporting system' },
  categories: { 'A4 use': { name: '使用', nameEn: 'Use' } },
  groups: { survey: 'Survey team' },
  persons: { 7: 'WU HSIAO-HUA' },
}
const teller: Telling['teller'] = { by: 'person', name: 'WANG CHIEN-KUO', office: 'hrSupervisor', agency: '397210000A' }
const AT = new Date('2026-11-23T01:30:00Z')

export type EveryLetter = {
  /** Its kind, and what is special about it. */
  name: string
  language: LetterLanguage
  subject: string
  text: string
  html: string
}

const LANGUAGES = ['zh-TW', 'en'] as const

function framed(name: string, language: LetterLanguage, letter: LetterBody & { subject: string; link: LetterLink | null }): EveryLetter {
  const { subject, link } = letter
  return { name, language, subject, ...framedLetter({
    subject, language, origin: LETTERS_ORIGIN, text: letterText(letter, language), html: letterHtml(letter), link,
  }) }
}

/** All of them: each kind that is told, to its own person, to managers and with something to do; those that carry a way in, and that a card came. */
export function everyLetter(): EveryLetter[] {
  const told = toldKinds.flatMap((kind) => {
    const fields: object = FIELDS[kind.slice(0, kind.indexOf('.')) as Family]
    const variants = { '': {}, ' to managers': { person: '7' }, ' to do': { path: '/todo' } }
    return Object.entries(variants).flatMap(([variant, more]) => LANGUAGES.map((language) => framed(`${kind}${variant}`, language,
      toldLetter({ told: { ...fields, ...more, kind } as unknown as Told, teller, names }, AT, language))))
  })
  const ways = (Object.keys(LETTERS) as WayPurpose[]).flatMap((purpose) => LANGUAGES.map((language) => {
    const { subject, paragraphs, label } = LETTERS[purpose][language]
    return framed(`way ${purpose}`, language, { subject, paragraphs, link: { path: `${WAY_PATHS[purpose]}?way=ABCD-EFGH-JKLM-NPQR-STUV`, label } })
  }))
  const activated = LANGUAGES.map((language) => {
    const { subject, paragraphs, label } = ACTIVATED[language]
    return framed('activated', language, { subject, paragraphs, link: { path: '/', label } })
  })
  const greetings = LANGUAGES.map((language) => {
    const { subject, paragraphs, label } = GREETING_LETTER[language]
    return framed('greeting', language, { subject, paragraphs, link: { path: receivedPath('00000000-0000-4000-8000-0000000000d1'), label } })
  })
  return [...told, ...ways, ...activated, ...greetings]
}
