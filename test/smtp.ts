// A mail server of a test, with TLS and passwords as it is wished for, and certificates that the test makes.
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { extensions, issueCertificate, makeKey } from '../src/demo/certificates/issue.ts'
import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import type { KeyPair, Name } from '../src/demo/certificates/issue.ts'

/** Somebody's private key and certificate, both in PEM. */
export type Identity = { key: string; cert: string }

const nameOf = (name: string): Name => [['2.5.4.3', name]]
const pem = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
const DAY = 86_400_000

/** An authority, and what it answers for: certificates of servers at a name or an address. */
export function makeAuthority(title: string) {
  const key = makeKey('p256')
  const validity = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) }
  const issue = (subject: Name, of: KeyPair, serial: number, wished: Parameters<typeof issueCertificate>[0]['extensions']) => pem(issueCertificate({
    serial, issuer: nameOf(title), subject, key: of, signer: key, extensions: wished, ...validity,
  }))
  return {
    pem: issue(nameOf(title), key, 1, [extensions.basicConstraints(true), extensions.subjectKeyId(key)]),
    /** `at`: a DNS name. */
    serverAt(at: string): Identity {
      const own = makeKey('p256')
      // subjectAltName with one dNSName (RFC 5280, 4.2.1.6)
      const name = Buffer.concat([Buffer.from([0x82, at.length]), Buffer.from(at)])
      const alternative = { oid: '2.5.29.17', value: Buffer.concat([Buffer.from([0x30, name.length]), name]) }
      const cert = issue(nameOf(at), own, 2, [extensions.basicConstraints(false), extensions.authorityKeyId(key), alternative])
      return { key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert }
    },
  }
}

export type MailServer = {
  port: number
  /** The letters taken, as they came, with who they were for and whether by TLS and whom. */
  received: { to: string[]; raw: string; secure: boolean; user: unknown }[]
  /** How many ask to be let in. */
  connections: () => number
  stop: () => Promise<void>
}

/** Listens on this machine. `hold`: what each letter waits for before it is taken. */
export async function startMailServer(
  { hold, port = 0, ...options }: SMTPServerOptions & { hold?: () => Promise<unknown>; port?: number },
): Promise<MailServer> {
  const received: MailServer['received'] = []
  let connections = 0
  const server = new SMTPServer({
    ...options,
    onConnect(_session, done) { connections += 1; done() },
    onRcptTo: options.onRcptTo ?? (({ address }, _session, done) => {
      done(address.startsWith('nobody') ? Object.assign(new Error(`<${address}> is not known here`), { responseCode: 550 }) : null)
    }),
    onData(stream, session, done) {
      void text(stream).then(async (raw) => {
        await hold?.()
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw, secure: session.secure, user: session.user })
        done()
      })
    },
  })
  server.on('error', () => {}) // clients that refuse our certificate
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    stop: () => new Promise((resolve) => { server.close(resolve) }),
  }
}
