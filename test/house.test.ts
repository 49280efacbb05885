// The rules of the house as a test: first that each rule can fail, then that the house keeps it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  dependenciesWithReason, filesASitting, importsOf, longestFile, noAny, noConsole, noErrorIgnored, noMachinePaths,
  noTestSwitchedOff, nothingUnfinished, packagesAtHome, pureRoomsPure, roomsApart, sentencesRead, slicesApart, statementsOnly,
  type Rule, type SourceFile,
} from './house.ts'

/** What one slice may import of another: short, and each with its reason. */
const doors: readonly string[] = [
  // the first administrator is given a password before anybody can sign in (R-CEN-1), and there is one way to hash one
  'people → sign-in/password-hash.ts',
  // the centre ends somebody's sessions (「員工管理」), whose rows are the sign-in's
  'people → sign-in/sessions.ts',
  // managers open ways into accounts by the law of acts on accounts, for whom its pages show, and say no in its words (R-ACC-4)
  'resets → people/load-account-act.ts',
  'resets → second-factor/keep-factor.ts',
  'resets → people/account-refusals.ts',
  'resets → people/find-subject.ts',
  'resets → people/record-seen.ts',
  'resets → people/slice.ts',
  'resets → people/sample-people.ts',
  // a way for one use is one thing, whoever opens it; a new address is asked by one
  'resets → ways-in/open-way.ts',
  'resets → ways-in/way-letters.ts',
  // what takes a way in sets a password, ends sessions, forgets wrong tries, and confirms an address
  'ways-in → sign-in/password-hash.ts',
  'ways-in → sign-in/password-messages.ts',
  'ways-in → sign-in/new-password-fields.tsx',
  'ways-in → sign-in/sign-in-by-password.ts',
  'ways-in → sign-in/password-rules.ts',
  'ways-in → sign-in/attempts.ts',
  'ways-in → sign-in/sessions.ts',
  // whatever is hashed is hashed in its turn, and who is turned away is told so in one way (R-ACC-2)
  'ways-in → sign-in/hashing-turns.ts',
  'ways-in → sign-in/refused-sign-in.ts',
  'me → sign-in/hashing-turns.ts',
  'me → sign-in/refused-sign-in.ts',
  'cards → sign-in/card-holders.ts',
  'cards → sign-in/hashing-turns.ts',
  'ways-in → resets/email-changes.ts',
  // a card opens the same choosing as a mailed code, and is bound with it (R-ACC-1)
  'ways-in → cards/card-messages.ts',
  'ways-in → cards/card-routes.tsx',
  'ways-in → cards/person-cards.ts',
  'ways-in → cards/sealed-card.ts',
  'ways-in → cards/sign-in-by-card.ts',
  'ways-in → certificates/check-card.ts',
  // signing in by card ends as every sign-in does; its holder confirms by the password that is asked again elsewhere (R-CRT-5)
  'cards → sign-in/coming.ts',
  'cards → sign-in/lock-account.ts',
  'cards → sign-in/sign-in-by-password.ts',
  'cards → sign-in/refused-sign-in.ts',
  'cards → sign-in/attempts.ts',
  'cards → sign-in/factor-tries.ts',
  'cards → second-factor/prove-factor.ts',
  'cards → sign-in/enter.ts',
  'cards → sign-in/sessions.ts',
  'cards → sign-in/known-browsers.ts',
  'cards → sign-in/onward.ts',
  'cards → me/own-page.tsx',
  // whether a certificate is believed is asked in one place (R-CRT-1)
  'cards → certificates/check-card.ts',
  'cards → certificates/belief.ts',
  'cards → certificates/messages.ts',
  'cards → certificates/trust.ts',
  'cards → me/own-password.ts',
  // people see and end their own sessions and sign-ins, whose rows are the sign-in's
  'me → sign-in/sessions.ts',
  'me → sign-in/attempts.ts',
  'me → sign-in/password-hash.ts',
  'me → sign-in/password-messages.ts',
  'me → sign-in/new-password-fields.tsx',
  'me → sign-in/password-rules.ts',
  // the address of an account changes by one way, whoever proposes another
  'me → resets/email-changes.ts',
  'me → sign-in/sign-out.ts',
  // the doctor looks at the outbox, and asks the mail server as letters do
  'operations → mail/failures.ts',
  'operations → mail/transport.ts',
  'operations → mail/kept-letters.ts',
  'operations → certificates/trust-state.ts',
  // passkeys are shown in the frame of 「我的專區」 (R-ACC-6), and 「不是我」 takes away what a stranger may have added
  'passkeys → me/own-page.tsx',
  'people → me/own-page.tsx',
  'passkeys → sign-in/sessions.ts',
  'me → passkeys/keep-passkeys.ts',
  'me → cards/person-cards.ts',
  'me → second-factor/keep-factor.ts',
  'me → passkeys/list-passkeys.ts',
  // signing in by passkey is signing in; what an authenticator answers is proved where passkeys are kept
  'sign-in → passkeys/challenges.ts',
  'sign-in → passkeys/check-answer.ts',
  'sign-in → passkeys/list-passkeys.ts',
  'sign-in → passkeys/read-answer.ts',
  'sign-in → passkeys/relying-party.ts',
  // the second factor is set up in the frame of 「我的專區」 (R-ACC-8), and proved when somebody signs in
  'second-factor → me/own-page.tsx',
  'second-factor → sign-in/sessions.ts',
  'agreement → me/own-page.tsx',
  'agreement → second-factor/asked-of.ts',
  'agreement → sign-in/onward.ts',
  'agreement → sign-in/sessions.ts',
  'me → agreement/agreement-pages.tsx',
  'me → agreement/asked-of.ts',
  'sign-in → agreement/asked-of.ts',
  'sign-in → second-factor/asked-of.ts',
  'sign-in → second-factor/prove-factor.ts',
  // one person's rights with their reasons are told in one way, whether searched for or looked at (R-USE-7)
  'people → searches/person-rights.ts',
  'people → searches/parts.tsx',
  'people → searches/shown-right.ts',
  // configuration as code (4.3a) names OpenID clients, whose rules and rows are the provider's
  'applications → oidc/clients.ts',
  'applications → oidc/reference.ts',
  'applications → oidc/registration.ts',
  // and certificate authorities and listed certificates, whose rows are the certificates' (R-CRT-1, R-CRT-3)
  'applications → certificates/authority-rows.ts',
  'applications → certificates/address.ts',
  'applications → certificates/algorithms.ts',
  'applications → certificates/end-refused.ts',
  // what follows from a feed changes members in turn with whoever changes the configuration
  'movers → applications/catalogue-rows.ts',
  // whoever is new as 人事主管 by a feed meets the handover review, which is opened in the feed's transaction (R-JML-3)
  'movers → reviews/open-reviews.ts',
  // what rests on facts follows them in the transaction of the feed (R-JML-1), and is revived with an undone one (4.5)
  'feeds → movers/follow-facts.ts',
  'feeds → movers/revive.ts',
  // what follows from a feed is foretold by the queries that find it when it is applied
  'feeds → movers/ground.ts',
  'feeds → movers/leavers.ts',
  'feeds → movers/what-follows.ts',
  'feeds → reviews/open-reviews.ts',
  // it names personnel offices as well, whose rows are the agencies'
  'applications → agencies/office-rows.ts',
  // what a campaign ends by itself is written as what follows from a feed is: with what versions of each kind keep
  'reviews → movers/decisions.ts',
  // and both sides of a duty are told of it as of any other end
  'reviews → duties/tell-sides.ts',
  // a review keeps and ends what it looks through by the acts of the slices that it belongs to (R-JML-3)
  'reviews → applications/decide-member.ts',
  'reviews → delegations/confirm-delegation.ts',
  'reviews → delegations/end-delegation.ts',
  'reviews → delegations/refusal-messages.ts',
  'reviews → duties/end-duty.ts',
  'reviews → grants/confirm-grant.ts',
  'reviews → grants/end-grant.ts',
  'reviews → grants/load-granting.ts',
  'reviews → grants/refusal-messages.ts',
  // a later agency file that ends agencies with people in them proposes a restructuring (R-JML-4)
  'agencies → restructuring/plan-acts.ts',
  // a restructuring writes agencies, and moves posts by a feed of its own (R-JML-4)
  'restructuring → agencies/agency-rows.ts',
  'restructuring → agencies/managers-effect.ts',
  'restructuring → agencies/managed-agency.ts',
  'restructuring → agencies/manage-forms.tsx',
  'restructuring → feeds/apply-feed.ts',
  'restructuring → feeds/feed-at-work.ts',
  'restructuring → feeds/judge-feed.ts',
  // what the personnel system writes by SCIM is a personnel feed, brought and told of as any other (4.5)
  'scim → feeds/agency-lives.ts',
  'scim → feeds/api-feed.ts',
  'scim → feeds/bring-feed.ts',
  'scim → feeds/fault-messages.ts',
  'scim → feeds/feed-at-work.ts',
  'scim → feeds/feed-parts.tsx',
  'scim → feeds/list-faults.ts',
  'scim → feeds/pipeline.ts',
  'scim → feeds/refusal-messages.ts',
  // agencies are named in one way, and what people wrote says in which language it is
  'greetings → notices/markdown.tsx',
  'greetings → notices/notice-rows.ts',
  // a poll is written at the desks of announcements and to their audiences (030)
  'polls → notices/editor-form.ts',
  'polls → notices/editor-messages.ts',
  'polls → notices/list-managed.ts',
  'polls → notices/managed-pages.tsx',
  'polls → notices/markdown.tsx',
  'polls → notices/notice-rows.ts',
  'polls → notices/parts.tsx',
  'polls → notices/slice.ts',
  'polls → notices/write-notice.ts',
  // what has lost its ground already has nothing to hand on
  'restructuring → movers/ground.ts',
]

