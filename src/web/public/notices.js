// The text of an announcement as readers will see it, while one writes. Without this file the button 「預覽」 shows it.

const preview = document.querySelector('[data-preview]')
const text = document.querySelector('textarea[name=body]')
// A pause in typing, not each key.
const PAUSE = 400

if (preview && text) {
  let waiting
  let asked = 0

  /** Asks the server, which alone knows what may come of the text, and takes the part of its page. */
  const show = async () => {
    const turn = ++asked
    try {
      const answer = await fetch(preview.dataset.preview, { method: 'POST', body: new URLSearchParams(new FormData(text.form)) })
      if (!answer.ok || turn !== asked) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const made = page.getElementById('preview')
      if (!made || turn !== asked) return
      preview.replaceChildren(...[...made.childNodes].map((node) => document.importNode(node, true)))
      preview.hidden = false
    } catch {
      // Out of reach: what stands there stays, and the button still works.
    }
  }
  text.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, PAUSE)
  })
}
