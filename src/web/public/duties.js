// The form of 「兼辦管理」 as one types and presses; without this file each button sends the form and draws it anew.

const find = document.querySelector('[data-choice-find]')
const fieldset = find?.closest('fieldset')
const folded = (text) => text.normalize('NFKC').trim().toLowerCase().replaceAll('臺', '台')

if (fieldset) {
  const choices = [...fieldset.querySelectorAll('[data-choice]')]
  const groups = [...fieldset.querySelectorAll('[data-choice-group]')]
  const count = fieldset.querySelector('[data-chosen]')
  const boxOf = (choice) => choice.querySelector('input')

  const tell = () => {
    count.textContent = count.dataset.chosen.replace('0', () => choices.filter((one) => boxOf(one).checked).length)
  }
  const filter = () => {
    const words = folded(find.value).split(/\s+/)
    for (const choice of choices) {
      choice.hidden = !boxOf(choice).checked && !words.every((word) => choice.dataset.choice.includes(word))
    }
    for (const group of groups) group.hidden = !group.querySelector('[data-choice]:not([hidden])')
  }
  const check = (checked) => {
    for (const choice of choices) if (!choice.hidden) boxOf(choice).checked = checked
    tell()
    filter()
  }

  find.addEventListener('input', filter)
  // Enter filters, which has been done already; it must not send the form.
  find.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing) event.preventDefault() })
  fieldset.addEventListener('change', tell)
  fieldset.addEventListener('click', (event) => {
    const press = event.target.closest('button[name=press]')?.value
    if (!['find', 'all', 'none'].includes(press)) return
    event.preventDefault()
    if (press === 'find') filter()
    else check(press === 'all')
  })
  // The browser may have kept what was typed and chosen when one comes back.
  addEventListener('pageshow', () => { tell(); if (find.value !== '') filter() })
}
