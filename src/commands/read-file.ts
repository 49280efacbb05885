import { readFileSync, statSync } from 'node:fs'
import { codeOf } from '../core/thrown.ts'
import { Refusal } from './command.ts'

// Larger than any file that a command takes; each has its own limit besides.
const LARGEST = 128 * 1024 * 1024

/** The bytes of a file that somebody named, or a Refusal in a sentence. */
export function readNamedFile(path: string): Buffer {
  try {
    const { size } = statSync(path)
    if (size > LARGEST) throw new Refusal(`${path} is larger than ${LARGEST / 1024 / 1024} MB.`)
    return readFileSync(path)
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    throw new Refusal(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`)
  }
}
