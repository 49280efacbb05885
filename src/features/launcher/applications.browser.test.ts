// 「應用系統」 as one types, in a real browser on the gallery's page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axe, newPage } from '../../../test/browser.ts'
import { serveGalleries } from '../../../test/gallery.ts'
import { pages } from './launcher.gallery.tsx'

let shown: { label: string; address: string }[]
let stop: () => Promise<void>
before(async () => void ({ shown, stop } = await serveGalleries(pages)))
after(() => stop())

const open = async (label: string) => {
  const page = await newPage()
  await page.goto(shown.find((one) => one.label === label)!.address)
  const codes = () => page.locator('main .called .code').evaluateAll((found) =>
    found.filter((one) => one.checkVisibility()).map((one) => one.textContent))
  return { page, codes }
}

test('typing leaves what holds it in code, name or description, hides empty groups and says how many', async () => {
  const { page, codes } = await open('applications-supervisor')
  const all = await codes()
  const box = page.getByRole('searchbox')
  await box.pressSequentially('學習')
  assert.deepEqual(await codes(), ['D6', 'DLR'])
  assert.deepEqual(await page.locator('main h2:visible').allInnerTexts().then((texts) => texts.map((one) => one.slice(0, 2))), ['D.', '非人'])
  await page.getByText('符合「學習」的應用系統：2 個').waitFor()
  await box.fill('待遇')
  assert.deepEqual((await codes()).toSorted(), ['A3', 'WebHR'], 'a description that only the search knows')
  await box.fill('ｗｅｂｈｒ')
  assert.deepEqual(await codes(), ['WebHR'])
  assert.deepEqual(await axe(page), [])
  await box.fill('$& 沒有')
  assert.deepEqual(await codes(), [])
  await page.getByText('沒有符合「$& 沒有」的應用系統').waitFor()
  await box.fill('')
  assert.deepEqual(await codes(), all)
  await page.context().close()
})

test('the reason of an application that is not mine is found with its own line', async () => {
  const { page } = await open('applications-employee')
  const line = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /為什麼不能使用.*待遇管理/ }) })
  assert.match(await line.innerText(), /需要「高雄市政府秘書處」的「使用」授權，可由.*的人事主管授予/)
  await page.context().close()
})

test('a star that could not be saved asks the portal what is so', async () => {
  const { page } = await open('applications-supervisor')
  let posted = ''
  await page.route('**/favourite', (route) => {
    posted = `${route.request().url().split('/').slice(3).join('/')} ${route.request().postData()}`
    return route.fulfill({ status: 500, body: '' })
  })
  const again = page.waitForEvent('load')
  await page.getByRole('button', { name: '將 終身學習入口網 加入常用' }).click()
  await again
  assert.match(posted, /^applications\/D6\/favourite csrf=[^&]+&q=&favourite=yes$/)
  await page.context().close()
})
