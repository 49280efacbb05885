import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkKind, networkText, shortAddress } from './networks.ts'

test('the kind of network is read from the address, at its edges too', () => {
  const kinds: Record<string, string> = {
    '127.0.0.1': 'thisComputer', '::1': 'thisComputer', '::ffff:127.0.0.1': 'thisComputer',
    '10.1.2.3': 'internal', '172.16.0.1': 'internal', '172.31.255.255': 'internal', '192.168.1.1': 'internal', 'fd00::1': 'internal', 'fe80::1': 'internal',
    '172.15.0.1': 'public', '172.32.0.1': 'public', '11.0.0.1': 'public', '203.0.113.7': 'public', '2001:db8::1': 'public', '::ffff:203.0.113.7': 'public',
    '100.64.0.1': 'shared', '100.127.255.255': 'shared', '100.63.0.1': 'public', '100.128.0.1': 'public',
  }
  for (const [address, kind] of Object.entries(kinds)) assert.equal(networkKind(address), kind, address)
})

test('a shortened address tells the network and not the machine', () => {
  assert.equal(shortAddress('203.0.113.77'), '203.0.113.*')
  assert.equal(shortAddress('::ffff:203.0.113.77'), '203.0.113.*')
  assert.equal(shortAddress('2001:db8:1:2:3:4:5:6'), '2001:db8:1:*')
  assert.equal(shortAddress('2001:db8::6'), '2001:db8:0:*')
  assert.equal(shortAddress('::1'), '0:0:0:*')
})

test('it is told in words', () => {
  assert.equal(networkText('10.0.0.1', 'zh-TW'), '內部網路')
  assert.equal(networkText('203.0.113.7', 'en'), 'the internet')
})
