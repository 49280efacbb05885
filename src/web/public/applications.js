// 「應用系統」 as one types and marks; without this file both work by a form and a new page.

const search = document.querySelector('form[role=search] input[type=search]')
const status = document.querySelector('[data-found]')
const folded = (text) => text.normalize('NFKC').trim().toLowerCase().replaceAll('臺', '台')

// A page that was found by a search holds only what was found: from there the form searches anew.
if (search && status && search.defaultValue === '') {
  const items = [...document.querySelectorAll('[data-find]')].map((item) => ({
    item, text: folded(`${item.querySelector('.called').textContent}
      ${item.dataset.find}${item.querySelector('.about')?.textContent ?? ''}`),
  }))
  const groups = [...document.querySelectorAll('[data-group]')].toReversed()
  let spoken

  const filter = () => {
    const wanted = folded(search.value)
    let found = 0
    for (const { item, text } of items) {
      item.hidden = !text.includes(wanted)
      if (!item.hidden) found += 1
    }
    for (const group of groups) group.hidden = !group.querySelector('[data-find]:not([hidden])')
    // Told when the typing rests, or a screen reader would be told of every letter.
    clearTimeout(spoken)
    const sentence = found === 0 ? status.dataset.none : status.dataset.found
    spoken = setTimeout(() => {
      status.textContent = wanted === '' ? ''
        : sentence.replace('{count}', () => found).replace('{text}', () => search.value.trim())
    }, 300)
  }
  search.addEventListener('input', filter)
  // The browser may have kept what was typed when one comes back.
  addEventListener('pageshow', () => search.value && filter())
}

// The star turns in its place, so that the page does not jump; the group of favourites follows with the next visit.
document.getElementById('favourites')?.addEventListener('submit', async (event) => {
  const star = event.submitter
  if (!star) return
  event.preventDefault()
  event.stopPropagation()
  if (star.ariaBusy === 'true') return
  star.ariaBusy = 'true'
  try {
    const body = new URLSearchParams(new FormData(event.target, star))
    const answer = await fetch(star.formAction, { method: 'POST', body, redirect: 'manual' })
    if (answer.type !== 'opaqueredirect') throw new Error('not saved')
    const { other, said, otherSaid } = star.dataset
    Object.assign(star.dataset, { other: star.title, said: otherSaid, otherSaid: said })
    star.value = star.value === 'yes' ? 'no' : 'yes'
    star.title = star.ariaLabel = other
    if (status) status.textContent = said
  } catch {
    // Signed out, or no network: the page that comes says which.
    location.reload()
  } finally {
    star.ariaBusy = null
  }
})
