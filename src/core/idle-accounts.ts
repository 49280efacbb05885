// R-ACC-7: who does not sign in for long loses the account until a manager enables it again, and is told before.

/** So many days before the end people are told, and so many pass at least between being told and the end. */
export const IDLE_NOTICE_DAYS = 14

/** After how many days without a sign-in people are told, where an account is disabled after `idleDays`. */
export const idleNoticeAfter = (idleDays: number): number => Math.max(idleDays - IDLE_NOTICE_DAYS, 0)

/**
 * Who of these may be disabled so that a central administrator is left: all but, where all administrators are among them, the one who
 * was here last. `idle`: those whose time has come, `administrators`: all whose accounts are active, by when they were here, the last first.
 */
export function whoMayBeDisabled(idle: readonly string[], administrators: readonly string[]): string[] {
  const spared = administrators.every((one) => idle.includes(one)) ? administrators[0] : undefined
  return idle.filter((one) => one !== spared)
}
