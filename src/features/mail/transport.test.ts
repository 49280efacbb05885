// By TLS and password as mail servers want it, over real SMTP with certificates made here.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeAuthority, startMailServer } from '../../../test/smtp.ts'
import { failureWords } from './failures.ts'
import { openTransport } from './transport.ts'
import type { SMTPServerOptions } from 'smtp-server'
import type { MailServer } from '../../../test/smtp.ts'

const authority = makeAuthority('Test authority')
const other = makeAuthority('Another authority')
const ours = authority.serverAt('localhost')
const letter = { to: 'a@there.tw', subject: '信', text: '內容' }
const withPassword: SMTPServerOptions = {
  onAuth: ({ username, password }, _session, done) =>
    (username === 'ecpa' && password === 'p@ss word' ? done(null, { user: username }) : done(new Error('no'))),
}

async function withServer(options: SMTPServerOptions, act: (server: MailServer) => Promise<void>): Promise<void> {
  const server = await startMailServer(options)
  try {
    await act(server)
  } finally {
    await server.stop()
  }
}
const sendTo = (smtpUrl: string, authorities: string | null = authority.pem) =>
  openTransport({ smtpUrl, authorities, from: 'no-reply@ecpa.example' }).sendMail(letter)

describe('the mail server is reached', () => {
  test('by TLS from the first byte, and by STARTTLS, with the password only then', async () => {
    await withServer({ ...ours, ...withPassword, secure: true }, async ({ port, received }) => {
      await sendTo(`smtps://ecpa:p%40ss%20word@localhost:${port}`)
      assert.partialDeepStrictEqual(received, [{ to: ['a@there.tw'], secure: true, user: 'ecpa' }])
    })
    await withServer({ ...ours, ...withPassword }, async ({ port, received }) => {
      await sendTo(`smtp://ecpa:p%40ss%20word@localhost:${port}?requireTLS=true`)
      assert.partialDeepStrictEqual(received, [{ to: ['a@there.tw'], secure: true, user: 'ecpa' }])
    })
  })

  test('and not with a wrong password, whose words are told without it', async () => {
    await withServer({ ...ours, ...withPassword }, async ({ port, received }) => {
      await assert.rejects(sendTo(`smtp://ecpa:wr0ng@localhost:${port}`), (error) => !failureWords(error).includes('wr0ng'))
      assert.equal(received.length, 0)
    })
  })

  for (const { says, identity, authorities } of [
    { says: 'of an authority that we do not know', identity: ours, authorities: null },
    { says: 'of another authority than ours', identity: other.serverAt('localhost'), authorities: authority.pem },
    { says: 'of another name', identity: authority.serverAt('mail.elsewhere.tw'), authorities: authority.pem },
  ]) {
    for (const secure of [true, false]) {
      test(`and not with a certificate ${says} (${secure ? 'TLS' : 'STARTTLS'})`, async () => {
        await withServer({ ...identity, secure, authOptional: true }, async ({ port, received }) => {
          await assert.rejects(sendTo(`${secure ? 'smtps' : 'smtp'}://localhost:${port}`, authorities), /certificate|altnames/i)
          assert.equal(received.length, 0)
        })
      })
    }
  }

  test('without TLS only on this machine, or where the address says so', async () => {
    await withServer({ disabledCommands: ['AUTH', 'STARTTLS'] }, async ({ port, received }) => {
      await sendTo(`smtp://localhost:${port}`)
      // 0.0.0.0 reaches this machine, and is none of its own names: it stands for a server elsewhere that offers no TLS.
      await assert.rejects(sendTo(`smtp://0.0.0.0:${port}`), /STARTTLS|TLS|not.*(command|implemented|recognized)/i)
      assert.equal(received.length, 1)
      await sendTo(`smtp://0.0.0.0:${port}?requireTLS=false`)
      assert.equal(received.length, 2)
    })
  })
})
