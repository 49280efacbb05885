// 「環境檢測」: what only the browser can tell. The component's picture (4.7 of the contract) says without a window that it is there; what
// is connected to it is asked when the button is pressed, for windows open in a click alone.
import { ask, checked, Fault, heldCards, NOT_INSTALLED_MS } from './card-component.js'

// A challenge is good for three minutes and a certificate from a moment on: a minute is far from mattering.
const CLOCK_MS = 60_000

const box = document.querySelector('[data-environment]')
const { environment: base, time, browser } = box.dataset
const words = JSON.parse(box.dataset.words)
const states = JSON.parse(box.dataset.states)
const KINDS = { good: 'good', bad: 'danger', unknown: 'plain', running: 'plain' }
const found = new Map()

function tell(item, state, word, filled = {}) {
  found.set(item, state)
  const badge = box.querySelector(`[data-item-state=${item}] .badge`)
  badge.className = `badge ${KINDS[state]}`
  badge.textContent = states[state]
  box.querySelector(`[data-item-says=${item}]`).textContent = words[word].replaceAll(/\{(\w+)\}/g, (_, name) => filled[name] ?? '')
}

function sum() {
  const count = (state) => [...found.values()].filter((one) => one === state).length
  if (count('running') > 0) return
  const filled = { good: count('good'), bad: count('bad'), unknown: count('unknown') }
  box.querySelector('[data-environment-says]').textContent = words.over.replaceAll(/\{(\w+)\}/g, (_, name) => filled[name])
}

/** What the pages of this site use and older browsers lack. */
function checkBrowser() {
  const able = 'showModal' in HTMLDialogElement.prototype && CSS.supports('selector(:has(a))') && typeof structuredClone === 'function'
  if (!able) return tell('browser', 'bad', 'browserOld', { browser })
  if (!isSecureContext) return tell('browser', 'bad', 'notSecure')
  tell('browser', 'good', 'browserGood', { browser })
}

/** Half of the way there and back is taken for the way there. The cookie came with this page. */
async function checkServer() {
  tell('clock', 'running', 'running')
  tell('cookies', 'running', 'running')
  try {
    const sent = Date.now()
    const answer = await fetch(time, { cache: 'no-store', redirect: 'error' })
    const ahead = (sent + Date.now()) / 2
    if (!answer.ok) throw new Fault('clockFailed')
    const { now, cookies } = await answer.json()
    const off = ahead - now
    const seconds = Math.round(Math.abs(off) / 1000)
    if (Math.abs(off) > CLOCK_MS) tell('clock', 'bad', off > 0 ? 'clockFast' : 'clockSlow', { seconds })
    else tell('clock', 'good', seconds < 1 ? 'clockSame' : 'clockGood', { seconds })
    tell('cookies', cookies ? 'good' : 'bad', cookies ? 'cookiesGood' : 'cookiesBad')
  } catch {
    tell('clock', 'unknown', 'clockFailed')
    tell('cookies', 'unknown', 'clockFailed')
  }
}

/** Whether the component's picture can be shown. */
function isThere() {
  const picture = new Image()
  const seen = new Promise((resolve) => {
    picture.addEventListener('load', () => resolve(true))
    picture.addEventListener('error', () => resolve(false))
    setTimeout(() => resolve(false), NOT_INSTALLED_MS)
  })
  picture.src = `${base}/p11Image.bmp?${Date.now()}`
  return seen
}

function tellNone(word, filled) {
  tell('component', 'bad', word, filled)
  tell('reader', 'unknown', 'afterComponent')
  tell('card', 'unknown', 'afterComponent')
}

async function checkComponent() {
  for (const item of ['component', 'reader', 'card']) tell(item, 'running', 'running')
  if (!await isThere()) return tellNone('componentNone')
  tell('component', 'good', 'componentFound')
  tell('reader', 'unknown', 'pressToRead')
  tell('card', 'unknown', 'pressToRead')
}

const FAULTY_CARDS = { noCertificate: 'cardNoCertificate', notYetValid: 'cardNotYetValid', expired: 'cardExpired' }
const FAULTY_COMPONENT = {
  notInstalled: 'componentNone', domain: 'componentDomain', site: 'componentDomain', popupBlocked: 'componentBlocked', cancelled: 'componentCancelled',
}

/** What the fault of an answer says of reader and card. */
function tellFault({ word, code }, version) {
  if (word !== 'noReader' && word !== 'noCard' && !FAULTY_CARDS[word]) return tellNone(FAULTY_COMPONENT[word] ?? 'componentFailed', { code: code || word })
  tell('component', 'good', version ? 'componentVersion' : 'componentFound', { version })
  if (word === 'noReader') {
    tell('reader', 'bad', 'readerNone')
    return tell('card', 'unknown', 'afterReader')
  }
  tell('reader', 'good', 'readerGood')
  tell('card', 'bad', word === 'noCard' ? 'cardNone' : FAULTY_CARDS[word])
}

async function readCards() {
  for (const item of ['component', 'reader', 'card']) tell(item, 'running', 'reading')
  let version
  try {
    const answer = await ask(base, Promise.resolve({ func: 'GetUserCert' }), () => {})
    version = answer.serverVersion
    const held = heldCards(checked(answer))
    if (answer.slots.length === 0) throw new Fault('noReader')
    if (held.length === 0) throw new Fault('noCard')
    tell('component', 'good', 'componentVersion', { version })
    tell('reader', 'good', 'readerGood')
    const able = held.filter(({ signs }) => signs)
    const cards = (able.length > 0 ? able : held).map(({ name, slot }) => `${name} (${slot})`).join(words.separator)
    tell('card', able.length > 0 ? 'good' : 'bad', able.length > 0 ? 'cardGood' : 'cardWrong', { cards })
  } catch (fault) {
    tellFault(fault instanceof Fault ? fault : new Fault('failed'), version)
  }
}

let busy = false
box.querySelector('[data-read-cards]').addEventListener('click', async () => {
  if (busy) return
  busy = true
  await readCards()
  busy = false
  sum()
})
for (const part of box.querySelectorAll('[data-needs-script]')) part.hidden = false
tell('script', 'good', 'scriptGood')
checkBrowser()
await Promise.all([checkServer(), checkComponent()])
sum()
