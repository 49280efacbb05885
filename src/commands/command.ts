/** Where a command writes. Results go to `out`, everything else (progress, sentences about trouble) to `err`. */
export type Terminal = {
  out: (line: string) => void
  err: (line: string) => void
}

/** 0 done · 1 refused or failed, with a sentence on `err` · 2 used wrongly (4.3). */
export type ExitCode = 0 | 1 | 2

/** One command of `ecpa`. */
export type Command = {
  /** The words that call it, e.g. `import agencies`. */
  name: string
  /** What follows the name, e.g. `FILE [--dry-run]`. */
  takes: string
  says: string
  run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>
}

/** The command was used wrongly; the message says how. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'
}

/** The command cannot be done; the message is the sentence for the operator. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
