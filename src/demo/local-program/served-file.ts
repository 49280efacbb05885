import { readFileSync } from 'node:fs'
import type { Context } from 'hono'

/** Answers with a file of the program itself, read once. A browser asks again after five minutes. */
export function fileOf(file: URL, type: string): (c: Context) => Response {
  const content = readFileSync(file, 'utf8')
  return (c) => c.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=300' })
}