/** Files that are longer than a sitting because they are one thing, each with its reason. */
const longFiles: Record<string, string> = {
  'src/store/tables.ts': 'the tables as types, generated from the migrations',
}

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') })
const ours = globSync([
  'src/**/*.{ts,tsx,mjs,js,css}', 'test/**/*.{ts,tsx,css}', 'bench/**/*.ts', 'bin/*', 'db/**/*.sql', '*.md', 'docs/**/*.md',
  '.ci/run', 'package.json', 'tsconfig.json',
], { cwd: root }).toSorted().map(read)

const source = (path: string, text: string): SourceFile[] => [{ path, text }]

/** A rule by its sentence, what breaks it, and what looks like that and does not. */
const rules: {
  says: string
  rule: Rule
  /** The rule with the house's own exceptions. */
  ofTheHouse?: Rule
  breaks: SourceFile[][]
  keeps: SourceFile[][]
}[] = [
  {
    says: 'a room imports only the rooms it may',
    rule: roomsApart,
    breaks: [
      source('src/core/a.ts', "import { b } from '../store/b.ts'"),
      source('src/core/a.ts', "import {\n  b,\n  c,\n} from '../web/b.ts'"),
      source('src/store/a.ts', "export { b } from '../web/b.ts'"),
      source('src/web/a.ts', "const b = await import('../store/b.ts')"),
      source('src/web/a.ts', "import '../features/x/routes.ts'"),
      source('src/demo/a.ts', "import { Page } from '../web/layout.tsx'"),
      source('src/features/x/a.ts', "import type { Settings } from '../../settings.ts'"),
      source('src/elsewhere/a.ts', ''),
    ],
    keeps: [
      source('src/core/a.ts', "import { b } from './b.ts'"),
      source('src/store/a.ts', "import { b } from '../core/b.ts'\nconst text = `\n  select 1 from '../web/b.ts'`"),
      source('src/core/a.test.ts', "import { b } from '../store/b.ts'"),
      source('src/main.ts', "import { b } from './features/x/routes.ts'"),
    ],
  },
  {
    says: 'a slice imports another only through a door',
    rule: slicesApart([]),
    ofTheHouse: slicesApart(doors),
    breaks: [source('src/features/x/a.ts', "import { b } from '../y/b.ts'")],
    keeps: [source('src/features/x/a.ts', "import { b } from './b.ts'\nimport { c } from '../../core/c.ts'")],
  },
  {
    says: 'a package stays in its room',
    rule: packagesAtHome,
    breaks: [
      source('src/core/x/a.ts', "import { sql } from 'kysely'"),
      source('src/web/a.ts', "import pg from 'pg'"),
      source('src/features/x/a.ts', "import { Hono } from 'hono'"),
      source('src/features/x/a.ts', "import { getCookie } from 'hono/cookie'"),
      source('src/features/sign-in/a.ts', "import Provider from 'oidc-provider'"),
      source('src/demo/a.ts', "import { chromium } from 'playwright-core'"),
      source('src/web/a.ts', "import { serve } from '@hono/node-server'"),
    ],
    keeps: [
      source('src/store/a.ts', "import { sql } from 'kysely'"),
      source('src/features/x/a.tsx', "import type { FC } from 'hono/jsx'"),
    ],
  },
  {
    says: 'a slice writes statements and opens no connection',
    rule: statementsOnly,
    breaks: [
      source('src/features/x/a.ts', "import { Kysely, sql } from 'kysely'"),
      source('src/demo/a.ts', "import { PostgresDialect } from 'kysely'"),
    ],
    keeps: [
      source('src/features/x/a.ts', "import { sql, type Transaction } from 'kysely'\nimport type { Kysely } from 'kysely'"),
      source('src/store/a.ts', "import { Kysely } from 'kysely'"),
    ],
  },
  {
    says: 'the law reads no clock, draws no number, touches nothing outside',
    rule: pureRoomsPure,
    breaks: ['Date.now()', 'new Date()', 'Math.random()', 'randomBytes(8)', 'crypto.randomUUID()', 'process.env.X',
      "import { readFileSync } from 'node:fs'", "await import('pg')"].map((text) => source('src/core/a.ts', text)),
    keeps: [
      source('src/core/a.ts', 'new Date(now)\n// never Date.now()'),
      source('src/core/a.test.ts', 'new Date()'),
      source('src/store/a.ts', 'new Date()'),
    ],
  },
  {
    says: `a file is a sitting (${longestFile} lines)`,
    rule: filesASitting({ 'src/long.ts': 'one table' }),
    ofTheHouse: filesASitting(longFiles),
    breaks: [source('src/a.ts', 'x\n'.repeat(longestFile + 1))],
    keeps: [source('src/a.ts', 'x\n'.repeat(longestFile)), source('src/long.ts', 'x\n'.repeat(longestFile + 1))],
  },
  {
    says: 'only the command line writes to the console',
    rule: noConsole,
    breaks: [source('src/web/a.ts', 'console.log(1)')],
    keeps: [source('src/main.ts', 'console.log(1)'), source('src/web/a.ts', '// console.log(1)')],
  },
  {
    says: 'nothing switches the compiler off',
    rule: noAny,
    breaks: ['x as any', 'let x: any', 'new Map<any>()', 'const x: any[] = []'].map((text) => source('src/a.ts', text)),
    keeps: [source('src/a.ts', 'const message = { company: anyone } // or x: any\n/** `0: any free port` */')],
  },
  {
    says: 'no fault of the compiler is ignored',
    rule: noErrorIgnored,
    breaks: [source('src/a.test.ts', '// @ts-ignore'), source('src/a.ts', '// @ts-expect-error')],
    keeps: [source('src/a.test.ts', '// @ts-expect-error an act answers its event')],
  },
  {
    says: 'nothing is left unfinished',
    rule: nothingUnfinished,
    breaks: [source('src/a.ts', '// TODO later'), source('db/a.sql', '-- FIXME')],
    keeps: [source('src/a.ts', "import { todos } from './todos.ts'")],
  },
  {
    says: 'every sentence has a reader',
    rule: sentencesRead,
    breaks: [source('src/a-messages.ts', "  done: '完成',"), [...source('src/messages.ts', "    done: (n: number) => `${n}`,"), ...source('src/a.test.ts', 'm.done(1)')]],
    keeps: [
      [...source('src/messages.ts', "    done: '完成',"), ...source('src/a.tsx', '<p>{m.done}</p>')],
      [...source('src/messages.ts', "    'late': '過期',"), ...source('src/web/public/a.js', "tell('late')")],
    ],
  },
  {
    says: 'no test is switched off, or on alone',
    rule: noTestSwitchedOff,
    breaks: [source('src/a.test.ts', "test.only('x')"), source('src/a.test.ts', "it.skip('x')")],
    keeps: [source('src/a.test.ts', "test('only one')")],
  },
  {
    says: 'no path of one machine',
    rule: noMachinePaths,
    breaks: [source('docs/a.md', 'see /home/somebody/x'), source('src/a.ts', "'/root/x'")],
    keeps: [source('src/a.ts', "'/var/lib/ecpa' '/usr/bin/chromium' '/home'")],
  },
]

