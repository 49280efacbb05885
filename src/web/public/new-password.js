// A new password as one types it: how many characters are missing, and what the server would say, in its words, once a field is left.
// Paste and password managers are as good as typing. Without this file the server says all of it.

const field = document.querySelector('input[data-shortest]')
const again = field && document.querySelector(`input[data-again="${field.name}"]`)
const lengthOf = (text) => [...text.normalize('NFKC')].length

/** A line below the input, which screen readers hear of when the field is left, not at every key. */
function lineBelow(input, spoken) {
  const line = document.createElement('p')
  line.className = 'hint'
  line.id = `${input.id}-${spoken ? 'said' : 'meter'}`
  if (spoken) line.setAttribute('role', 'status')
  input.after(line)
  if (!spoken) input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') ?? ''} ${line.id}`.trim())
  return line
}

if (field && again) {
  const { shortest, missing, enough, short, show, hide } = field.dataset
  // Each is put right below the input, so that the first stands last.
  const tooShort = lineBelow(field, true)
  const meter = lineBelow(field, false)
  const differs = lineBelow(again, true)

  const toggle = document.createElement('button')
  toggle.type = 'button'
  toggle.className = 'button quiet'
  toggle.textContent = show
  meter.before(toggle)
  toggle.addEventListener('click', () => {
    const shown = field.type === 'password'
    for (const one of [field, again]) one.type = shown ? 'text' : 'password'
    toggle.textContent = shown ? hide : show
  })
  // Nothing of it is kept as text: neither by the browser's memory of forms nor when the page is left.
  const cover = () => {
    for (const one of [field, again]) one.type = 'password'
    toggle.textContent = show
  }
  field.form.addEventListener('submit', cover)
  addEventListener('pagehide', cover)

  const count = () => {
    const length = lengthOf(field.value)
    meter.textContent = length === 0 ? '' : length < shortest ? missing.replace('{n}', () => shortest - length) : enough
    if (length === 0 || length >= shortest) tooShort.textContent = ''
    if (again.value === field.value) differs.textContent = ''
  }
  const judge = () => {
    const length = lengthOf(field.value)
    tooShort.textContent = length > 0 && length < shortest ? short : ''
    differs.textContent = again.value !== '' && again.value !== field.value ? again.dataset.differ : ''
  }
  for (const one of [field, again]) {
    one.addEventListener('input', count)
    one.addEventListener('change', judge)
  }
  // A browser may bring back, or a password manager have filled in, what was there before this file.
  count()
}
