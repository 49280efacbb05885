import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSettings, settingList } from './settings.ts'
import type { Mode, Settings } from './settings.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const production = {
  ECPA_ORIGIN: 'https://ecpa.example.tw', ECPA_DATABASE_URL: 'postgres://a@b/c', ECPA_DATA_KEYS: `1:${KEY}`,
  ECPA_INDEX_KEY: KEY,
  ECPA_SMTP_URL: 'smtp://mail.example.tw', ECPA_MAIL_FROM: 'no-reply@example.tw', ECPA_CONTACT_OFFICE: '客服',
  ECPA_CONTACT_OFFICE_EN: 'Desk', ECPA_CONTACT_PHONE: '02-1', ECPA_CONTACT_EMAIL: 'a@example.tw',
}

function settingsOf(env: Record<string, string>, mode: Mode = 'demo'): Settings {
  const read = readSettings(env, mode)
  assert.ok('settings' in read, 'faults' in read ? read.faults.join(' ') : '')
  return read.settings
}
function faultsOf(env: Record<string, string>, mode: Mode = 'demo'): string[] {
  const read = readSettings(env, mode)
  assert.ok('faults' in read, 'no faults')
  return read.faults
}

test('demo mode needs nothing', () => {
  assert.partialDeepStrictEqual(settingsOf({}), {
    port: 3000, origin: 'http://localhost:3000', databaseUrl: null, databaseOwnerUrl: null, dataKeys: null,
    sessionIdleMinutes: 30, sessionHours: 12, signinAddressLimit: 100, signinQueue: 400, trustedProxies: [],
  })
  assert.equal(settingsOf({ ECPA_PORT: '4000' }).origin, 'http://localhost:4000')
  assert.equal(settingsOf({ ECPA_PORT: '' }).port, 3000)
})

test('production takes its own, and tells all that is missing at once', () => {
  const settings = settingsOf(production, 'production')
  assert.equal(settings.databaseOwnerUrl, 'postgres://a@b/c')
  assert.deepEqual(settings.dataKeys, [{ version: 1, key: Buffer.alloc(32, 7) }])
  const missing = Object.values(settingList).filter((one) => 'required' in one && one.required).map(({ name }) => name)
  assert.deepEqual(faultsOf({}, 'production').map((fault) => fault.split(' ')[0]), missing)
  assert.equal(missing.length, Object.keys(production).length)
})

test('each value that is wrong is told in its own sentence, and none is quoted', () => {
  const wrong = {
    ECPA_PORT: 'sEcReT', ECPA_ORIGIN: 'https://sEcReT/', ECPA_DATABASE_URL: 'mysql://sEcReT',
    ECPA_DATA_KEYS: '1:sEcReT', ECPA_INDEX_KEY: 'sEcReT', ECPA_SESSION_HOURS: '0', ECPA_TRUSTED_PROXIES: '10.0.0.0/33', ECPA_MAIL_FROM: 'sEcReT',
    ECPA_LOG_LEVEL: 'sEcReT', ECPA_SMTP_URL: 'sEcReT',
  }
  const faults = faultsOf(wrong)
  assert.deepEqual(faults.map((fault) => fault.split(' ')[0]).toSorted(), Object.keys(wrong).toSorted())
  assert.ok(!faults.join().includes('sEcReT'))
})

test('an origin is https, or this very machine, and nothing but an origin', () => {
  const goods = ['https://a.tw', 'https://a.tw:8443', 'http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3']
  for (const good of goods) {
    assert.equal(settingsOf({ ECPA_ORIGIN: good }).origin, good)
  }
  for (const bad of ['http://a.tw', 'https://a.tw/', 'https://a.tw/x', 'https://A.tw', 'https://u@a.tw', 'a.tw',
    'ftp://localhost', 'http://localhost.evil.tw', 'http://127.0.0.1.evil.tw', 'https://a.tw:443']) faultsOf({ ECPA_ORIGIN: bad })
})

test('keys are whole, have versions, and none twice', () => {
  const { dataKeys } = settingsOf({ ECPA_DATA_KEYS: `1:${KEY}, 12:${KEY}` })
  assert.deepEqual(dataKeys?.map(({ version }) => version), [1, 12])
  const bads = [KEY, `0:${KEY}`, `256:${KEY}`, `1:${KEY.slice(4)}`, `1:${KEY},1:${KEY}`, `1:${KEY},`, `1:!${KEY.slice(1)}`]
  for (const bad of bads) {
    faultsOf({ ECPA_DATA_KEYS: bad })
  }
})

test('proxies are addresses and networks', () => {
  assert.deepEqual(settingsOf({ ECPA_TRUSTED_PROXIES: '10.0.0.0/8, ::1,192.0.2.1' }).trustedProxies,
    ['10.0.0.0/8', '::1', '192.0.2.1'])
  for (const bad of ['localhost', '10.0.0.0/8/8', '10.0.0.0/x', '10.0.0', '::/129', '10.0.0.0/']) {
    faultsOf({ ECPA_TRUSTED_PROXIES: bad })
  }
})

test('a secret may stand in a file; not both, not a missing one; what is no secret may not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-settings-'))
  try {
    const file = join(folder, 'index-key')
    writeFileSync(file, `${KEY}\n`)
    assert.deepEqual(settingsOf({ ECPA_INDEX_KEY_FILE: file }).indexKey, Buffer.alloc(32, 7))
    assert.match(faultsOf({ ECPA_INDEX_KEY_FILE: file, ECPA_INDEX_KEY: KEY })[0] ?? '', /both there/)
    assert.match(faultsOf({ ECPA_INDEX_KEY_FILE: `${file}x` })[0] ?? '', /cannot be read \(ENOENT\)/)
    assert.equal(readSettings({ ECPA_PORT_FILE: file }, 'demo').warnings.length, 1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a name that is no setting is warned of, with the nearest one', () => {
  const { warnings } = readSettings({ ECPA_PROT: '1', ECPA_SMTP_ADDRESS: '', ECPA_TEST_X: '1', PATH: '' }, 'demo')
  assert.deepEqual(warnings, [
    'ECPA_PROT is not a setting and does nothing. Did you mean ECPA_PORT?',
    'ECPA_SMTP_ADDRESS is not a setting and does nothing.',
  ])
})
