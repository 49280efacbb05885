// What people do and see on the pages, by role and label, for the journeys.
import assert from 'node:assert/strict'
import type { Locator, Page, Response } from 'playwright-core'
import { axe } from '../browser.ts'
import { ask } from '../http.ts'
import type { Demo } from '../demo-program.ts'

export const PASSWORD = 'ecpa-demo-2026'

/** What every civil servant has by their post. */
export const EVERYONES = ['B5', 'D6', 'DL1', 'DLD', 'DLR', 'KM']
/** What personnel officers have besides. */
export const OFFICERS = ['A2', 'A4', 'A7', 'AC', 'ACT', 'AF', 'B6', 'D0', 'D5', 'D5T', 'DD', 'DLO', 'GENDER']
/** What personnel supervisors have besides. */
export const SUPERVISORS = ['A1', 'A1T', 'C2']

/** Axe finds nothing, and nothing is wider than the window. `what` names the state of the page in a failure. */
export async function checkPage(page: Page, what: string): Promise<void> {
  assert.deepEqual(await axe(page), [], `axe: ${what}`)
  await checkWidth(page, what)
}

/** Nobody has to scroll sideways. */
export async function checkWidth(page: Page, what: string): Promise<void> {
  await page.waitForLoadState()
  const [wide, window] = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]') as
    [number, number]
  assert.ok(wide <= window, `${what}: ${wide} pixels wide in a window of ${window}`)
}

/** Fills in 「帳號登入」 on the page that is open, and sends it. */
export async function fillSignIn(page: Page, account: string, password = PASSWORD): Promise<void> {
  const box = page.getByRole('region', { name: '帳號登入' })
  await box.getByLabel('帳號', { exact: true }).fill(account)
  await box.getByLabel('密碼', { exact: true }).fill(password)
  await box.getByRole('button', { name: '登入', exact: true }).click()
  await page.waitForLoadState()
}

/** Signs in on 「首頁」 and is on 「應用系統」. */
export async function signIn(page: Page, { portal }: Demo, account: string): Promise<void> {
  await page.goto(portal)
  await fillSignIn(page, account)
  assert.equal(page.url(), `${portal}/applications`)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '應用系統')
}

/** Presses 「登出」 in the portal and is on 「首頁」. */
export async function signOut(page: Page, { portal }: Demo): Promise<void> {
  await page.getByRole('button', { name: '登出' }).click()
  await page.waitForURL(`${portal}/`)
}

/** The text of the line that says who is signed in, how, in which standing, for which agency. */
export const standingLine = (page: Page): Promise<string> => page.getByRole('region', { name: '登入身分' }).innerText()

/** Of all links of the page: after a press it is there in part, and what is looked through as it stands is looked through too soon. */
async function codesIn(links: Locator): Promise<string[]> {
  await links.page().waitForLoadState()
  return links.evaluateAll((found) => [...new Set(found.map((one) => one.getAttribute('href')!.split('/')[2]!))].toSorted())
}

/** The codes of what 「應用系統」 offers, sorted. */
export const offered = (page: Page): Promise<string[]> =>
  codesIn(page.getByRole('main').locator('a[href^="/applications/"][href*="/open"]'))

/** The codes of 「其他應用系統」, sorted. */
export const notOffered = (page: Page): Promise<string[]> =>
  codesIn(page.getByRole('main').locator('a[href^="/applications/"][href*="/why-not"]'))

/** All that 「應用系統」 says of one application, whether it is offered or not. */
export async function said(page: Page, code: string): Promise<string> {
  const link = page.locator(`a[href="/applications/${code}/open"], a[href="/applications/${code}/why-not"]`)
  return page.getByRole('main').getByRole('listitem').filter({ has: link }).first().innerText()
}

/** Goes to an address and answers what came back, also where that is no success. */
export async function visit(page: Page, address: string): Promise<Response> {
  const response = await page.goto(address)
  assert.ok(response)
  return response
}

export interface Claims {
  idToken: Record<string, unknown> & { ecpa: EcpaClaim }
  userinfo: Record<string, unknown> & { ecpa: EcpaClaim }
}
export interface EcpaClaim {
  agency: string | null
  standing: string
  method: string
  application: string
  for: { agency: string, categories: string[], by: string, until: string | null }[]
}

/** The claims as the sample application shows that it received them. */
export async function claimsReceived(page: Page): Promise<Claims> {
  const [idToken, userinfo] = await page.locator('details pre').allTextContents()
  return { idToken: JSON.parse(idToken!), userinfo: JSON.parse(userinfo!) } as Claims
}

/** Looks again and again until it is so: what happens between two programs has no event that a page could wait for. */
export async function eventually(isSo: () => Promise<boolean>, what: string, seconds = 15): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await isSo())) {
    if (performance.now() > deadline) assert.fail(`not within ${seconds} s: ${what}`)
    await new Promise((resolve) => { setTimeout(resolve, 100) })
  }
}

/** An authenticator built into the device; `present` says whether somebody touches it when asked. */
export async function authenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    },
  })
  return {
    verified: (isUserVerified: boolean) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    present: (enabled: boolean) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  }
}

/** The text of the first letter to that address whose subject has those words, as soon as it is there. */
export async function letterTo({ mailbox }: Demo, email: string, words: string): Promise<string> {
  let found = ''
  await eventually(async () => {
    const letters = JSON.parse((await ask(mailbox, '/api/messages')).body) as { to: string[]; subject: string; text: string }[]
    found = letters.find(({ to, subject }) => to.includes(email) && subject.includes(words))?.text ?? ''
    return found !== ''
  }, `a letter to ${email} on ${words}`)
  return found
}
