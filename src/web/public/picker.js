// The pickers as dialogs: their page's content, fetched and shown without leaving what was begun. Without this file, and
// whenever anything fails here, the link leads to the page itself.

let opened = 0

const isPicker = (address) => new URL(address, location.href).pathname.startsWith('/pick/')

/** What the page is: its title, and the parts that make the picker. Null when it is no picker's page. */
async function contentOf(answer) {
  // A form that is refused comes back with 422 and says why.
  if ((!answer.ok && answer.status !== 422) || !isPicker(answer.url)) return null
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const parts = page.querySelectorAll('main > .errors, main > [data-picker]')
  const title = page.querySelector('main h1')?.textContent
  return title && parts.length > 0 ? { title, parts } : null
}

/** Makes the ids of the parts unlike those of the page behind. */
function renameIds(part, prefix) {
  for (const one of part.querySelectorAll('[id]')) one.id = prefix + one.id
  for (const name of ['for', 'aria-describedby', 'aria-labelledby', 'data-pick']) {
    for (const one of part.querySelectorAll(`[${name}]`)) {
      const ids = one.getAttribute(name).split(' ').filter((id) => id !== '')
      one.setAttribute(name, ids.map((id) => prefix + id).join(' '))
    }
  }
  for (const link of part.querySelectorAll('a[href^="#"]')) link.setAttribute('href', `#${prefix}${link.hash.slice(1)}`)
}

class Picker {
  constructor(link) {
    this.link = link
    this.prefix = `pick${++opened}-`
    this.dialog = document.createElement('dialog')
    this.dialog.className = 'picking'
    this.dialog.innerHTML = '<div class="dialog-head"><h2></h2><form method="dialog"><button class="button quiet"></button></form></div><div></div>'
    this.title = this.dialog.querySelector('h2')
    this.title.id = `${this.prefix}title`
    this.dialog.setAttribute('aria-labelledby', this.title.id)
    this.content = this.dialog.lastElementChild
    this.dialog.querySelector('button').textContent = document.documentElement.lang === 'en' ? 'Close' : '關閉'
    this.dialog.addEventListener('click', (event) => this.click(event))
    this.dialog.addEventListener('submit', (event) => this.submit(event))
    this.dialog.addEventListener('close', () => {
      this.dialog.remove()
      link.focus()
    })
  }

  leave() {
    location.assign(this.link.href)
  }

  async show(address, options) {
    this.content.ariaBusy = 'true'
    try {
      const found = await contentOf(await fetch(address, options))
      if (found === null) return this.leave()
      const parts = [...found.parts].map((part) => document.importNode(part, true))
      for (const part of parts) renameIds(part, this.prefix)
      this.title.textContent = found.title
      this.content.replaceChildren(...parts)
      if (!this.dialog.isConnected) {
        document.body.append(this.dialog)
        this.dialog.showModal()
      }
      // What is wrong, else what was found, else the first field.
      const first = this.content.querySelector('.errors') ?? this.content.querySelector('[data-first]')
        ?? this.content.querySelector('input:not([type=hidden])')
      first?.focus({ preventScroll: true })
      first?.scrollIntoView({ block: first.matches('[data-first]') ? 'start' : 'nearest' })
      suggestIn(this.content)
    } catch {
      this.leave()
    } finally {
      this.content.ariaBusy = null
    }
  }

  click(event) {
    const link = event.target.closest('a[href]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || 'pick' in link.dataset) return
    event.preventDefault()
    if (link.getAttribute('href').startsWith('#')) return document.getElementById(link.hash.slice(1))?.focus()
    if (isPicker(link.href)) return void this.show(link.href)
    // 「取消」: back to where it was opened from, which is still there.
    this.dialog.close()
  }

  submit(event) {
    const form = event.target
    if (form.getAttribute('method') === 'dialog') return
    event.preventDefault()
    event.stopPropagation()
    const data = new URLSearchParams(new FormData(form, event.submitter))
    const chosen = form.dataset.choose === undefined ? null : data.get(form.dataset.choose)
    if (form.method === 'post') return void this.show(form.action, { method: 'POST', body: data })
    const address = `${form.getAttribute('action')}?${data}`
    if (chosen === null) return void this.show(address)
    const field = document.getElementById(this.link.dataset.pick)
    if (!field) return location.assign(address)
    field.value = chosen
    const row = form.querySelector('input[type=radio]:checked').closest('tr')
    say(field, row.querySelector('th label').textContent)
    this.dialog.close()
    field.focus()
  }
}

document.addEventListener('click', (event) => {
  // Anywhere in the row chooses it.
  const row = event.target.closest?.('.choosing tbody tr')
  if (row && !event.target.closest('a, input, label')) row.querySelector('input[type=radio]').click()
  const link = event.target.closest?.('a[data-pick]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement !== 'function') return
  event.preventDefault()
  void new Picker(link).show(link.href)
})

/** The name of the agency whose code is in the field, under it. */
function say(field, name) {
  const known = document.getElementById(`${field.id}-name`)
  if (known) known.textContent = name
}

/** Suggestions as one types a code or a name: the browser's own list, filled from the server when the typing rests. */
function suggestIn(part) {
  for (const field of part.querySelectorAll('input[data-suggest]')) {
    const list = document.createElement('datalist')
    list.id = `${field.id}-list`
    field.after(list)
    field.setAttribute('list', list.id)
    field.removeAttribute('maxlength')
    const names = new Map()
    let waiting
    field.addEventListener('input', () => {
      clearTimeout(waiting)
      say(field, names.get(field.value) ?? '')
      if (field.value.trim() === '' || names.has(field.value)) return
      waiting = setTimeout(async () => {
        try {
          const asked = field.value
          const answer = await fetch(`${field.dataset.suggest}&q=${encodeURIComponent(asked)}`)
          if (!answer.ok || field.value !== asked) return
          const { agencies } = await answer.json()
          for (const { code, name } of agencies) names.set(code, name)
          list.replaceChildren(...agencies.map(({ code, name, superior }) =>
            new Option(superior === null ? name : `${name}（${superior}）`, code)))
          say(field, names.get(field.value) ?? '')
        } catch {
          // No suggestions: the code can be typed, and found by 「瀏覽」.
        }
      }, 200)
    })
  }
}
suggestIn(document)
