// 「權限群組內容查詢」 and 「查詢人員自訂帳號」 through HTTP.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, postOf } from '../../../test/world.ts'
import { maskNationalId } from '../../core/national-id.ts'
import { sendFrom } from '../../../test/forms.ts'
import { EVENT, exported, namesOf, query, startSearchWorld, status, textOf } from '../../../test/searches.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const { kaohsiung, secretariat, education, taipei, root } = AGENCIES

describe('groups and accounts', () => {
  let world: World
  let wang: Visitor
  let yang: Visitor

  before(async () => {
    world = await startSearchWorld()
    wang = await world.signIn('wang.supervisor')
    yang = await world.signIn('yang.taipei')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const GROUPS = `
    insert into permission_group (code, name, agency_code) values
      ('survey', '高雄調查小組', '${kaohsiung}'), ('both', '兩市小組', '${taipei}'), ('theirs', '臺北小組', '${taipei}');
    insert into group_member (group_code, person_id, post_id, valid, reason, event_id) values
      ('survey', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2020-01-01,)', '業務', ${EVENT}),
      ('survey', ${personOf('lo.taipei')}, ${postOf('lo.taipei')}, '[2020-01-01,2099-12-31]', '業務', ${EVENT}),
      ('both', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2020-01-01,)', '業務', ${EVENT}),
      ('both', ${personOf('lo.taipei')}, ${postOf('lo.taipei')}, '[2020-01-01,)', '業務', ${EVENT}),
      ('theirs', ${personOf('lo.taipei')}, ${postOf('lo.taipei')}, '[2020-01-01,)', '業務', ${EVENT})`

  test('權限群組內容查詢 lists the members, or tells the rule and who fulfils it', async () => {
    await world.arrange(GROUPS)
    const named = await exported(wang, 'groups', { group: 'survey' })
    assert.deepEqual(named.map(({ name, until, group, state }) => [name, until, group, state]), [
      [nameOf('lo.taipei'), '2099-12-31', 'survey', 'active'], [nameOf('lee.officer'), '', 'survey', 'active'],
    ], 'a group of one’s own line with all its members')
    const hr = await exported(wang, 'groups', { group: ':hr', agency: kaohsiung, below: 'yes' })
    assert.deepEqual(namesOf(hr), (['wang.supervisor', 'kao.supervisor', 'lee.officer', 'chang.unit', 'tsao.education',
      'huang.concurrent'] as const).map(nameOf).toSorted())
    const heads = await exported(wang, 'groups', { group: ':hrSupervisor', agency: education })
    assert.deepEqual(heads.map(({ name, reason }) => [name, reason]),
      [[nameOf('tsao.education'), '人事主管：高雄市政府教育局人事室（人員區分 08 人事人員，單位名稱含「人事」，主管級別 3）']])
    const page = await wang.ask(query('/search/groups', { group: ':hr' }))
    assert.match(textOf(page.body), /「人事人員」的認定規則/)
    assert.match(textOf(page.body), new RegExp(nameOf('lee.officer')), 'at the agency that management opens with')
  })

  test('a group of another line is not there, and of one that is shared only one’s own members', async () => {
    const page = await wang.ask('/search/groups')
    assert.match(page.body, /高雄調查小組/)
    assert.match(page.body, /兩市小組/)
    assert.doesNotMatch(page.body, /臺北小組/)
    assert.deepEqual(namesOf(await exported(wang, 'groups', { group: 'both' })), [nameOf('lee.officer')])
    assert.match(textOf((await wang.ask('/search/groups?group=both')).body), /共 1 筆/)
    for (const asked of [{ group: 'theirs' }, { group: 'none' }, { group: ':hr', agency: taipei }, { group: ':hr', agency: root }]) {
      for (const below of [{}, { below: 'yes' }]) {
        assert.equal(await status(wang, query('/search/groups', { ...asked, ...below })), 404)
        assert.equal(await status(wang, query('/search/groups.csv', { ...asked, ...below })), 404)
      }
    }
    assert.deepEqual(namesOf(await exported(yang, 'groups', { group: 'both' })), [nameOf('lee.officer'), nameOf('lo.taipei')].toSorted())
  })

  test('查詢人員自訂帳號 begins with the agency that one manages, by code and name', async () => {
    assert.match(textOf((await wang.ask('/search/accounts')).body), /高雄市政府人事處/)
  })

  const askAccounts = async (visitor: Visitor, fields: Record<string, string>) => {
    const answer = await visitor.submit('/search/accounts', { nationalId: '', name: '', agency: '', ...fields }, '/search/accounts')
    return { status: answer.status, body: answer.body, location: answer.headers.location ?? '' }
  }

  test('查詢人員自訂帳號 finds by national ID, name and agency, and keeps all of it out of the address', async () => {
    await world.arrange(`update account set last_sign_in_at = '2026-11-23T01:05:00Z' where person_id = ${personOf('wu.employee')}`)
    for (const fields of [{ nationalId: nationalIdOf('wu.employee') }, { name: '文傑' }, { name: '吳文傑', agency: secretariat }]) {
      const { status: code, location } = await askAccounts(wang, fields)
      assert.equal(code, 303)
      assert.match(location, /^\/search\/accounts\?query=[0-9a-f-]{36}$/)
      const { body } = await wang.ask(location)
      assert.match(body, /<title>搜尋結果 － 查詢人員自訂帳號 － /, 'without whose')
      const text = textOf(body)
      assert.match(text, /共 1 筆/)
      assert.match(text, /吳文傑 E19\*\*\*\*\d{3} wu\.employee 啟用 115\/11\/23 09:05/)
      const [row, ...others] = await exported(wang, 'accounts', Object.fromEntries(new URLSearchParams(location.split('?')[1])))
      assert.deepEqual(others, [])
      assert.deepEqual(row, {
        agency_code: secretariat, agency_name: '高雄市政府秘書處', person_key: keyOf('wu.employee'), name: '吳文傑',
        national_id_masked: maskNationalId(nationalIdOf('wu.employee')), account_name: 'wu.employee', account_state: 'active',
        last_sign_in: '2026-11-23T09:05:00+08:00',
      })
    }
    const events = await world.events('search.list-seen')
    assert.doesNotMatch(JSON.stringify(events), /文傑|E19\d/)
  })

  test('where one agency was searched in vain it says so, and asks the same of all the others at one press', async () => {
    for (const fields of [{ name: '吳文傑', agency: education }, { nationalId: nationalIdOf('wu.employee'), agency: education }]) {
      const asked = await askAccounts(wang, fields)
      const answer = await wang.ask(asked.location)
      assert.match(textOf(answer.body), /沒有符合的人員 只查詢了目前有職務在高雄市政府教育局的人員，不含所屬機關/)
      const { status: code, headers: { location = '' } } = await sendFrom(wang, answer, '/search/accounts/everywhere')
      assert.equal(code, 303)
      assert.match(textOf((await wang.ask(location)).body), /共 1 筆.* 吳文傑 /)
    }
    const nobody = await wang.ask((await askAccounts(wang, { name: '查無此人', agency: '' })).location)
    assert.doesNotMatch(nobody.body, /everywhere/, 'all were searched')
    const others = await askAccounts(yang, { name: '查無此人', agency: taipei })
    const stolen = await wang.submit('/search/accounts/everywhere', { query: others.location.split('=')[1]! }, '/search/accounts')
    assert.equal(stolen.status, 404)
  })

  test('an account of another line is found by nothing, and another session’s question is nobody’s', async () => {
    for (const fields of [{ nationalId: nationalIdOf('lo.taipei') }, { name: nameOf('lo.taipei') }]) {
      const { location } = await askAccounts(wang, fields)
      assert.match(textOf((await wang.ask(location)).body), /沒有符合的人員/)
    }
    for (const agency of [taipei, 'ZZZZ00000Z', root]) assert.equal((await askAccounts(wang, { agency })).status, 422)
    const { location } = await askAccounts(yang, { name: nameOf('lo.taipei') })
    for (const other of [wang, await world.signIn('yang.taipei')]) {
      assert.equal(await status(other, location), 404)
      assert.equal(await status(other, location.replace('accounts', 'accounts.csv')), 404)
    }
    assert.equal(await status(yang, location), 200)
    assert.equal((await askAccounts(wang, {})).status, 422)
    assert.equal((await askAccounts(wang, { nationalId: 'A123456780' })).status, 422)
  })
})
