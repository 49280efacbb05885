// A client without manners: it sends what it is told, byte for byte, and follows nothing by itself.
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Ask {
  method?: string
  headers?: OutgoingHttpHeaders
  /** Sent as a form unless the headers say otherwise. */
  body?: string | Buffer | URLSearchParams
}

/** Sends one request; `path` goes out as it is written, never straightened. */
export function ask(origin: string, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const bytes = body === undefined ? undefined : Buffer.from(body instanceof URLSearchParams ? body.toString() : body)
  const typed = bytes === undefined ? {} :
    { 'content-type': 'application/x-www-form-urlencoded', 'content-length': bytes.length }
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { ...typed, ...headers }, agent: false }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (part: string) => { text += part })
      incoming.on('end', () => resolve({ status: incoming.statusCode!, headers: incoming.headers, body: text }))
      incoming.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(bytes)
  })
}

/** Sends bytes that are perhaps no HTTP at all, and answers all that comes back until the other side hangs up. */
export function sendRaw(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding('latin1').on('data', (part: string) => { text += part })
    socket.on('error', reject).on('close', () => resolve(text))
  })
}

/** A browser as far as cookies and forms go: it keeps the former, finds the latter, and believes what it is told. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly address: string
  readonly origin: string

  /** `origin`: how the portal believes that it is reached, where that is not the address it listens at. */
  constructor(address: string, origin = address) {
    this.address = address
    this.origin = origin
  }

  async ask(path: string, { headers = {}, ...rest }: Ask = {}): Promise<Answer> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await ask(this.address, path, { ...rest, headers: { ...(cookie === '' ? {} : { cookie }), ...headers } })
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0/i.test(set)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  /** Sends a form as a browser does from a page of ours: with the token that the page at `from` carries. */
  async submit(action: string, fields: Record<string, string | readonly string[]>, from = '/'): Promise<Answer> {
    const body = new URLSearchParams({ csrf: tokenIn(await this.ask(from)) })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return this.ask(action, { method: 'POST', body, headers: { origin: this.origin, 'sec-fetch-site': 'same-origin' } })
  }

  signIn(account: string, password: string, onward: Record<string, string> = {}): Promise<Answer> {
    return this.submit('/sign-in/password', { account, password, ...onward })
  }
}

/** The form token of a page. */
export function tokenIn({ body }: Answer): string {
  return /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
}
