import { rename, writeFile } from 'node:fs/promises'

/** Writes a file that only its owner reads, beside and moved into place: a start that is cut off leaves no half of it. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${file}.new`, content, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
