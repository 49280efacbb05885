// A file on its way: how far it is, a way to stop it, and a word before one leaves. And a page of what is at work, kept fresh.
// Without this file the form is sent as any form is, and the page asks for itself again.

const boxOf = () => document.querySelector('[data-uploading]')
const percentOf = (part, whole) => Math.floor((100 * part) / whole)

function warn(event) {
  event.preventDefault()
  // What older browsers want to see.
  event.returnValue = boxOf().dataset.leave
}

/** Shows the words of one moment; those of a broken or cancelled transfer with the form again. */
function say(moment) {
  const box = boxOf()
  const heading = box.querySelector('h2')
  heading.textContent = heading.dataset[moment]
  const over = moment === 'cancelled' || moment === 'broken'
  box.querySelector('[data-help]').hidden = moment !== 'broken'
  for (const part of box.querySelectorAll('progress, p:has([data-sent])')) part.hidden = over
  // What has arrived is not taken back by going away.
  box.querySelector('p:has([data-cancel])').hidden = moment !== 'words'
  box.classList.toggle('danger', moment === 'broken')
  box.hidden = false
  heading.focus()
}

function tellHowFar(part, whole) {
  const box = boxOf()
  const percent = percentOf(part, whole)
  box.querySelector('progress').value = percent
  const sent = box.querySelector('[data-sent]')
  sent.textContent = sent.dataset.sent.replace('0', percent)
}

/** What the portal answered: the feed's page, or the form again with what is wrong, where the file is still chosen. */
function follow(request, form) {
  const { pathname, search } = new URL(request.responseURL)
  if (request.status === 200) return location.assign(pathname + search)
  const files = form.querySelector('input[type=file]').files
  const answered = new DOMParser().parseFromString(request.responseText, 'text/html')
  const main = answered.querySelector('main')
  if (main === null) return say('broken')
  document.title = answered.title
  document.querySelector('main').replaceWith(main)
  const input = main.querySelector('input[type=file]')
  if (input !== null) input.files = files
  main.querySelector('.errors, h1')?.focus()
  start()
}

function send(form) {
  const request = new XMLHttpRequest()
  const ended = new AbortController()
  const over = (moment) => {
    ended.abort()
    form.hidden = false
    if (moment !== undefined) say(moment)
  }
  request.upload.addEventListener('progress', ({ loaded, total }) => tellHowFar(loaded, total))
  request.upload.addEventListener('load', () => say('checking'))
  request.addEventListener('load', () => (over(), follow(request, form)))
  for (const event of ['error', 'timeout']) request.addEventListener(event, () => over('broken'))
  request.addEventListener('abort', () => over('cancelled'))
  boxOf().querySelector('[data-cancel]').addEventListener('click', () => request.abort(), { signal: ended.signal })
  addEventListener('beforeunload', warn, { signal: ended.signal })
  tellHowFar(0, 1)
  say('words')
  form.hidden = true
  request.open('POST', form.action)
  request.send(new FormData(form))
}

function start() {
  if (boxOf() === null) return
  document.querySelector('form[enctype="multipart/form-data"]').addEventListener('submit', (event) => {
    event.preventDefault()
    event.stopPropagation()
    send(event.target)
  })
}
start()

// What is at work is looked at every other second, until it is not; then the page as it is then is shown.
const PAUSE = 2000
async function refresh() {
  const live = document.querySelector('[data-live]')
  if (live === null) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
  if (answer?.ok) {
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]')
    if (now === null) return location.reload()
    const said = live.querySelector('[role=status]')
    for (const part of now.querySelectorAll('[data-part]')) {
      const old = live.querySelector(`[data-part=${part.dataset.part}]`)
      if (old !== null && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML
    }
    const saying = now.querySelector('[role=status]')
    if (said !== null && saying !== null && said.textContent !== saying.textContent) said.textContent = saying.textContent
  }
  setTimeout(refresh, PAUSE)
}
setTimeout(refresh, PAUSE)
