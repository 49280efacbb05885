// Messages of drivers and parsers quote the data they choke on; what is in quotes or brackets, and anything that looks
// like a national ID or a long number, is taken out before a message may enter the log.
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`|\([^)]*\)=\([^)]*\)|[A-Z][A-D0-9]\d{8}|\d{6,}/g
const LONGEST_MESSAGE = 300
const MOST_FRAMES = 12

/** A fault for the log: its kind, code and place, and its message without any data. Follows `cause` three deep. */
export function describeFault(fault: unknown, depth = 0): object {
  if (!(fault instanceof Error)) return { name: typeof fault }
  const { code, constraint, table, routine } = fault as { [K in 'code' | 'constraint' | 'table' | 'routine']?: unknown }
  const frames = (fault.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    name: fault.name,
    message: fault.message.slice(0, LONGEST_MESSAGE).replace(QUOTED, '…'),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(typeof table === 'string' ? { table } : {}),
    ...(typeof routine === 'string' ? { routine } : {}),
    at: frames.slice(0, MOST_FRAMES).map((line) => line.trim()),
    ...(fault.cause !== undefined && depth < 3 ? { cause: describeFault(fault.cause, depth + 1) } : {}),
  }
}
