// Every setting of the program: environment variables ECPA_*, checked at start. `docs/generated/settings.md` is printed
// from the list below.
import { readFileSync } from 'node:fs'
import { AGREEMENT_STANDINGS } from './core/agreement.ts'
import { FACTOR_STANDINGS } from './core/second-factor.ts'
import { nearestName } from './core/nearest-name.ts'
import { codeOf } from './core/thrown.ts'
import { USUAL_RULE } from './core/unusual-sign-in.ts'
import { addresses, key, keys, oneOf, origin, sender, someOf, text, url, whole } from './core/setting-kinds.ts'
import type { AgreementStanding } from './core/agreement.ts'
import type { Kind } from './core/setting-kinds.ts'

/** `demo`: everything on one machine with generated people. `production`: the settings so marked must be there. */
export type Mode = 'demo' | 'production'

type Setting<T, D extends T | null> = {
  name: `ECPA_${string}`
  kind: Kind<T>
  /** Null: absent unless given. */
  default: D
  /** How the default reads where it is worked out at start. */
  defaultSays?: string
  /** Must be given in production. */
  required?: boolean
  /** May be given as a file's name in `…_FILE`, and is never shown. */
  secret?: boolean
  says: string
}

const setting = <T, const D extends T | null>(one: Setting<T, D>): Setting<T, D> => one

