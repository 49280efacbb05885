import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkConfiguration } from './check-configuration.ts'
import { faultSentence } from './configuration-messages.ts'
import { readConfiguration } from './read-configuration.ts'
import type { ReadConfiguration } from './read-configuration.ts'

const yaml = (text: string): ReadConfiguration => readConfiguration(Buffer.from(text), 'file.yaml')
const csv = (text: string): ReadConfiguration => readConfiguration(Buffer.from(text), 'FILE.CSV')
const told = (read: ReadConfiguration): string[] => {
  const faults = 'faults' in read ? read.faults : checkConfiguration(read.configuration, read.lineOf)
  return faults.map((fault) => faultSentence(fault, 'en'))
}
const data = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url))

describe('a configuration in YAML', () => {
  it('is read as the contract shows it', () => {
    const read = yaml(`version: 1
applications:
  - { code: A4, name: 調查表系統, category: A.人事資料填報及考核, grantable: true, requiresCertificate: false,
      passkeyAllowed: false, openToAgencyCard: false, dutyAllowed: true, secondManager: false, agencyRoot: null,
        test: false,
      launchUrl: "http://localhost:3001/A4",
      categories: [ { code: use, name: 使用, nameEn: Use, derivedGroup: hr, handOut: manager } ] }
groups: [ { code: kaohsiung-survey, name: 高雄調查小組, agency: 397000000A, members: [ { account: lee.officer } ] } ]
oidcClients: [ { application: A4, clientId: a4, clientSecret: "…", redirectUris: ["http://localhost:3001/A4/callback"],
  postLogoutRedirectUris: [], backchannelLogoutUri: null, tokenEndpointAuthMethod: client_secret_basic,
  idTokenSignedResponseAlg: ES256, requirePkce: true, scopes: [openid, profile, email, ecpa] } ]
personnelOffices: [ { office: 397210000A, agency: 397000000A, from: 2020-01-01 } ]
`.replace('"…"', '"abcdefgh"'))
    assert.ok('configuration' in read, JSON.stringify(read))
    assert.deepEqual(told(read), [])
    assert.equal(read.lineOf(['oidcClients', 0, 'scopes']), 11)
    assert.equal(read.configuration.applications?.[0]?.categories?.[0]?.derivedGroup, 'hr')
    assert.equal(read.configuration.personnelOffices?.[0]?.from, '2020-01-01')
  })

  it('tells all its faults at once, each with line and path', () => {
    assert.deepEqual(told(yaml(`version: 1
applications:
  - code: A4
    grantable: yes
    launchUrl: http://a4.example/
    agencyRoot: 3970000000
    colour: red
    categories: [ { code: Use, handOut: anybody }, { derivedGroup: none } ]
personnelOffices: [ { office: 397210000A, agency: 397000000A, from: 2023-02-30 } ]
oidcClients: 7
`)), [
      'line 4 applications[0].grantable: Must be true or false, not "yes".',
      'line 5 applications[0].launchUrl: "http://a4.example/" is no https address (http only on this very machine).',
      'line 6 applications[0].agencyRoot: "3970000000" is not text; put codes that look like numbers in quotation marks.',
      'line 7 applications[0].colour: There is no field "colour".',
      'line 8 applications[0].categories[0].code: "Use" cannot be the code of a category.',
      'line 8 applications[0].categories[0].handOut: Must be manager, central or nobody, not "anybody".',
      'line 8 applications[0].categories[1].code: This is missing.',
      'line 9 personnelOffices[0].from: "2023-02-30" is no day of the form YYYY-MM-DD.',
      'line 10 oidcClients: A list belongs here.',
    ])
  })

  it('refuses the sections that this version does not know yet, and keys that nobody knows', () => {
    assert.deepEqual(told(yaml('version: 1\nsamlProviders: []\ncasServices: []\nsecrets: []\n')), [
      'line 2 samlProviders: This version does not know samlProviders yet, so nothing of the file was applied.',
      'line 3 casServices: This version does not know casServices yet, so nothing of the file was applied.',
      'line 4 secrets: There is no field "secrets".',
    ])
    assert.deepEqual(told(yaml('version: 2\n')), ['line 1 version: This program knows version 1 of the configuration, not "2".'])
    assert.deepEqual(told(yaml('applications: []\n')), ['version: This is missing.'])
    assert.deepEqual(told(yaml('- 1\n')), ['Names with values belong here (a mapping).'])
  })

  it('never quotes a secret', () => {
    const read = yaml('version: 1\noidcClients: [ { application: A4, clientId: a4, clientSecret: "my own secret" } ]\n')
    assert.deepEqual(told(read), [
      'line 2 oidcClients[0].clientSecret: A secret may have ASCII letters, digits and signs only.'])
  })

  it('tells one thing twice and periods that cannot be', () => {
    assert.deepEqual(told(yaml(`version: 1
applications:
  - { code: A4 }
  - { code: A4 }
  - { code: WebHR, dutyAllowed: true, categories: [ { code: use }, { code: use } ] }
personnelOffices:
  - { office: 397210000A, agency: 397210000A, from: 2020-01-02, to: 2020-01-01 }
  - { office: 397210000A, agency: 397000000A, from: 2020-01-01 }
  - { office: 397210000A, agency: 397000000A, from: 2021-01-01 }
`)), [
      'line 4 applications[1]: A4 is here twice.',
      'line 5 applications[2].categories[1]: use is here twice.',
      'line 5 applications[2].dutyAllowed: WebHR is never open to concurrent duty.',
      'line 7 personnelOffices[0].to: It would end before it begins (2020-01-02–2020-01-01).',
      'line 7 personnelOffices[0]: 397210000A cannot be the personnel office of itself.',
      'line 9 personnelOffices[2]: The periods of 397210000A 397000000A overlap.',
    ])
  })

  it('refuses what is no such file at all', () => {
    assert.deepEqual(told(yaml('')), ['The file is empty.'])
    assert.deepEqual(told(yaml('\0')), ['The file is not UTF-8 text.'])
    assert.deepEqual(told(readConfiguration(new Uint8Array(4 * 1024 * 1024 + 1), 'a.yaml')),
      ['The file is larger than 4 MB.'])
    assert.match(told(yaml('version: 1\nversion: 1\n'))[0]!, /^line 2: This cannot be read: Map keys must be unique/)
    assert.match(told(yaml('version: [1\n'))[0]!, /^line \d: This cannot be read/)
    assert.match(told(yaml('version: 1\n---\nversion: 1\n'))[0]!, /This cannot be read/)
  })

  it('is no way to use up memory or the stack', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefghi'.split('').map((letter, at) =>
      `${letter}: &${letter} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`)].join('\n')
    assert.match(told(yaml(bomb))[0]!, /^line 2: Aliases are not taken/)
    const stairs = Array.from({ length: 2000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')
    for (const deep of ['['.repeat(100_000), '- '.repeat(100_000), stairs]) {
      assert.ok(told(yaml(deep)).length > 0)
    }
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), fc.boolean(), (text, table) => {
      const read = readConfiguration(Buffer.from(text), table ? 'a.csv' : 'a.yaml')
      assert.ok('faults' in read || 'configuration' in read)
    }))
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      assert.ok('faults' in readConfiguration(bytes, 'a.yaml'))
    }))
  })
})