/** They hold what the rules forbid, on purpose. */
const ownFiles = new Set(['test/house.ts', 'test/house.test.ts'])

describe('the house keeps its rules', () => {
  for (const { says, rule, ofTheHouse } of rules) {
    test(says, () => assert.deepEqual((ofTheHouse ?? rule)(ours.filter(({ path }) => !ownFiles.has(path))), []))
  }

  test('every dependency is pinned and has a reason in a decision record', () => {
    const decisions = ours.filter(({ path }) => path.startsWith('docs/decisions/'))
    assert.deepEqual(dependenciesWithReason(read('package.json').text, decisions), [])
  })
})

describe('each rule can fail', () => {
  for (const { says, rule, breaks, keeps } of rules) {
    test(says, () => {
      for (const files of breaks) assert.notDeepEqual(rule(files), [], files[0]?.text)
      for (const files of keeps) assert.deepEqual(rule(files), [], files[0]?.text)
    })
  }

  test('every dependency is pinned and has a reason in a decision record', () => {
    const decision = source('docs/decisions/001.md', '- `pg`: because')
    assert.deepEqual(dependenciesWithReason('{"dependencies":{"pg":"8.0.0"}}', decision), [])
    assert.equal(dependenciesWithReason('{"devDependencies":{"left-pad":"1.0.0"}}', decision).length, 1)
    assert.equal(dependenciesWithReason('{"optionalDependencies":{"pg":"^8.0.0"}}', decision).length, 1)
  })

  test('a door that nobody uses is no longer a door', () => {
    const used = source('src/features/x/a.ts', "import { b } from '../y/b.ts'")
    assert.deepEqual(slicesApart(['x → y/b.ts'])(used), [])
    assert.deepEqual(slicesApart(['x → y/b.ts'])(source('src/features/x/a.ts', '')), ['no longer used: x → y/b.ts'])
  })

  test('imports are found however they are written, and not in strings', () => {
    assert.deepEqual(importsOf(`import a from 'a'\nimport 'b'\nimport {\n  c,\n} from "c"\nexport * from 'd'
export const x = 'select 1 from "e"'\nawait import('f')\nimport type { G } from 'g'`), ['a', 'b', 'c', 'd', 'g', 'f'])
  })

  test('the linter refuses a function of more than 80 lines, any, and an unused name', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ecpa-lint-'))
    t.after(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'a.ts'), `export function long(x: any) {\n${'  x()\n'.repeat(81)}}\nconst unused = 1\n`)
    const { stdout, status } = spawnSync(process.execPath, [
      join(root, 'node_modules/oxlint/bin/oxlint'), '--config', join(root, '.oxlintrc.json'), '.',
    ], { cwd: folder, encoding: 'utf8' })
    assert.notEqual(status, 0)
    for (const name of ['max-lines-per-function', 'no-explicit-any', 'no-unused-vars']) assert.match(stdout, new RegExp(name))
  })
})
