import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress, trustOf } from './client-address.ts'

const isTrusted = trustOf(['10.0.0.0/8', '192.0.2.1', 'fd00::/8'])

const cases: [string, string | undefined, string | undefined, string][] = [
  ['without a proxy the header means nothing', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['behind a trusted proxy the last address that is not one', '10.1.1.1', '198.51.100.1', '198.51.100.1'],
  ['what the client wrote itself stands further left', '10.1.1.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['a chain of trusted proxies is walked', '10.1.1.1', '198.51.100.1, 192.0.2.1, fd00::5', '198.51.100.1'],
  ['nonsense is not an address', '10.1.1.1', 'unknown', '10.1.1.1'],
  ['no header: the proxy itself asked', '10.1.1.1', undefined, '10.1.1.1'],
  ['an IPv4 address in IPv6 clothes', '::ffff:10.1.1.1', '::ffff:198.51.100.1', '198.51.100.1'],
]

for (const [says, connection, header, expected] of cases) {
  test(says, () => assert.equal(clientAddress(connection, header, isTrusted), expected))
}
