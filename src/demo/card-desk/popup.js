// The component's window: asks the page that opened it what to do, has the desk do it, hands the answer over and is gone.
const page = window.opener
const says = document.querySelector('p')

addEventListener('message', async (event) => {
  if (event.source !== page) return
  const answer = await fetch('/request', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ origin: event.origin, request: String(event.data) }),
  })
  page.postMessage(JSON.stringify(await answer.json()), event.origin)
  window.close()
})

if (page) page.postMessage(JSON.stringify({ func: 'getTbs' }), '*')
else says.textContent = says.dataset.alone
