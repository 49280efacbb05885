// The 25 classes of attack (5.2), each with the tests that go red when its guard is taken out. Printed to
// docs/generated/attacks.md; test/house-classes.test.ts holds that every test named here exists.

export type ClassOfAttack = {
  /** As 5.2 has it. */
  name: string
  /** What keeps it off, and where. */
  guard: string
  /** File and the name of a test in it, or what its name begins with. */
  tests: readonly (readonly [file: string, name: string])[]
  /** What of the class belongs to something that the portal does not have yet. */
  later?: string
}

const ATTACKS = 'test/attacks.db.test.ts'
const WALK = 'test/journeys/attacks.journey.test.ts'
const OIDC = 'src/features/oidc/attacks.db.test.ts'
const SIGN_IN = 'src/features/sign-in/sign-in.db.test.ts'
const LOCKOUT = 'src/features/sign-in/lockout.db.test.ts'
const WAYS = 'src/features/ways-in/ways-in.db.test.ts'
const PIPELINE = 'src/web/pipeline.test.ts'
const REQUESTS = 'src/web/requests.test.ts'

export const CLASSES_OF_ATTACK: readonly ClassOfAttack[] = [
  {
    name: 'reset step skipped', guard: 'each step proves the way anew, in the transaction that uses it (`ways-in/prove-way.ts`)',
    tests: [
      [WAYS, 'no step is skipped: a slip passed off as a link still asks who one is'],
      ['src/features/ways-in/order-of-steps.db.test.ts', 'each two steps between opening and using'],
      ['src/features/ways-in/came-by.db.test.ts', 'a step without its cookie, or with a cookie for another purpose, is worth nothing'],
    ],
  },
  {
    name: 'Host header in a mailed link', guard: 'letters hold paths; the origin is the setting\'s (`core/letter.ts`)',
    tests: [
      ['src/features/ways-in/secrets.db.test.ts', 'no Host header has a hand in the link'],
      ['src/features/resets/passwords.db.test.ts', 'no Host header has a hand in a link or a slip'],
      ['src/features/mail/every-letter.test.ts', 'leads to the portal and nowhere else'],
      [PIPELINE, 'the Host header and its kin change nothing'],
    ],
  },
  {
    name: 'invitation token unverified', guard: 'a way is found by the hash of its secret, open, in time, and of its purpose (`ways-in/prove-way.ts`)',
    tests: [
      [WAYS, '啟用帳號 by the slip: name, password and e-mail are chosen, and the address is asked; nobody activates without the slip'],
      [WAYS, 'what is over is over: after its time, replaced by another, or with the account disabled meanwhile'],
    ],
  },
  {
    name: 'session fixation', guard: 'signing in makes a new token, whatever the browser held (`sign-in/sessions.ts`)',
    tests: [
      [SIGN_IN, 'a cookie that somebody planted is worth nothing after signing in'],
      [SIGN_IN, 'signing in once more goes on with the session, under a new token'],
      [WALK, 'a sign-in that somebody else began ends in no application'],
    ],
  },
  {
    name: 'JWT algorithm confusion', guard: 'each kind of token has its algorithms, and keys of no other (`oidc/configuration.ts`)',
    tests: [
      [OIDC, 'private_key_jwt: signed by the registered key, for us, once; nothing signed with HMAC or not at all'],
      [OIDC, 'unsigned, HMAC-signed with the public key, of another issuer or another client: refused'],
    ],
  },
  {
    name: 'manager writes outside scope', guard: 'an act loads what it changes by what its actor manages (`store/managing.ts`)',
    tests: [
      ['src/features/grants/grants.db.test.ts', 'changes nothing of it, whatever is sent'],
      ['src/features/people/account.db.test.ts', 'beyond one’s reach there is nobody: the same answer for who is there and who is not; the try is an event'],
      ['src/features/people/account-law.db.test.ts', 'R-ACC-4: who may send, print or correct is exactly who may by the rules read naively'],
      ['src/features/resets/passwords.db.test.ts', 'who serves an agency by 兼辦 does not manage it; nor does who is elsewhere'],
      [ATTACKS, 'who aims at somebody beyond their scope is known by it, and told the same as of nobody'],
      ['src/features/notices/writing.db.test.ts', 'that somebody tried for what is not theirs is an event'],
    ],
  },
  {
    name: 'manager reads outside scope (lists, counts, exports, pickers, previews)', guard: 'one authority, as rows and as a question (`store/managing.ts`)',
    tests: [
      ['src/features/grants/grants.db.test.ts', 'cannot see, count, pick, export or open anything of it, and is not told whether it is there'],
      ['src/features/searches/searches.db.test.ts', 'nothing of another line is seen, counted, paged to or exported by any parameter'],
      ['src/features/pickers/pickers.db.test.ts', 'a name, an ID or a state finds nobody beyond the scope, and the count knows nobody either'],
      ['src/features/delegations/delegations.db.test.ts', 'nobody of another line sees, counts, exports or ends any of it'],
      ['src/features/feeds/preview-web.db.test.ts', 'is the centre’s alone'],
      ['src/features/notices/signing.db.test.ts', 'who has not is exactly whom it is written to, within what the reader manages; what waits for them is the same'],
    ],
  },
  {
    name: 'ID of another agency\'s object', guard: 'what is not one\'s own is not found, in the same words as what is not there',
    tests: [
      ['src/features/duties/duties.db.test.ts', 'a duty of others is not there: to read, to edit, to end, in lists, counts and exports'],
      ['src/features/passkeys/passkeys.db.test.ts', 'somebody else’s is not found, and one that was removed stays so'],
      [ATTACKS, 'what cannot be an agency, a version or a number is nobody\'s, and no fault'],
      ['src/features/notices/writing.db.test.ts', 'another’s announcement is not there for a manager of elsewhere: neither page, edit nor withdrawal'],
      ['src/features/notices/files.db.test.ts', 'the file of one announcement is not had by the number of another'],
      ['src/features/todos/application-todos.db.test.ts', 'take away the item of another, or write to people of another'],
      ['src/features/greetings/sending.db.test.ts', 'another’s card is not there: to read, to delete, to block by, to take back, to send'],
      ['src/features/greetings/receivers.db.test.ts', 'what one session found is not another’s to add, and nobody is added who was not found'],
    ],
  },
  {
    name: 'registration side door', guard: 'an account is activated with a slip, mailed code or card, ID and birth date, and in no other way (`ways-in/activate-account.ts`)',
    tests: [
      [WAYS, '啟用帳號 by the slip: name, password and e-mail are chosen, and the address is asked; nobody activates without the slip'],
      [WAYS, 'the answer is the same for everybody, and nothing is sent to whoever is active, disabled or nobody'],
      ['src/features/ways-in/order-of-steps.db.test.ts', '啟用帳號: each two steps between opening and using, and longer orders'],
    ],
  },
  {
    name: 'acting-for unlogged', guard: 'the event of every act and token has agency, standing and the way it was by; no change commits without one (`store/change.ts`)',
    tests: [
      ['src/store/change.db.test.ts', 'a change and its event are committed together, with who did it from where'],
      ['src/features/cards/holder.db.test.ts', 'a holder whose account is active confirms by their password, counts as the actor, and is told'],
      [OIDC, 'every refusal and every issue is an event, and none of them holds a token'],
    ],
  },
  {
    name: 'preview skips checks', guard: 'a preview is made by the act itself, and the act proves everything again',
    tests: [
      ['src/features/applications/catalogue.db.test.ts', 'a preview belongs to its session and its application'],
      ['src/features/applications/catalogue.db.test.ts', 'nobody but the centre sees or changes any of it'],
      ['src/features/feeds/preview.db.test.ts', 'what a feed is foretold to do, and then its undoing, is what they do, for everybody, every agency and every day'],
    ],
  },
  {
    name: 'audit log as attack path', guard: 'a closed catalogue, no secrets in it, shown as text; the program may insert and read (`core/audit.ts`, `db/migrations/0002-audit.sql`)',
    tests: [
      ['src/store/database.db.test.ts', 'not even the owner changes an event'],
      ['src/core/audit.test.ts', 'no detail is named like a subject, or holds what may never be recorded'],
      [ATTACKS, 'a national ID that somebody writes into a reason or a note is kept in no table'],
      ['src/features/operations/operations.db.test.ts', 'a program that could delete audit events is a fault'],
      ['src/web/spreadsheet.test.ts', 'what a spreadsheet would run is made harmless in both formats'],
    ],
  },
  {
    name: 'disabled user still in', guard: 'who is signed in is asked of the live account at each request (`sign-in/find-actor.ts`)',
    tests: [
      [SIGN_IN, 'a disabled account is out at once'],
      [SIGN_IN, 'a wrong password, an unknown name, a pending and a disabled account get the same answer'],
      [OIDC, 'the account being disabled'],
      ['src/features/sign-in/passkey.db.test.ts', 'an account that is disabled, or whose person has long left, is refused in the same words'],
      ['src/features/cards/card-sign-in.db.test.ts', 'somebody else’s card cannot be given up, and a disabled account opens to no card'],
    ],
  },
  {
    name: 'old session keeps old rights', guard: 'no right stands in a session or token; sign-ins that rested on one end (`oidc/end-lost-access.ts`)',
    tests: [
      ['src/features/sign-in/switch.db.test.ts', 'what was switched to falls away with the scope, at the very next page'],
      [OIDC, 'the right being lost: no code, no exchange, no refresh, no claims'],
      ['src/features/oidc/ends.db.test.ts', 'an account that is disabled: its sessions end with it, and all its applications hear of it'],
    ],
  },
  {
    name: 'SAML wrapping, comments in NameID, parser differences', guard: '—', tests: [],
    later: 'the portal speaks no SAML; nothing of it reads XML from outside',
  },
  {
    name: 'lockout bypass and lockout as denial', guard: 'a try is counted before it is looked at, by the name or by the person\'s own browser (`sign-in/attempts.ts`)',
    tests: [
      [SIGN_IN, 'five wrong tries lock the name, and the right password with it, for a quarter of an hour'],
      [SIGN_IN, 'of tries made at the same moment no more than five are looked at'],
      [LOCKOUT, 'of strangers lock the name to strangers, and not the browser of its own person'],
      [LOCKOUT, 'with an invented cookie, or that of somebody else\'s browser, are those of a stranger'],
      [LOCKOUT, 'from somebody\'s own browser are five as well, however they come, and hold up no other'],
      [WAYS, 'the wrong person spoils a slip at the fifth try'],
    ],
  },
  {
    name: 'user enumeration by words or time', guard: 'the same words, statements and hash for whoever is there and whoever is not (`sign-in/sign-in-by-password.ts`)',
    tests: [
      [SIGN_IN, 'a wrong password, an unknown name, a pending and a disabled account get the same answer'],
      [SIGN_IN, 'a name that does not exist locks alike'],
      [LOCKOUT, 'ask the same of the database whether the name exists or not'],
      [WAYS, 'the answer is the same whoever is meant, and a letter goes to nobody else'],
      [WAYS, 'one code nobody has and one for somebody else read alike'],
      ['src/features/ways-in/asked-alike.db.test.ts', 'asks the same of the database for whoever is there and for nobody'],
      ['src/features/greetings/receivers.db.test.ts', 'so often within an hour and no more, however many ask at once; the refusal is an event and nothing is lost'],
    ],
  },
  {
    name: 'fail-open on malformed input', guard: 'one strict reader a kind of input, whose refusal is an answer (`web/form.ts`, `web/strict-json.ts`)',
    tests: [
      [ATTACKS, 'what cannot be an agency, a version or a number is nobody\'s, and no fault'],
      [REQUESTS, 'too many fields, a field twice and a NUL are refused'],
      ['src/features/authzen/authzen.db.test.ts', 'bodies that are too long, nested, doubled, broken or compressed'],
      ['src/pki/fuzz.test.ts', 'a certificate that was altered anywhere is not validated'],
    ],
  },
  {
    name: 'path canonicalisation', guard: 'an address has one spelling (`web/steps.ts`)',
    tests: [
      [REQUESTS, 'a path with two readings is none of ours'],
      [PIPELINE, 'a mount gets its own paths by whole segments, and only canonical ones'],
      [OIDC, 'no other spelling of an address reaches the provider around us'],
      [WALK, 'an address has one reading or none'],
    ],
  },
  {
    name: 'redirect URI tricks', guard: 'compared as text with what is registered; our own next page is a path (`web/reply.ts`), and says of nothing that it was done (`web/told.ts`)',
    tests: [
      [OIDC, 'not to '], [OIDC, 'nor to none, nor to two'], [SIGN_IN, 'after signing in, next='],
      [WALK, 'the provider leads nobody to an address that is not registered'],
      ['src/features/sign-in/again.db.test.ts', 'an address that somebody else wrote tells of nothing done, though signing in, or proving it again, led there'],
      ['src/features/sign-in/switch.db.test.ts', 'an address that somebody else wrote tells of nothing done, though switching led there'],
    ],
  },
  {
    name: 'CSRF, XSS, clickjacking', guard: 'a token in every form, the same origin asked, text escaped, a policy without unsafe-* (`web/csrf.ts`, `web/headers.ts`)',
    tests: [
      [PIPELINE, 'CSRF: no token, another browser\'s, another session\'s, and a changed one are refused'],
      [PIPELINE, 'a change that comes from another site is refused, token or not'],
      [REQUESTS, 'what is typed comes back as text, never as markup'],
      [PIPELINE, 'every reply carries the security headers, whatever it is'],
      [WALK, 'every answer carries the headers that keep others off, and no page shows in a frame'],
      ['src/features/notices/markdown.test.ts', 'nothing runs of whatever is made of these'],
      ['src/features/notices/reading.db.test.ts', 'what is written stays text: on the page, in the list and on 「首頁」'],
      ['src/features/notices/files.db.test.ts', 'a name can neither break the header nor hide how it ends'],
    ],
  },
  {
    name: 'SSRF (logout URLs, JWKS URIs)', guard: 'only https, never an address of this machine or its network (`oidc/client-calls.ts`)',
    tests: [['src/features/oidc/client-calls.test.ts', 'production calls https only, and never this machine']],
  },
  {
    name: 'mass assignment, secrets in answers', guard: 'a form is what its schema names; secrets are no fields of any view',
    tests: [
      [WALK, 'fields that no form of ours has change nothing'],
      ['src/features/resets/passwords.db.test.ts', 'a form brings no password, no person and no time of its own'],
      [REQUESTS, 'a form with faults comes back with 422, what was typed, and never the password'],
      ['src/features/scim/scim.db.test.ts', 'R-SCP: a hidden value is not found out by asking'],
      ['src/features/ways-in/secrets.db.test.ts', 'it stands in no table while the letter waits'],
      ['src/features/greetings/receivers.db.test.ts', 'takes nothing from the form but what it asks for'],
    ],
  },
  {
    name: 'factor stage passed without proof', guard: 'a proof is one answer to one question of one browser for one purpose; what is dangerous asks for a fresh one (`web/fresh.ts`)',
    tests: [
      ['src/features/sign-in/passkey.db.test.ts', 'a question is answered once, by the browser that asked, for that purpose, and within minutes'],
      ['src/features/cards/card-sign-in.db.test.ts', 'over a challenge that was used, is of another browser, of another purpose, over, or made up'],
      ['src/features/sign-in/again.db.test.ts', 'central roles, resets and giving management away ask for it, whatever else is allowed'],
      ['src/features/second-factor/second-factor.db.test.ts', 'there is no session before it, and one that knows of it afterwards'],
      ['src/features/second-factor/second-factor.db.test.ts', 'each code opens one session, also when two bring it at once'],
      ['src/features/second-factor/asked-of.db.test.ts', 'after the last day nothing opens but the way to it'],
      ['src/features/agreement/agreement.db.test.ts', 'nothing else opens before; agreed to, it goes on to where somebody was going, and is not asked again'],
      ['src/features/agreement/agreement.db.test.ts', 'what is sent before is not done; the way out is open'],
      [REQUESTS, 'what is dangerous asks for a fresh proof: a page leads to it and back, what is sent too late is not done'],
      [OIDC, 'R-USE-5: a password does not open what requires a certificate; a card does, a passkey where it is allowed'],
    ],
  },
  {
    name: 'certificate headers, path length and all of PKITS', guard: 'a validator of our own that reads certificates out of the signed message, and nothing of what a proxy says (`src/pki`)',
    tests: [
      ['src/pki/pkits.test.ts', 'has all of its cases'], ['src/pki/limbo.test.ts', 'has all of its cases about RFC 5280'],
      ['src/pki/path.test.ts', 'ten authorities are walked, eleven are not'],
      ['src/pki/cms.test.ts', 'every single bit that is turned in signature, content or attributes is noticed'],
    ],
  },
]

/** `docs/generated/attacks.md`. */
export function attacksPage(): string {
  const parts = CLASSES_OF_ATTACK.map(({ name, guard, tests, later }, at) => [
    `## ${at + 1}. ${name}`, '',
    ...(later === undefined ? [`Guard: ${guard}.`] : [`Not there yet: ${later}.`]), '',
    ...tests.map(([file, test]) => `- \`${file}\`: ${test.trim()}`), ...(tests.length === 0 ? [] : ['']),
  ].join('\n'))
  return `# Classes of attack

<!-- Generated from test/classes-of-attack.ts by test/write-generated.ts; do not edit. -->

The 25 classes, what keeps each off, and tests that go red without it.

${parts.join('\n')}`
}