export const settingList = {
  port: setting({
    name: 'ECPA_PORT', kind: whole(1, 65_532), default: 3000,
    says: 'The port of the portal; in demo mode the programs beside it take ports right after it.',
  }),
  origin: setting({
    name: 'ECPA_ORIGIN', kind: origin, default: null, defaultSays: 'in demo mode `http://localhost:` and the port',
    required: true,
    says: 'How browsers reach the portal: the issuer of tokens, and the only host that addresses are made with.',
  }),
  dataDir: setting({
    name: 'ECPA_DATA_DIR', kind: text(1000), default: './var',
    says: 'The folder of everything that is kept on disk; the embedded database lives in it.',
  }),
  databaseUrl: setting({
    name: 'ECPA_DATABASE_URL', kind: url('postgres', 'postgresql'), default: null,
    defaultSays: 'in demo mode the embedded database', required: true, secret: true,
    says: 'A PostgreSQL server, 15 or newer; its login needs only to be a member of the role `ecpa_program`.',
  }),
  databaseOwnerUrl: setting({
    name: 'ECPA_DATABASE_OWNER_URL', kind: url('postgres', 'postgresql'), default: null, defaultSays: '`ECPA_DATABASE_URL`',
    secret: true, says: 'The login that owns the schema, used by `ecpa migrate` alone.',
  }),
  databaseConnections: setting({
    name: 'ECPA_DATABASE_CONNECTIONS', kind: whole(3, 200), default: 10,
    says: 'How many connections one process may hold at most.',
  }),
  dataKeys: setting({
    name: 'ECPA_DATA_KEYS', kind: keys, default: null, defaultSays: 'in demo mode made at first start', required: true,
    secret: true,
    says: 'The keys that national IDs and secrets are sealed with; the newest version seals, all of them open.',
  }),
  indexKey: setting({
    name: 'ECPA_INDEX_KEY', kind: key, default: null, defaultSays: 'in demo mode made at first start', required: true,
    secret: true,
    says: 'The key of the index by which national IDs are found; it must stay the same as long as the data.',
  }),
  sessionIdleMinutes: setting({
    name: 'ECPA_SESSION_IDLE_MINUTES', kind: whole(1, 480), default: 30,
    says: 'After how long without a request a session ends.',
  }),
  sessionHours: setting({
    name: 'ECPA_SESSION_HOURS', kind: whole(1, 24), default: 12, says: 'After how long a session ends in any case.',
  }),
  noticeFiles: setting({
    name: 'ECPA_NOTICE_FILES', kind: whole(0, 50), default: 10, says: 'How many files may be attached to one announcement.',
  }),
  noticeFileMegabytes: setting({
    name: 'ECPA_NOTICE_FILE_MEGABYTES', kind: whole(1, 25), default: 10,
    says: 'How large one file attached to an announcement may be; it is kept in the database.',
  }),
  greetingsPerDay: setting({
    name: 'ECPA_GREETINGS_PER_DAY', kind: whole(0, 1000), default: 20, says: 'How many greeting cards one person may send within a day.',
  }),
  greetingReceiversPerDay: setting({
    name: 'ECPA_GREETING_RECEIVERS_PER_DAY', kind: whole(0, 10_000), default: 200,
    says: 'To how many people in all, each counted with each card.',
  }),
  greetingSearchesPerHour: setting({
    name: 'ECPA_GREETING_SEARCHES_PER_HOUR', kind: whole(0, 10_000), default: 60,
    says: 'How often one person may look for receivers within an hour; a search shows names and agencies of 20 people at most.',
  }),
  greetingDays: setting({
    name: 'ECPA_GREETING_DAYS', kind: whole(1, 3650), default: 365,
    says: 'For how many days a greeting card is kept after it arrived or was taken back; then it is deleted, for all who have it.',
  }),
  idleDays: setting({
    name: 'ECPA_IDLE_DAYS', kind: whole(0, 3650), default: 180,
    says: 'After how many days without a sign-in an account is disabled; its person is told a fortnight before. 0 for never.',
  }),
  freshMinutes: setting({
    name: 'ECPA_FRESH_MINUTES', kind: whole(1, 480), default: 10,
    says: 'How long ago somebody may have signed in to do what is dangerous in another’s hands (passkeys, password, roles, resets); '
      + 'after that they are asked to prove it once more.',
  }),
  managementProof: setting({
    name: 'ECPA_MANAGEMENT_PROOF', kind: oneOf('any', 'passkey', 'card'), default: 'any',
    says: 'By what managers, the centre and auditors have to prove it then: in whatever way, by a passkey or a card, or by a card alone.',
  }),
  secondFactorFor: setting({
    name: 'ECPA_SECOND_FACTOR_FOR', kind: someOf(...FACTOR_STANDINGS), default: null, defaultSays: 'all three, in demo mode `none`',
    says: 'Of whom a second factor is asked after the password: who manages any agency, the central administrators, the auditors.',
  }),
  secondFactorGraceDays: setting({
    name: 'ECPA_SECOND_FACTOR_GRACE_DAYS', kind: whole(0, 365), default: 14,
    says: 'How many days after they first sign in as such they may come without one; afterwards nothing opens before it is set up.',
  }),
  noticeAgreement: setting({
    name: 'ECPA_NOTICE_AGREEMENT', kind: someOf(...AGREEMENT_STANDINGS), default: [] as AgreementStanding[], defaultSays: '`none`',
    says: 'Of whom agreement to 「重要訊息」 is asked when they sign in: everyone, who manages any agency, the central administrators, the auditors.',
  }),
  signinTries: setting({
    name: 'ECPA_SIGNIN_TRIES', kind: whole(1, 100), default: 5,
    says: 'How many wrong passwords (or codes of a second factor) in a row are looked at before that rests; 附表十 wants five.',
  }),
  signinLockMinutes: setting({
    name: 'ECPA_SIGNIN_LOCK_MINUTES', kind: whole(1, 1440), default: 15,
    says: 'For how many minutes it rests then; 附表十 wants fifteen.',
  }),
  signinAddressLimit: setting({
    name: 'ECPA_SIGNIN_ADDRESS_LIMIT', kind: whole(0, 1_000_000), default: 100,
    says: 'After how many failed sign-ins in 15 minutes an address is answered slower; 0 for never.',
  }),
  signinSlowedSeconds: setting({
    name: 'ECPA_SIGNIN_SLOWED_SECONDS', kind: whole(0, 30), default: 3,
    says: 'By how many seconds each answer to such an address is slowed: long enough that guessing is hopeless, short enough that an agency '
      + 'behind it can still work.',
  }),
  emailChangesPerDay: setting({
    name: 'ECPA_EMAIL_CHANGES_PER_DAY', kind: whole(1, 100), default: 5,
    says: 'How many changes of the e-mail address of one account may be proposed within a day, by its holder and managers together.',
  }),
  wayLettersPerHour: setting({
    name: 'ECPA_WAY_LETTERS_PER_HOUR', kind: whole(1, 100), default: 3,
    says: 'How many links to a new password, and how many codes for the activation, an account is sent within an hour of being asked for.',
  }),
  wayWrongCodes: setting({
    name: 'ECPA_WAY_WRONG_CODES', kind: whole(1, 5), default: 5,
    says: 'After how many wrong national IDs or birth dates a slip, or a code for the activation, is worth nothing any more.',
  }),
  signinTellUnusual: setting({
    name: 'ECPA_SIGNIN_TELL_UNUSUAL', kind: oneOf('on', 'off'), default: 'on',
    says: 'Whether people are told, here and by mail, of a sign-in with another browser, or from a place or at an hour unlike theirs.',
  }),
  unusualDays: setting({
    name: 'ECPA_UNUSUAL_DAYS', kind: whole(7, 180), default: USUAL_RULE.days,
    says: 'With the sign-ins of how many days back a sign-in is compared; sessions are kept for 180.',
  }),
  unusualFewest: setting({
    name: 'ECPA_UNUSUAL_FEWEST', kind: whole(1, 10_000), default: USUAL_RULE.fewest,
    says: 'From how many of them on a place or an hour can be unlike theirs; a browser can from the second on.',
  }),
  unusualNetworks: setting({
    name: 'ECPA_UNUSUAL_NETWORKS', kind: whole(0, 1000), default: USUAL_RULE.networks,
    says: 'From how many networks somebody may have come for another one to be unlike them; who comes from more is on the way. 0 for never.',
  }),
  unusualHours: setting({
    name: 'ECPA_UNUSUAL_HOURS', kind: whole(0, 12), default: USUAL_RULE.hours,
    says: 'How many hours before and after those of earlier sign-ins are still like them; 12 for all.',
  }),
  signinQueue: setting({
    name: 'ECPA_SIGNIN_QUEUE', kind: whole(10, 100_000), default: 400,
    says: 'How many sign-ins may wait for their password to be looked at, in each process; more are asked to try again in a moment. '
      + 'A core looks at some 60 a second.',
  }),
  waitingPerAddress: setting({
    name: 'ECPA_WAITING_PER_ADDRESS', kind: whole(0, 1_000_000), default: 5000,
    says: 'How many applications\' requests from one address may wait for somebody to sign in, each for half an hour at most; 0 for any '
      + 'number. Whoever has signed in already never waits.',
  }),
  changesPerMinute: setting({
    name: 'ECPA_CHANGES_PER_MINUTE', kind: whole(0, 100_000), default: 1_200,
    says: 'How many changes one person may make within a minute, in all their sessions, of each process; each leaves an event that is '
      + 'kept for good. 0 for any number.',
  }),
  programRequestsPerMinute: setting({
    name: 'ECPA_PROGRAM_REQUESTS_PER_MINUTE', kind: whole(0, 100_000_000), default: 60_000,
    says: 'How much one program may ask of the JSON APIs within a minute, of each process; 0 for any amount.',
  }),
  trustedProxies: setting({
    name: 'ECPA_TRUSTED_PROXIES', kind: addresses, default: [], defaultSays: 'none',
    says: 'Whose `X-Forwarded-For` is believed.',
  }),
  smtpUrl: setting({
    name: 'ECPA_SMTP_URL', kind: url('smtp', 'smtps'), default: null, defaultSays: 'in demo mode the mail catcher',
    required: true, secret: true,
    says: 'The mail server. `smtp://` asks for STARTTLS and refuses to send without it, but to this very machine; `?requireTLS=false` '
      + 'after it sends without where the server offers none.',
  }),
  smtpAuthorities: setting({
    name: 'ECPA_SMTP_AUTHORITIES', kind: text(1_000_000), default: null, defaultSays: 'the public ones', secret: true,
    says: 'PEM of the authorities that the mail server\'s certificate may come from.',
  }),
  mailFrom: setting({
    name: 'ECPA_MAIL_FROM', kind: sender, default: 'eCPA 公務人員人事服務網 <no-reply@ecpa.example>', required: true,
    says: 'The sender of letters.',
  }),
  contactOffice: setting({
    name: 'ECPA_CONTACT_OFFICE', kind: text(), default: '人事服務網客服中心', required: true,
    says: 'Whom to ask, in Chinese, as the foot of every page says.',
  }),
  contactOfficeEn: setting({
    name: 'ECPA_CONTACT_OFFICE_EN', kind: text(), default: 'eCPA service desk', required: true,
    says: 'The same in English.',
  }),
  contactPhone: setting({
    name: 'ECPA_CONTACT_PHONE', kind: text(40), default: '02-0000-0000', required: true,
    says: 'The telephone of that office.',
  }),
  contactEmail: setting({
    name: 'ECPA_CONTACT_EMAIL', kind: text(254), default: 'service@ecpa.example', required: true,
    says: 'The mail address of that office.',
  }),
  contactHours: setting({
    name: 'ECPA_CONTACT_HOURS', kind: text(), default: '週一至週五 08:30–17:30',
    says: 'When that office answers, in Chinese.',
  }),
  contactHoursEn: setting({
    name: 'ECPA_CONTACT_HOURS_EN', kind: text(), default: 'Monday to Friday, 08:30–17:30', says: 'The same in English.',
  }),
  linkExecutiveYuan: setting({
    name: 'ECPA_LINK_EXECUTIVE_YUAN', kind: url('https', 'http'), default: 'https://www.dgpa.gov.tw/',
    says: 'Where 「行政院業務區」 on the home page leads.',
  }),
  linkCivilService: setting({
    name: 'ECPA_LINK_CIVIL_SERVICE', kind: url('https', 'http'), default: 'https://www.mocs.gov.tw/',
    says: 'Where 「銓敘部業務區」 on the home page leads.',
  }),
  linkCertificateHelp: setting({
    name: 'ECPA_LINK_CERTIFICATE_HELP', kind: url('https', 'http'), default: 'https://moica.nat.gov.tw/',
    says: 'Where 「憑證登入問題」 on the home page leads.',
  }),
  cardDeskPort: setting({
    name: 'ECPA_CARD_DESK_PORT', kind: whole(1, 65_535), default: 61_161,
    says: 'In demo mode the port of the card desk, which plays the signing component of card readers.',
  }),
  cardToken: setting({
    name: 'ECPA_CARD_TOKEN', kind: text(1000), default: null, defaultSays: 'keys are files',
    says: 'In demo mode the PKCS#11 module of SoftHSM (`/usr/lib/softhsm/libsofthsm2.so`), in whose tokens the virtual cards are made that do not '
      + 'exist yet. It needs the packages softhsm2 and opensc.',
  }),
  cardComponent: setting({
    name: 'ECPA_CARD_COMPONENT', kind: origin, default: null, defaultSays: '`http://localhost:` and `ECPA_CARD_DESK_PORT`',
    says: 'Where browsers find the signing component of card readers.',
  }),
  alertMinutes: setting({
    name: 'ECPA_ALERT_MINUTES', kind: whole(1, 10_000), default: 60,
    says: 'How long an alert rests in the log after it was written ([alerts](alerts.md)).',
  }),
  alertFailures: setting({
    name: 'ECPA_ALERT_FAILURES', kind: whole(0, 100_000_000), default: 2000,
    says: 'From how many failed sign-ins within 15 minutes on there is an alert; 0 for never, as with those below.',
  }),
  alertAddressFailures: setting({
    name: 'ECPA_ALERT_ADDRESS_FAILURES', kind: whole(0, 1_000_000), default: 300,
    says: 'The same of one address.',
  }),
  alertLocked: setting({
    name: 'ECPA_ALERT_LOCKED', kind: whole(0, 1_000_000), default: 100,
    says: 'From how many locked account names on there is an alert.',
  }),
  alertResets: setting({
    name: 'ECPA_ALERT_RESETS', kind: whole(0, 2000), default: 30,
    says: 'From how many links and slips of one manager within an hour on there is an alert.',
  }),
  alertDeadLetters: setting({
    name: 'ECPA_ALERT_DEAD_LETTERS', kind: whole(0, 1_000_000), default: 10,
    says: 'From how many letters on that were given up there is an alert.',
  }),
  logLevel: setting({
    name: 'ECPA_LOG_LEVEL', kind: oneOf('error', 'warn', 'info', 'debug'), default: 'info',
    says: 'From which level on the log is written.',
  }),
} as const

