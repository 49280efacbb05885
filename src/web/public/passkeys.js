// Forms whose answer an authenticator gives (WebAuthn). Without this file, or in a browser without passkeys, they are not shown.

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const withBytes = (list) => list?.map((one) => ({ ...one, id: bytesOf(one.id) }))

// What newer browsers do by themselves (WebAuthn Level 3, 5.1.8 and 5.1.9).
const readCreation = (json) => PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
  ...json, challenge: bytesOf(json.challenge), user: { ...json.user, id: bytesOf(json.user.id) },
  excludeCredentials: withBytes(json.excludeCredentials),
}
const readRequest = (json) => PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
  ...json, challenge: bytesOf(json.challenge), allowCredentials: withBytes(json.allowCredentials),
}

/** The credential as JSON (5.1.4, 5.1.5). */
function jsonOf(credential) {
  const { id, rawId, type, response } = credential
  const parts = { clientDataJSON: textOf(response.clientDataJSON) }
  if (response.attestationObject) {
    parts.attestationObject = textOf(response.attestationObject)
    parts.transports = response.getTransports?.() ?? []
  } else {
    parts.authenticatorData = textOf(response.authenticatorData)
    parts.signature = textOf(response.signature)
    if (response.userHandle) parts.userHandle = textOf(response.userHandle)
  }
  return { id, rawId: textOf(rawId), type, response: parts }
}

// A question is good for five minutes; one that stands longer in a field is asked anew before.
const ASK_ANEW_MS = 240_000
const WHY = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'already' }

function attend(box) {
  const shown = box.querySelector('[data-passkey-form]')
  const form = shown.querySelector('form')
  const says = form.querySelector('[data-passkey-says]')
  const instead = box.querySelector('[data-passkey-instead]')
  const { passkey: does, challenge } = box.dataset
  /** The question that waits in a field of the page, to be given up for another. */
  let waiting = null

  async function question() {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value })
    const answer = await fetch(challenge, { method: 'POST', body, redirect: 'error' })
    if (answer.status === 429) throw new DOMException('', 'Busy')
    // Signed out, or too late: the page that comes says which.
    if (!answer.ok) throw new DOMException('', 'Refused')
    return answer.json()
  }
  function send(credential) {
    form.elements.answer.value = JSON.stringify(jsonOf(credential))
    form.submit()
  }
  function tell(fault) {
    if (fault.name === 'Refused') return location.assign(box.dataset.from)
    says.textContent = fault.name === 'Busy' ? box.dataset.busy : box.dataset[WHY[fault.name] ?? 'failed']
    delete form.dataset.sent
    form.removeAttribute('aria-busy')
  }

  form.addEventListener('submit', async (event) => {
    // Without a name it is refused, and the device would keep what is not kept here: it is refused before the device is asked.
    if (does === 'create' && form.elements.name.value.trim() === '') return
    event.preventDefault()
    event.stopPropagation()
    if (form.dataset.sent) return
    form.dataset.sent = 'yes'
    form.setAttribute('aria-busy', 'true')
    says.textContent = box.dataset.waits
    waiting?.abort()
    waiting = null
    try {
      const asked = await question()
      send(does === 'create' ? await navigator.credentials.create({ publicKey: readCreation(asked) })
        : await navigator.credentials.get({ publicKey: readRequest(asked) }))
    } catch (fault) {
      tell(fault)
    }
  })

  /** Lets the browser offer passkeys where a name is typed; nothing is said when that comes to nothing. */
  async function offer() {
    const mine = new AbortController()
    waiting = mine
    const anew = setTimeout(() => {
      if (waiting !== mine) return
      mine.abort()
      void offer()
    }, ASK_ANEW_MS)
    try {
      const asked = await question()
      const credential = await navigator.credentials.get({ mediation: 'conditional', signal: mine.signal, publicKey: readRequest(asked) })
      if (credential) send(credential)
    } catch {
      clearTimeout(anew)
    }
  }

  shown.hidden = false
  if (instead) instead.hidden = true
  if (!box.dataset.autofill) return
  Promise.resolve(PublicKeyCredential.isConditionalMediationAvailable?.() ?? false).then((can) => { if (can) void offer() }, () => {})
  // A page that comes back by the Back button can be sent again.
  addEventListener('pageshow', (event) => { if (event.persisted) { says.textContent = ''; void offer() } })
}

if (window.PublicKeyCredential) for (const box of document.querySelectorAll('[data-passkey]')) attend(box)
