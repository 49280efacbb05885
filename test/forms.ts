// Forms of our pages, filled in and sent as a browser would.
import assert from 'node:assert/strict'
import type { Answer, Visitor } from './http.ts'

export type Fields = Record<string, string | readonly string[]>

/** What stands in the form of a page that is sent to `action`. */
export function fieldsOf(html: string, action: string): Map<string, string[]> {
  const form = new RegExp(`<form[^>]* action="${action}"[\\s\\S]*?</form>`).exec(html)?.[0]
  assert.ok(form, `a form to ${action}`)
  const fields = new Map<string, string[]>()
  const put = (name: string, value: string) => fields.set(name, [...(fields.get(name) ?? []), value])
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    if (/type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag)) continue
    put(attribute(tag, 'name')!, plain(attribute(tag, 'value') ?? ''))
  }
  for (const [, tag, text] of form.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) put(attribute(tag!, 'name')!, plain(text!))
  for (const [whole, tag] of form.matchAll(/<select([^>]*)>[\s\S]*?<\/select>/g)) {
    put(attribute(tag!, 'name')!, /<option value="([^"]*)" selected/.exec(whole)?.[1] ?? '')
  }
  return fields
}

/** Sends these fields, nothing but these. */
export function post(visitor: Visitor, action: string, fields: Map<string, string[]>): Promise<Answer> {
  const body = new URLSearchParams([...fields].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])))
  return visitor.ask(action, { method: 'POST', body, headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
}

/** Changes these fields in the form of a page, and sends it. */
export function sendFrom(visitor: Visitor, page: Answer, action: string, changed: Fields = {}): Promise<Answer> {
  const fields = fieldsOf(page.body, action)
  for (const [name, value] of Object.entries(changed)) fields.set(name, typeof value === 'string' ? [value] : [...value])
  return post(visitor, action, fields)
}

/** Opens the page `from`, changes these fields in its form, and sends it. */
export async function send(visitor: Visitor, action: string, changed: Fields = {}, from = action): Promise<Answer> {
  return sendFrom(visitor, await visitor.ask(from), action, changed)
}
