// Forms whose answer a card gives, by the signing component that card readers come with (4.7 of the contract): it is reached by a window
// that asks this page what to do, one question a window. The PIN goes to the component alone. Without this file the forms are not shown.

// As long as the component takes at most to open its window; where it is not there, nothing ever comes.
const NOT_INSTALLED_MS = 3500
// A window that was closed is seen by looking.
const LOOK_MS = 300
const PIN = /^\d{6,8}$/

const FAULTS = {
  0x76000006: 'noCard', 0x7600000f: 'domain', 0x76000031: 'site', 0x76000998: 'noPin', 0x76000999: 'cancelled', 0x76100003: 'noReader',
  0x7610000c: 'noCertificate', 0x76500001: 'notYetValid', 0x76500002: 'expired',
}
const SIGN_IN_FAILED = 0x76100006
const LAST_ERRORS = { 0xa0: 'wrongPin', 0xa2: 'pinLength', 0xa4: 'locked', [-2147483647]: 'oneLeft', [-2147483646]: 'twoLeft' }

/** What went wrong, by its word; the code where nobody knows it. */
class Fault extends Error {
  constructor(word, code = '') {
    super(word)
    this.word = word
    this.code = code
  }
}

function checked(answer) {
  const code = answer.ret_code < 0 ? answer.ret_code + 2 ** 32 : answer.ret_code
  if (code === 0) return answer
  const last = LAST_ERRORS[answer.last_error]
  if (code === SIGN_IN_FAILED && last) throw new Fault(last)
  if (FAULTS[code]) throw new Fault(FAULTS[code])
  throw new Fault('unknown', `0x${Number(code).toString(16).toUpperCase()}${answer.last_error ? ` / ${answer.last_error}` : ''}`)
}

/** Opens the component's window and puts one question to it. To be called within a click. `question` may still be on its way. */
function ask(base, question, heard) {
  const popup = window.open(`${base}/popupForm`, 'ecpa-card', 'popup,width=460,height=320')
  if (!popup) return Promise.reject(new Fault('popupBlocked'))
  return new Promise((resolve, reject) => {
    let answered = false
    const end = (finish, value) => {
      removeEventListener('message', hear)
      clearTimeout(silence)
      clearInterval(look)
      popup.close()
      finish(value)
    }
    const silence = setTimeout(() => end(reject, new Fault('notInstalled')), NOT_INSTALLED_MS)
    const look = setInterval(() => { if (popup.closed && !answered) end(reject, new Fault('cancelled')) }, LOOK_MS)
    const hear = async (event) => {
      if (event.origin !== base || event.source !== popup) return
      let said
      try {
        said = JSON.parse(event.data)
      } catch {
        return
      }
      clearTimeout(silence)
      if (said.func !== 'getTbs') {
        answered = true
        return end(resolve, said)
      }
      heard()
      try {
        popup.postMessage(JSON.stringify(await question), base)
      } catch (fault) {
        end(reject, fault instanceof Fault ? fault : new Fault('failed'))
      }
    }
    addEventListener('message', hear)
  })
}

function attend(box) {
  const { card: base, challenge: address } = box.dataset
  const words = JSON.parse(box.dataset.words)
  const shown = box.querySelector('[data-card-form]')
  const form = shown.querySelector('form')
  const pin = form.querySelector('[data-card-pin]')
  const slots = form.querySelector('[data-card-slots]')
  const says = form.querySelector('[data-card-says]')
  let busy = false

  const tell = (text) => { says.textContent = text }
  const fail = (fault) => {
    busy = false
    form.removeAttribute('aria-busy')
    tell((words[fault.word] ?? words.failed).replace('{code}', fault.code ?? ''))
    pin.value = ''
    pin.focus()
  }
  const begin = () => {
    busy = true
    form.setAttribute('aria-busy', 'true')
    tell(words.opens)
  }

  async function challenge() {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, purpose: box.dataset.purpose })
    const answer = await fetch(address, { method: 'POST', body, redirect: 'error' })
    if (answer.status === 429) throw new Fault('busy')
    if (!answer.ok) throw new Fault('reload')
    return (await answer.json()).challenge
  }

  async function sign() {
    if (!PIN.test(pin.value)) throw new Fault(pin.value === '' ? 'noPin' : 'pinLength')
    begin()
    const asked = challenge()
    asked.catch(() => {})
    const question = asked.then((tbs) => ({
      func: 'MakeSignature', tbs, tbsEncoding: 'NONE', hashAlgorithm: 'SHA256', signatureType: 'PKCS7', pin: pin.value,
      nonce: [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, '0')).join(''),
      withCardSN: 'true', slotDescription: slots.hidden ? '' : slots.value,
    }))
    const answer = checked(await ask(base, question, () => tell(words.signs)))
    if (answer.func !== 'sign' || typeof answer.signature !== 'string') throw new Fault('failed')
    form.elements.challenge.value = await asked
    form.elements.signature.value = answer.signature
    pin.value = ''
    tell(words.sends)
    form.submit()
  }

  async function list() {
    begin()
    const answer = checked(await ask(base, Promise.resolve({ func: 'GetUserCert' }), () => tell(words.reads)))
    const held = (answer.slots ?? []).filter(({ token }) => token?.certs?.length > 0)
    if (held.length === 0) throw new Fault('noCard')
    slots.replaceChildren(...held.map(({ slotDescription, token }) => {
      const [{ subjectDN, label }] = token.certs
      // A person's card names its holder, an agency's the agency.
      const name = (/(?:^|,)\s*CN=([^,]+)/.exec(subjectDN) ?? /(?:^|,)\s*O=([^,]+)/.exec(subjectDN))?.[1] ?? label
      return new Option(`${name} (${slotDescription})`, slotDescription)
    }))
    form.querySelector('[data-card-choice]').hidden = false
    slots.hidden = false
    busy = false
    form.removeAttribute('aria-busy')
    tell(words.chosen)
    slots.focus()
  }

  const run = (act) => (event) => {
    event.preventDefault()
    event.stopPropagation()
    if (busy) return
    act().catch((fault) => fail(fault instanceof Fault ? fault : new Fault('failed')))
  }
  form.addEventListener('submit', run(sign))
  form.querySelector('[data-card-list]').addEventListener('click', run(list))
  shown.hidden = false
}

for (const box of document.querySelectorAll('[data-card]')) attend(box)
