// Forms whose answer a card gives, by the signing component that card readers come with (4.7 of the contract): it is reached by a window
// that asks this page what to do, one question a window. The PIN goes to the component alone. Without this file the forms are not shown.
import { ask, checked, Fault, heldCards } from './card-component.js'

const PIN = /^\d{6,8}$/

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
    const held = heldCards(answer)
    if (held.length === 0) throw new Fault('noCard')
    slots.replaceChildren(...held.map(({ name, slot }) => new Option(`${name} (${slot})`, slot)))
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
