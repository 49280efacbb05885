// The signing component that card readers come with (4.7 of the contract), as a page reaches it: by a window that asks the page what
// to do, one question a window.

// As long as the component takes at most to open its window; where it is not there, nothing ever comes.
export const NOT_INSTALLED_MS = 3500
// A window that was closed is seen by looking.
const LOOK_MS = 300

const FAULTS = {
  0x76000006: 'noCard', 0x7600000f: 'domain', 0x76000031: 'site', 0x76000998: 'noPin', 0x76000999: 'cancelled', 0x76100003: 'noReader',
  0x7610000c: 'noCertificate', 0x76500001: 'notYetValid', 0x76500002: 'expired',
}
const SIGN_IN_FAILED = 0x76100006
const LAST_ERRORS = { 0xa0: 'wrongPin', 0xa2: 'pinLength', 0xa4: 'locked', [-2147483647]: 'oneLeft', [-2147483646]: 'twoLeft' }

/** What went wrong, by its word; the code where nobody knows it. */
export class Fault extends Error {
  constructor(word, code = '') {
    super(word)
    this.word = word
    this.code = code
  }
}

/** An answer that is good; throws its fault otherwise. */
export function checked(answer) {
  const code = answer.ret_code < 0 ? answer.ret_code + 2 ** 32 : answer.ret_code
  if (code === 0) return answer
  const last = LAST_ERRORS[answer.last_error]
  if (code === SIGN_IN_FAILED && last) throw new Fault(last)
  if (FAULTS[code]) throw new Fault(FAULTS[code])
  throw new Fault('unknown', `0x${Number(code).toString(16).toUpperCase()}${answer.last_error ? ` / ${answer.last_error}` : ''}`)
}

/** Opens the component's window and puts one question to it. To be called within a click. `question` may still be on its way. */
export function ask(base, question, heard) {
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

/** The cards that lie in readers, of the answer to `GetUserCert`: in which reader, and whose. `signs`: one of its certificates may sign. */
export function heldCards({ slots = [] }) {
  return slots.filter(({ token }) => token?.certs?.length > 0).map(({ slotDescription, token: { certs } }) => {
    const [{ subjectDN, label }] = certs
    // A person's card names its holder, an agency's the agency.
    const name = (/(?:^|,)\s*CN=([^,]+)/.exec(subjectDN) ?? /(?:^|,)\s*O=([^,]+)/.exec(subjectDN))?.[1] ?? label
    return { slot: slotDescription, name, signs: certs.some(({ usage }) => usage.includes('digitalSignature')) }
  })
}
