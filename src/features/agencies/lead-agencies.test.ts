import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { readAgencyFile } from './agency-file.ts'
import { leadAgencies } from './lead-agencies.ts'

it('leads by the agency right below the root', () => {
  const leads = leadAgencies([
    { code: 'school', superiorCode: 'bureau' }, { code: 'bureau', superiorCode: 'city' },
    { code: 'city', superiorCode: 'root' }, { code: 'root', superiorCode: null },
    { code: 'lost', superiorCode: null, superiorMissing: '9999999999' }, { code: 'below-lost', superiorCode: 'lost' },
    { code: 'deeper', superiorCode: 'below-lost' }, { code: 'parent-not-given', superiorCode: 'elsewhere' },
  ])
  assert.deepEqual(Object.fromEntries(leads), {
    school: 'city', bureau: 'city', city: 'city', root: 'root', lost: 'lost', 'below-lost': 'lost', deeper: 'lost',
    'parent-not-given': 'parent-not-given',
  })
})

it('takes a loop for a fault instead of going round for ever', () => {
  assert.throws(() => leadAgencies([{ code: 'a', superiorCode: 'b' }, { code: 'b', superiorCode: 'a' }]), /loops/)
})

it('finds the 119 leads of the live agencies of the real file', () => {
  const file = readAgencyFile(readFileSync(new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url)))
  assert.ok(!('refused' in file))
  const leads = leadAgencies(file.agencies)
  const live = file.agencies.filter((agency) => agency.live)
  assert.equal(new Set(live.map((agency) => leads.get(agency.code))).size, 119)
  assert.equal(leads.get('397070100Y'), '397000000A')
  assert.equal(leads.get('A00000000A'), 'A00000000A')
  assert.equal(leads.get('A58010000A'), 'A58000000A')
  assert.equal(live.filter((agency) => leads.get(agency.code) === '397000000A').length, 593)
})
