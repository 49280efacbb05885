// What must not compile. Each line marked as an error would be an unused mark, and so an error, were it accepted.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineMessages } from './messages.ts'
import { createRouter } from './router.ts'
import { json, page, redirect, refused } from './reply.ts'
import { route } from './route.ts'

test('a route says who may pass, and its handler gets what was declared', () => {
  // @ts-expect-error a route without an act
  route({ method: 'GET', path: '/a', handle: () => json({}) })
  // @ts-expect-error an act that there is not
  route({ method: 'GET', path: '/a', act: 'everyone', handle: () => json({}) })
  // @ts-expect-error a fresh proof asked of whoever comes, who may be nobody
  route({ method: 'GET', path: '/a', act: 'anyone', fresh: true, handle: () => json({}) })
  // @ts-expect-error a form that cannot be shown again
  route({ method: 'POST', path: '/a', act: 'anyone', form: () => z.object({}), handle: () => redirect('/') })
  route({
    method: 'GET',
    path: '/people/:key/posts/:post',
    act: 'person',
    query: z.object({ day: z.string().optional() }),
    handle: ({ params, actor, query }) => {
      const typed: [string, string, string, string | undefined] = [params.key, params.post, actor.personKey, query.day]
      // @ts-expect-error a name that the path has not
      return json([typed, params.other])
    },
  })
  route({
    method: 'GET',
    path: '/a',
    act: 'anyone',
    // @ts-expect-error nobody may be signed in here
    handle: ({ actor }) => json(actor.name),
  })
  // @ts-expect-error there is no form to refuse
  route({ method: 'GET', path: '/a', act: 'signedIn', handle: () => refused([]) })
  route({
    method: 'POST',
    path: '/a',
    act: 'anyone',
    form: () => z.object({ name: z.string() }),
    again: () => page(<p>again</p>),
    handle: ({ form }) => {
      const name: string = form.name
      // @ts-expect-error a field that the form has not
      return name === form.other ? redirect('/') : refused([])
    },
  })
})

test('a redirect cannot leave the site', () => {
  // @ts-expect-error an address of another site
  assert.throws(() => redirect('https://evil.example'))
  for (const to of ['//evil.example', '/\\evil.example', '/a\\b', '/a\nb', '/a b'] as const) {
    assert.throws(() => redirect(to), to)
  }
  assert.equal(redirect('/a?b=c#d').to, '/a?b=c#d')
})

test('messages are complete in both languages, with the same parameters', () => {
  // @ts-expect-error English lacks a sentence
  defineMessages({ 'zh-TW': { a: '甲', b: '乙' }, en: { a: 'A' } })
  // @ts-expect-error English has one too many
  defineMessages({ 'zh-TW': { a: '甲' }, en: { a: 'A', b: 'B' } })
  // @ts-expect-error another parameter
  defineMessages({ 'zh-TW': { a: (count: number) => `${count}` }, en: { a: (count: string) => count.trim() } })
  const m = defineMessages({ 'zh-TW': { found: (count: number) => `${count} 筆` }, en: { found: (count) => `${count} found` } })
  assert.deepEqual([m('zh-TW').found(3), m('en').found(3)], ['3 筆', '3 found'])
})

test('two routes at one address, and a path that cannot be routed, stop the start', () => {
  const at = (path: `/${string}`) => route({ method: 'GET', path, act: 'anyone', handle: () => json({}) })
  assert.throws(() => createRouter([at('/a/:one'), at('/a/:two')], false), /two routes/)
  for (const path of ['/a/', '//a', '/A', '/a/*', '/:a{x}'] as const) assert.throws(() => createRouter([at(path)], false), path)
})
