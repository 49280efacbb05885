// Authorization and logout requests may come as forms from another site (Core 3.1.2.1, RP-Initiated Logout 2). A browser
// does not send our session's cookie with those, so they are asked again as GET, where it does.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../../web/body.ts'
import type { OidcProblem } from './configuration.ts'

// What has to fit into the address of the GET, within a server's 16 KB of header.
const MOST_BYTES = 8_000

type Showing = {
  showProblem: (incoming: IncomingMessage, outgoing: ServerResponse, problem: OidcProblem) => void | Promise<void>
}

/**
 * Answers a form with 303 to the same address, its fields behind the question mark. Rejects with ClientGone when the
 * browser goes away.
 */
export async function asGet(incoming: IncomingMessage, outgoing: ServerResponse, { showProblem }: Showing): Promise<void> {
  const type = incoming.headers['content-type'] ?? ''
  const fields = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type) ? await readForm(incoming) : null
  if (fields === null) return showProblem(incoming, outgoing, 'requestBroken')
  const path = (incoming.url ?? '').split('?', 1)[0]
  outgoing.writeHead(303, { location: `${path}?${fields}`, 'cache-control': 'no-store' }).end()
}

async function readForm(incoming: IncomingMessage): Promise<string | null> {
  const body = await readBody(incoming, MOST_BYTES)
  if (body === 'tooLarge') return null
  const fields = new URLSearchParams(body).toString()
  return fields.length > MOST_BYTES ? null : fields
}
