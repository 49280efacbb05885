// Every page in every state is HTML that a validator has nothing to say against. The states take turns in the two languages: what
// differs between them is text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findGalleries, htmlOf, serveGalleries } from './gallery.ts'
import { htmlFaults } from './html.ts'

test('the HTML of every page in every state is valid', async () => {
  const { shown, stop } = await serveGalleries(await findGalleries())
  try {
    assert.ok(shown.length > 0)
    const faults: Record<string, string[]> = {}
    for (const [at, one] of shown.entries()) {
      const found = await htmlFaults(await htmlOf(one, at % 2 === 0 ? 'zh-TW' : 'en'))
      if (found.length > 0) faults[one.label] = found
    }
    assert.deepEqual(faults, {})
  } finally {
    await stop()
  }
})

const pageWith = (body: string) => `<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`

for (const [name, body, rule] of [
  ['a list within a paragraph', '<p><ul><li>one</li></ul></p>', 'no-implicit-close|close-order|element-permitted-content'],
  ['an identifier that stands twice', '<p id="a">one</p><p id="a">two</p>', 'no-dup-id'],
  ['a label for nothing', '<label for="nowhere">Name</label>', 'no-missing-references'],
  ['an attribute that the element does not have', '<input type="email" autocapitalize="none" aria-label="e-mail">', 'input-attributes'],
  ['a form that nothing sends', '<form action="/x"><label>Name <input name="n"></label></form>', 'wcag/h32'],
] as const) {
  test(`${name} is found`, async () => {
    assert.match((await htmlFaults(pageWith(body))).join('\n'), new RegExp(rule))
    assert.deepEqual(await htmlFaults(pageWith('<p>one</p>')), [])
  })
}
