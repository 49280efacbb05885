// 自訂帳號: what may be one, and what somebody may take where theirs is taken.

/** Three to 64 characters, beginning with a letter (`account.name` says the same). */
export const ACCOUNT_NAME = /^[a-z][a-z0-9._-]{2,63}$/

const LONGEST = 64

/**
 * Names near to the wanted one, the nicest first: its parts joined otherwise, turned round, then with a number behind. Nothing of the
 * person's is in them that was not in what they typed.
 */
export function namesNear(wanted: string): string[] {
  const parts = wanted.split(/[._-]+/).filter((part) => part !== '')
  const joined = parts.length < 2 ? [] : [parts.join('-'), parts.join('.'), parts.join('_'), parts.toReversed().join('.'), parts.join('')]
  const numbered = Array.from({ length: 40 }, (_, at) => String(at + 2)).map((number) => `${wanted.slice(0, LONGEST - number.length)}${number}`)
  return [...new Set([...joined, ...numbered])].filter((name) => name !== wanted && ACCOUNT_NAME.test(name))
}
