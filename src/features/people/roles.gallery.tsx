import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { NewRolePage, RolePage } from './role-page.tsx'
import { roleProblem } from './role-refusals.ts'
import { RolesPage } from './roles-page.tsx'
import { sampleSubject } from './sample-people.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ListedRole } from './list-roles.ts'

const PATH = '/manage/people/roles'
const central = { ...sampleActors.central, personId: '9' }
const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 1, 5))

const role: ListedRole = {
  id: '00000000-0000-4000-8000-000000000001', version: 2, role: 'central', from: '2026-11-01', to: null, reason: '業務增加，派任總處管理者', by: '陳雅婷',
  agreed: '何志成', endingBy: null, endingReason: null, condition: 'active', updated: at(3),
  person: { id: '1', key: sampleSubject.key, name: '吳淑芬', agency: '行政院人事行政總處' },
}
const proposed: ListedRole = { ...role, id: '2', version: 1, role: 'auditor', agreed: null, condition: 'proposed', to: '2027-10-31' }
const ending: ListedRole = { ...role, id: '3', condition: 'ending', endingBy: '何志成', endingReason: '調職' }
const others: ListedRole[] = [
  { ...role, id: '4', by: null, agreed: null, condition: 'idle', person: { ...role.person, agency: null } },
  { ...role, id: '5', condition: 'ended' }, { ...role, id: '6', condition: 'lapsed', agreed: null },
]

const list = (rows: ListedRole[], alone = false): Show => (request) => (
  <RolesPage
    request={as(request, central, PATH)} day={{ asOf: null, wrong: null }} filter={{ shown: 'all', role: '', sort: 'name' }} alone={alone}
    page={{ rows, total: rows.length, before: 0, previous: null, next: null }}
  />
)
const one = (shown: ListedRole, over: { proposer?: boolean; done?: 'proposed'; form?: typeof EMPTY_FORM; reader?: string } = {}): Show => (request) => (
  <RolePage
    request={as(request, { ...central, personId: over.reader ?? '9' }, `${PATH}/${shown.id}`)} role={shown} form={over.form ?? EMPTY_FORM}
    proposer={over.proposer ?? false} agencies={8_300} others={1} done={over.done ?? null}
  />
)

export const pages = [
  gallery({
    name: 'people-roles',
    states: {
      list: list([role, proposed, ending, ...others]),
      alone: list([role], true),
      none: list([]),
      new: (request) => <NewRolePage request={as(request, central, `${PATH}/new`)} form={EMPTY_FORM} person={sampleSubject} />,
      'new-refused': (request) => (
        <NewRolePage
          request={as(request, central, `${PATH}/new`)} person={null}
          form={{
            ...filledForm({ role: 'central', reason: '業務' }),
            problems: [roleProblem('otherRole', request.language, { fields: true }), { field: 'to', message: '請填寫有效日期（迄），或勾選「設為永久」' }],
          }}
        />
      ),
      decide: one(proposed),
      'proposed-by-me': one(proposed, { proposer: true, done: 'proposed' }),
      'proposed-for-me': one(proposed, { reader: '1' }),
      end: one(role),
      'end-own': one(role, { reader: '1', form: { typed: {}, problems: [roleProblem('lastAdministrator', 'zh-TW')] } }),
      'decide-end': one(ending),
      over: one({ ...role, condition: 'ended' }),
    },
  }),
]
