// The files of announcements: what is taken, who is handed it, and how.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { multipart } from '../../../test/feed-file.ts'
import { tokenIn } from '../../../test/http.ts'
import { refusedFiles, sampleFiles } from '../../../test/sample-files.ts'
import { textOf } from '../../../test/searches.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { contentOf } from './files.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const { kaohsiung, personnelOffice, taipei, taipeiPersonnelOffice } = AGENCIES
const MEGABYTE = 1_048_576

describe('files of announcements', () => {
  let world: World
  let wang: Visitor
  before(async () => {
    world = await startWorld({ ECPA_NOTICE_FILES: '3', ECPA_NOTICE_FILE_MEGABYTES: '1' })
    wang = await world.signIn('wang.supervisor')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('truncate announcement cascade'))

  async function write(visitor = wang, more: Record<string, string> = {}): Promise<string> {
    const done = await visitor.submit('/manage/content/new', {
      agency: personnelOffice, standing: 'hr', audience: kaohsiung, below: 'yes', title: '檔案', body: '如附件', ...more,
    }, '/switch')
    return /content\/([0-9a-f-]{36})/.exec(String(done.headers.location))![1]!
  }
  async function attach(visitor: Visitor, id: string, name: string, content: string | Buffer): Promise<Answer> {
    const { type, body } = multipart({ csrf: tokenIn(await visitor.ask('/switch')) }, name, content)
    return visitor.ask(`/manage/content/${id}/files`, {
      method: 'POST', body, headers: { 'content-type': type, 'origin': visitor.origin, 'sec-fetch-site': 'same-origin' },
    })
  }
  const linksIn = ({ body }: Answer): string[] => [...body.matchAll(/href="(\/announcements\/[^"]+\/files\/[^"]+)"/g)].map(([, href]) => href!)
  const PDF = '%PDF-1.7\n%%EOF\n'

  test('attached with an event, handed to whoever may read it, as a file to keep and nothing else', async () => {
    const id = await write()
    assert.equal((await attach(wang, id, 'C:\\檔案\\說明 <b>.pdf', PDF)).headers.location, `/manage/content/${id}?done=attached`)
    const event = (await world.events('announcement.file-added')).at(-1)!
    const detail = event['detail'] as Record<string, unknown>
    assert.deepEqual([event['outcome'], event['actor_person_id'], event['agency'], detail['name'], detail['kind'], detail['sha256']], [
      'done', personOf('wang.supervisor'), personnelOffice, '說明 <b>.pdf', 'pdf', createHash('sha256').update(PDF).digest('hex'),
    ])
    const lee = await world.signIn('lee.officer')
    const page = await lee.ask(`/announcements/${id}`)
    assert.match(page.body, /說明 &lt;b&gt;\.pdf/)
    const [link] = linksIn(page)
    const file = await lee.ask(link!)
    assert.deepEqual([file.status, file.body], [200, PDF])
    assert.equal(file.headers['content-disposition'], `attachment; filename="____b_.pdf"; filename*=UTF-8''${encodeURIComponent('說明 <b>.pdf')}`)
    assert.equal(file.headers['content-type'], 'application/pdf')
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
    assert.equal(file.headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'; sandbox")
    assert.equal(file.headers['cache-control'], 'no-store')
    assert.equal(file.headers['cross-origin-resource-policy'], 'same-origin')
    // Its writer too, though it was not written to them; nobody else.
    assert.equal((await wang.ask(link!)).status, 200)
    for (const visitor of [await world.signIn('wu.employee'), await world.signIn('yang.taipei'), await world.signIn('lin.auditor'), world.visitor()]) {
      assert.equal((await visitor.ask(link!)).status, 404)
    }
  })

  test('the file of one announcement is not had by the number of another', async () => {
    const [mine, other] = [await write(), await write(await world.signIn('yang.taipei'), { agency: taipeiPersonnelOffice, audience: taipei })]
    await attach(wang, mine, 'a.pdf', PDF)
    const file = linksIn(await wang.ask(`/manage/content/${mine}`))[0]!.split('/').at(-1)!
    const yang = await world.signIn('yang.taipei')
    assert.equal((await yang.ask(`/announcements/${other}/files/${file}`)).status, 404)
    assert.equal((await yang.ask(`/manage/content/${other}/files/${file}/remove`)).status, 404)
    assert.equal((await yang.submit(`/manage/content/${other}/files/${file}/remove`, {}, '/switch')).status, 404)
    for (const path of [`${mine}/files/${file}x`, `${mine}/files/1`, `x/files/${file}`]) assert.equal((await wang.ask(`/announcements/${path}`)).status, 404)
    assert.equal((await wang.ask(`/announcements/${mine}/files/${file}`)).status, 200)
  })

  test('one of each kind is taken; what is something else, or has parts named as macros are, is refused in words', async () => {
    for (const [name, content] of Object.entries(await sampleFiles())) {
      const id = await write()
      assert.equal((await attach(wang, id, name, content)).status, 303, name)
    }
    const id = await write()
    const words: Record<string, RegExp> = {
      otherContent: /與檔名的種類不符/, unknownKind: /不接受這種檔案/, macros: /巨集或程式/, notUtf8: /UTF-8/, empty: /空的/,
    }
    for (const [name, content, fault] of await refusedFiles()) {
      const answer = await attach(wang, id, name, content)
      assert.equal(answer.status, 422, name)
      assert.match(textOf(answer.body), words[fault]!, name)
    }
    assert.equal((await world.sql('select from announcement_file where announcement_id = $1', [id])).length, 0)
    assert.equal((await world.events('announcement.file-added')).at(-1)!['outcome'], 'refused')
  })

  test('a name can neither break the header nor hide how it ends', async () => {
    const id = await write()
    for (const name of ['a\u202Efdp.pdf', '%0d%0aset-cookie: x=1.pdf', `${'長'.repeat(300)}.pdf`]) {
      assert.equal((await attach(wang, id, name, PDF)).status, 303, name)
    }
    for (const link of linksIn(await wang.ask(`/manage/content/${id}`))) {
      const { headers } = await wang.ask(link)
      assert.equal(headers['set-cookie'], undefined)
      assert.match(headers['content-disposition']!, /^attachment; filename="[A-Za-z0-9._-]+\.pdf"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/)
      assert.doesNotMatch(decodeURIComponent(headers['content-disposition']!), /[\u202a-\u202e\r\n]/)
    }
  })

  test('no more than so many, none larger than allowed', async () => {
    const id = await write()
    const large = await attach(wang, id, 'a.txt', 'x'.repeat(MEGABYTE + 1))
    assert.equal(large.status, 422)
    assert.match(textOf(large.body), /檔案太大/)
    assert.equal((await attach(wang, id, 'a.txt', 'x'.repeat(4 * MEGABYTE))).status, 413)
    assert.equal((await attach(wang, id, 'a.txt', 'x'.repeat(MEGABYTE))).status, 303)
    assert.deepEqual((await Promise.all(['b', 'c'].map((name) => attach(wang, id, `${name}.txt`, name)))).map(({ status }) => status), [303, 303])
    const more = await attach(wang, id, 'd.txt', 'x')
    assert.match(textOf(more.body), /已達上限/)
    assert.equal((await world.sql('select from announcement_file where announcement_id = $1', [id])).length, 3)
    assert.match(textOf((await attach(wang, await write(), '', '')).body), /請選擇檔案/)
  })

  test('a file is read a piece at a time as its reader takes it, and comes whole', async () => {
    const id = await write()
    const content = randomBytes(MEGABYTE / 2).toString('hex')
    await attach(wang, id, 'a.txt', content)
    const [file] = await world.sql<{ id: string; bytes: number }>('select id, bytes from announcement_file where announcement_id = $1', [id])
    const pieces: Buffer[] = []
    for await (const piece of contentOf(world.database.read, file!)) pieces.push(piece)
    assert.deepEqual([...new Set(pieces.map(({ length }) => length))], [65_536])
    assert.equal(Buffer.concat(pieces).toString(), content)
    assert.equal((await wang.ask(linksIn(await wang.ask(`/manage/content/${id}`))[0]!)).body, content)
  })

  test('nobody attaches to what they do not write, nor to what was withdrawn', async () => {
    const id = await write()
    assert.equal((await attach(await world.signIn('yang.taipei'), id, 'a.pdf', PDF)).status, 404)
    assert.equal((await attach(await world.signIn('lee.officer'), id, 'a.pdf', PDF)).status, 403)
    await attach(wang, id, 'a.pdf', PDF)
    await wang.submit(`/manage/content/${id}/withdraw`, { version: '1', reason: '誤植' }, '/switch')
    const late = await attach(wang, id, 'b.pdf', PDF)
    assert.match(textOf(late.body), /已經撤下/)
    const [link] = linksIn(await wang.ask(`/manage/content/${id}`))
    assert.equal((await (await world.signIn('lee.officer')).ask(link!)).status, 404)
    assert.equal((await wang.ask(link!)).status, 200)
  })

  test('removed, it is handed to nobody any more, and cannot be brought back', async () => {
    const id = await write()
    await attach(wang, id, 'a.pdf', PDF)
    const [link] = linksIn(await wang.ask(`/manage/content/${id}`))
    const file = link!.split('/').at(-1)!
    const path = `/manage/content/${id}/files/${file}/remove`
    assert.match(textOf((await wang.ask(path)).body), /「a\.pdf」移除後/)
    assert.equal((await wang.submit(path, {}, '/switch')).headers.location, `/manage/content/${id}?done=removed`)
    assert.equal((await wang.ask(link!)).status, 404)
    assert.equal((await wang.submit(path, {}, '/switch')).status, 404)
    assert.equal((await world.events('announcement.file-removed')).filter(({ outcome }) => outcome === 'done').length, 1)
    await assert.rejects(world.arrange(`update announcement_file set removed_at = null, removed_event_id = null`), /stays so/)
  })
})