type List = typeof settingList
type ValueOf<S> = S extends Setting<infer T, infer D> ? (null extends D ? T | null : T) : never

/** Null only in demo mode: `databaseUrl` (then the embedded database), `databaseOwnerUrl`, the keys and `smtpUrl`. */
export type Settings = { -readonly [N in keyof List]: ValueOf<List[N]> } & { mode: Mode, origin: string }

type Environment = Readonly<Record<string, string | undefined>>

/** All that is wrong, or the values; `warnings` are sentences about what is there and does nothing. */
export type ReadSettings =
  | { settings: Settings, warnings: string[] }
  | { faults: string[], warnings: string[] }

/** Reads and checks all settings at once. `env` is `process.env`. Neither faults nor warnings quote a value. */
export function readSettings(env: Environment, mode: Mode): ReadSettings {
  const faults: string[] = []
  const values: Record<string, unknown> = { mode }
  for (const [field, one] of Object.entries(settingList) as [string, Setting<unknown, unknown>][]) {
    const given = givenFor(one, env)
    if ('fault' in given) faults.push(given.fault)
    else if (given.text !== undefined) {
      const read = one.kind.read(given.text)
      if ('fault' in read) faults.push(`${given.from} ${read.fault}.`)
      else values[field] = read.value
    } else if (one.required && mode === 'production') faults.push(`${one.name} is missing. ${one.says}`)
    else values[field] = one.default
  }
  const warnings = unknownNames(env)
  if (faults.length > 0) return { faults, warnings }
  const settings = values as Settings
  settings.origin ??= `http://localhost:${settings.port}`
  settings.databaseOwnerUrl ??= settings.databaseUrl
  return { settings, warnings }
}

