// What an operator must hear of: the closed list of alerts, each a line of the log with its code. A code keeps its meaning for
// ever. `docs/generated/alerts.md` is printed from here.

export type Alert = {
  /** What is so. */
  says: string
  /** What to do about it. */
  act: string
  /** The setting that says from how many on; null where the first is too many. */
  from: string | null
}

export const alertCatalogue = {
  'session.many-failures': {
    says: 'Many sign-ins failed within a quarter of an hour, from all addresses together (asking for links to new passwords counts as well).',
    act: 'Look in 「稽核」 for `session.sign-in-failed`: many names with few tries each are somebody who tries one password on all. '
      + 'One agency whose people all fail has a cause of its own, such as a keyboard or a password that was changed for them.',
    from: 'ECPA_ALERT_FAILURES',
  },
  'session.one-address': {
    says: 'Many sign-ins failed within a quarter of an hour from one address.',
    act: 'From there answers come slower already (`ECPA_SIGNIN_ADDRESS_LIMIT`). If it is no agency\'s network, bar it at the proxy.',
    from: 'ECPA_ALERT_ADDRESS_FAILURES',
  },
  'session.many-locked': {
    says: 'Many account names or browsers are locked by wrong tries at this moment.',
    act: 'Somebody tries passwords, or means to keep people out. Those sign in from browsers that they have used, or by card. Bar the '
      + 'addresses that the failures come from.',
    from: 'ECPA_ALERT_LOCKED',
  },
  'session.queue-full': {
    says: 'More people signed in at a time than a process can look at, and some were asked to try again.',
    act: 'At the beginning of a working day: start another process, or give it more cores. At any other time it is a flood: bar its addresses.',
    from: null,
  },
  'resets.burst': {
    says: 'One manager sent or printed many ways into other people\'s accounts within an hour.',
    act: 'Ask that manager by telephone. If it was not them, disable the account: the links and slips are on record as '
      + '`account.reset-…` and `account.activation-…`, and each of the people was told.',
    from: 'ECPA_ALERT_RESETS',
  },
  'mail.given-up': {
    says: 'Letters were given up: the mail server refused them for good, or for three days.',
    act: '`ecpa mail list --dead` shows why; `ecpa mail retry` sends them again.',
    from: 'ECPA_ALERT_DEAD_LETTERS',
  },
  'mail.national-id': {
    says: 'A letter was about to carry a national ID; it was masked, and the letter was sent.',
    act: 'Tell whoever maintains the program: the number of the letter says which text it was.',
    from: null,
  },
  'certificates.no-list': {
    says: 'Cards are refused, for there is no fresh revocation list of their authority.',
    act: '`ecpa doctor` and 「憑證白名單管理」 name the authority and why its list was not had. It is fetched anew every ten minutes: see that its '
      + 'address is reached from here. Meanwhile people sign in by password or passkey.',
    from: null,
  },
  'certificates.responder-silent': {
    says: 'The responder of an authority (OCSP) has not answered, or with nothing that is believed, for ten minutes: cards are refused, and whoever is '
      + 'revoked meanwhile stays signed in until the session ends.',
    act: '`ecpa doctor` and 「憑證白名單管理」 name the authority and what was wrong: see that its address is reached from here, or call the authority. Where '
      + 'its list is to be had, 「設定」 can have its cards asked by that.',
    from: null,
  },
  'role.given': {
    says: 'Somebody became central administrator or auditor.',
    act: 'Make sure that the centre knows of it: 「總處管理者」 shows who proposed and who agreed.',
    from: null,
  },
  'job.given-up': {
    says: 'A job failed for good: what it was to do is not done.',
    act: 'Look for its name in the log (`A job failed`) and for what was wrong then; `ecpa doctor` names what still is.',
    from: null,
  },
  'audit.unprotected': {
    says: 'The audit log is not protected: the program may alter it, or a trigger that guards it is switched off.',
    act: '`ecpa doctor` says which privilege; `alter table … enable trigger …` as the owner. What changed meanwhile has perhaps no event.',
    from: null,
  },
} as const satisfies Record<string, Alert>

export type AlertCode = keyof typeof alertCatalogue

/** `docs/generated/alerts.md`. */
export function alertsPage(): string {
  const rows = Object.entries(alertCatalogue as Record<string, Alert>).map(([code, { says, act, from }]) =>
    `| \`${code}\` | ${says} | ${from === null ? '—' : `\`${from}\``} | ${act} |`)
  return `# Alerts

<!-- Generated from src/core/alerts.ts by test/write-generated.ts; do not edit. -->

Lines of the log with a field \`alert\`, which holds the code, and with the count: what somebody should be woken or written to for.
Each is written at most once within \`ECPA_ALERT_MINUTES\`, by one of the processes. None names a person or an address.

| code | what is so | from how many on | what to do |
|---|---|---|---|
${rows.join('\n')}
`
}
