// Questions on the terminal. What is hidden is neither shown nor kept by the shell, which arguments are.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Refusal } from './command.ts'

// Longer than any answer that is asked for.
const LONGEST_ANSWER = 1000

/**
 * Asks on standard error and reads a line; `hidden` shows nothing of what is typed. Refuses where nobody can answer.
 */
export async function ask(
  question: string, { hidden = false, option }: { hidden?: boolean; option: string },
): Promise<string> {
  if (!process.stdin.isTTY) throw new Refusal(`${question}: nobody can be asked here, so it has to be given by ${option}.`)
  const shown = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr
  process.stderr.write(`${question}: `)
  const terminal = createInterface({ input: process.stdin, output: shown, terminal: true, historySize: 0 })
  const { promise, resolve } = Promise.withResolvers<string | null>()
  terminal.once('line', resolve)
  terminal.once('SIGINT', () => resolve(null))
  terminal.once('close', () => resolve(null))
  const answer = await promise
  terminal.close()
  if (hidden || answer === null) process.stderr.write('\n')
  if (answer === null) throw new Refusal('Nothing was done.')
  return answer.slice(0, LONGEST_ANSWER)
}