type Given = { text: string | undefined, from: string } | { fault: string }

/** What was given, from the variable or the file that `…_FILE` names. An empty variable is as none. */
function givenFor({ name, secret }: Setting<unknown, unknown>, env: Environment): Given {
  const direct = env[name] === '' ? undefined : env[name]
  const file = secret ? env[`${name}_FILE`] || undefined : undefined
  if (file === undefined) return { text: direct, from: name }
  if (direct !== undefined) return { fault: `${name} and ${name}_FILE are both there; only one of them may be.` }
  try {
    return { text: readFileSync(file, 'utf8').trim(), from: `The file of ${name}_FILE` }
  } catch (error) {
    return { fault: `The file of ${name}_FILE cannot be read (${codeOf(error) ?? 'unreadable'}).` }
  }
}

function unknownNames(env: Environment): string[] {
  const known = Object.values(settingList).flatMap((one) => 'secret' in one ? [one.name, `${one.name}_FILE`] : [one.name])
  return Object.keys(env)
    // ECPA_TEST_* are for our own tests.
    .filter((name) => name.startsWith('ECPA_') && !name.startsWith('ECPA_TEST_') && !known.some((one) => one === name))
    .toSorted()
    .map((name) => {
      const meant = nearestName(name, known)
      return `${name} is not a setting and does nothing.${meant === null ? '' : ` Did you mean ${meant}?`}`
    })
}

/** `docs/generated/settings.md`. */
export function settingsPage(): string {
  const rows = Object.values(settingList as Record<string, Setting<unknown, unknown>>).map((one) => {
    const fallback = one.defaultSays ?? (one.default === null ? '—' : `\`${String(one.default)}\``)
    const marks = [one.required, one.secret].map((mark) => (mark ? 'yes' : '')).join(' | ')
    return `| \`${one.name}\` | ${one.kind.says} | ${fallback} | ${marks} | ${one.says} |`
  })
  return `# Settings

<!-- Generated from src/settings.ts by test/write-generated.ts; do not edit. -->

Environment variables, checked together at start. A secret may also stand in a file, named by the variable with \`_FILE\`
after its name. What production requires has a default in demo mode only.

| name | value | default | required in production | secret | what it is |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}
