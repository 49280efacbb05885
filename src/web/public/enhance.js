// Progressive enhancement: every page works without this file.

// A second press while the first is under way must not send the form again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post') return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  form.setAttribute('aria-busy', 'true')
})
// A page that comes back by the Back button can be sent again.
addEventListener('pageshow', () => {
  for (const form of document.forms) {
    delete form.dataset.sent
    form.removeAttribute('aria-busy')
  }
})

// What a browser's menu does as well: a page that is made to be printed offers it where scripts run.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// A link with data-dialog opens the dialog of that id instead of the page of the same purpose.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-dialog]')
  const dialog = link && document.getElementById(link.dataset.dialog)
  if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  dialog.showModal()
})

// A link of the error summary puts the cursor into the field, not only the field on the screen.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.errors a[href^="#"]')
  const field = link && document.getElementById(link.hash.slice(1))
  if (!field) return
  event.preventDefault()
  ;(field.closest('.field') ?? field).scrollIntoView({ block: 'start' })
  field.focus({ preventScroll: true })
})
// Some browsers leave what asks for the focus and is no field without it.
document.querySelector('[autofocus]')?.focus()