describe('a configuration as a table', () => {
  it('is read from the files that the project ships', () => {
    const applications = readConfiguration(data('applications.csv'), 'applications.csv')
    assert.ok('configuration' in applications)
    assert.equal(applications.configuration.applications?.length, 35)
    const e1 = applications.configuration.applications.find(({ code }) => code === 'E1')
    assert.deepEqual([e1?.agencyRoot, e1?.audience, e1?.grantable, 'launchUrl' in e1!], ['A58000000A', null, true,
      false])
    const categories = readConfiguration(data('categories.csv'), 'categories.csv')
    assert.ok('configuration' in categories)
    const b5 = categories.configuration.applications?.find(({ code }) => code === 'B5')
    assert.deepEqual(b5?.categories?.map(({ code, derivedGroup }) => [code, derivedGroup]), [['use', 'employee'],
      ['backoffice', 'hr']])
    assert.equal(categories.lineOf(['applications', 14, 'categories', 1]), 17)
  })

  it('takes its columns in any order, and tells faults with their line', () => {
    const header = 'hand_out,application,code,name_zh,name_en,derived_group'
    assert.deepEqual(told(csv(`${header}\nmanager,A4,use,使用,Use,hr\n`)), [])
    assert.deepEqual(told(csv(`${header}\nmanager,A4,use,使用,Use,hr\nall,A4,use2,,Use,boss\nmanager,A4\n`)), [
      'line 3 applications[0].categories[1].name: This must not be blank.',
      'line 3 applications[0].categories[1].derivedGroup: Must be employee, hr, hrSupervisor or none, not "boss".',
      'line 3 applications[0].categories[1].handOut: Must be manager, central or nobody, not "all".',
      'line 4: Not as many fields as the header (2 ≠ 6).',
    ])
    assert.deepEqual(told(csv(`${header}\nmanager,A4,use,使用,Use,hr\nmanager,A4,use,使用,Use,hr\n`)),
      ['line 3 applications[0].categories[1]: use is here twice.'])
    const applications = data('applications.csv').toString().split('\n').slice(0, 2).join('\n').replace('deck,yes,',
      'deck,true,')
    assert.deepEqual(told(csv(applications)), ['line 2 grantable: Must be yes or no, not "true".'])
    assert.match(told(csv('code,name\nA4,x\n'))[0]!, /^line 1: The header must be that of/)
  })
})
