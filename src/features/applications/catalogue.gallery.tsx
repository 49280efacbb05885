import { decide } from '../../core/access.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { ApplicationPage } from './application-page.tsx'
import { applicationOf, changedState, changesNow } from './catalogue-change.ts'
import { applicationForm, ApplicationFormPage, categoryForm, CategoryFormPage, OutageFormPage } from './catalogue-forms.tsx'
import { catalogueMessages } from './catalogue-messages.ts'
import { CataloguePage } from './catalogue-page.tsx'
import { ConfirmMemberPage } from './confirm-member-page.tsx'
import { GroupPage, GroupsPage, NewGroupPage, RenameGroupPage } from './groups-page.tsx'
import { EditMemberPage, JoinPage, LeavePage, NewMemberPage, RedatePage } from './member-pages.tsx'
import { AffectedPeoplePage, PreviewPage } from './preview-page.tsx'
import type { PersonFacts } from '../../core/facts.ts'
import type { DifferenceCount } from '../../store/access-difference.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { CatalogueChange, CatalogueState } from './catalogue-change.ts'
import type { ApplicationFields } from './catalogue-rows.ts'
import type { ListedGroup, ListedMember } from './group-members.ts'
import type { ListedApplication, ShownApplication } from './list-catalogue.ts'
import type { MemberEffect } from './member-effect.ts'
import type { Preview } from './preview-change.ts'

type Draw = Parameters<Show>[0]
const at = (request: Draw, path: string): FrameRequest & { actor: PersonActor } => as(request, sampleActors.central, path)

const fields: ApplicationFields = {
  name: '終身學習入口網', category: 'D.其他人事總處業務', description: '查詢學習時數；訓練機關、人事開課、上傳學員認證時數',
  audience: 'employee', grantable: true, requiresCertificate: false, passkeyAllowed: false, openToAgencyCard: false,
  dutyAllowed: true, secondManager: false, agencyRoot: null, test: false, inService: true,
  launchUrl: 'https://elearn.example.gov.tw/', remark: '如為人事或被授權者方有後台功能',
}
const outage = {
  id: '00000000-0000-4000-8000-000000000001', version: 1, application: 'D6', period: { from: '2026-11-23', to: '2026-11-25' },
  text: { 'zh-TW': '機房搬遷，每日 18:00 至翌日 06:00 停機。', en: 'The machines move house: down from 18:00 to 06:00.' },
}
const state: CatalogueState = {
  code: 'D6', application: { version: 3, position: 20, fields },
  categories: new Map([
    ['backoffice', { version: 1, fields: { name: '訓練機關後台', nameEn: 'Back office', derivedGroup: 'hr', handOut: 'manager' } }],
    ['use', { version: 1, fields: { name: '使用', nameEn: 'Use', derivedGroup: 'employee', handOut: 'manager' } }],
  ]),
}
const listed: ListedApplication[] = [
  { code: 'D6', fields, position: 20, groups: ['employee', 'hr'], categories: 2, outage },
  {
    code: 'WebHR', position: 13, groups: [], categories: 1, outage: null,
    fields: { ...fields, name: '人力資源管理資訊系統', category: 'A.人事資料填報及考核', requiresCertificate: true, dutyAllowed: false },
  },
  { code: 'A1T', position: 33, groups: ['hrSupervisor'], categories: 1, outage: null,
    fields: { ...fields, name: '人事資料報送服務網(雲端測試)', category: '測試應用系統', test: true, inService: false } },
]
const shown: ShownApplication = {
  code: 'D6', version: 3, position: 20, fields, agencyRootName: null, duties: 414, outages: [outage],
  categories: [...state.categories].map(([code, one], n) => ({ code, ...one, grants: n * 1_234 })),
  clients: [{
    application: 'D6', clientId: 'd6', clientSecret: null, redirectUris: ['https://elearn.example.gov.tw/callback'],
    postLogoutRedirectUris: [], backchannelLogoutUri: null, tokenEndpointAuthMethod: 'client_secret_basic',
    idTokenSignedResponseAlg: 'ES256', requirePkce: true, scopes: ['openid', 'profile', 'ecpa'], jwks: null, jwksUri: null,
  }],
}

const toHr: CatalogueChange = { thing: 'category', application: 'D6', category: 'use', base: 1, fields: { derivedGroup: 'hr' } }
const counts: DifferenceCount[] = [
  { category: null, side: 'gained', rights: 433, people: 36, agencies: 414 },
  { category: null, side: 'lost', rights: 681_773, people: 671_674, agencies: 8_152 },
  { category: 'use', side: 'gained', rights: 433, people: 36, agencies: 414 },
  { category: 'use', side: 'lost', rights: 681_773, people: 671_674, agencies: 8_152 },
]
function preview(change: CatalogueChange, counted: DifferenceCount[], more: Partial<Preview> = {}): Preview {
  return {
    id: '00000000-0000-4000-8000-000000000002', change, digest: '', counts: counted, counted: new Date('2026-11-23T01:00:00Z'),
    stale: false, state, fields: changesNow(state, change),
    law: { before: applicationOf(state), after: applicationOf(changedState(state, change))! }, ...more,
  }
}

// Wu works at the secretariat and is in a group to which D6's back office was granted.
const facts: PersonFacts = {
  person: '1', day: '2026-11-23', account: 'active', duties: [], catalogue: [applicationOf(state)!],
  posts: [{
    id: '1', agency: '397010000A', kind: 'appointment', unit: '文書科', title: '科員', staffCategory: '01', supervisorLevel: '',
    nature: '', from: '2020-01-01', to: null,
  }],
  memberships: [{ id: 'm', group: 'survey', post: '1', from: '2026-11-23', to: '2027-06-30', state: 'active' }],
  grants: [{
    id: 'g', application: 'D6', category: 'backoffice', agency: '397010000A', from: '2026-01-01', to: null, state: 'active',
    receiver: { to: 'group', group: 'survey', name: '高雄調查小組' },
  }],
  tree: {
    agencies: new Map([['397010000A', {
      code: '397010000A', name: '高雄市政府秘書處', nameEn: null, superior: null, superiorMissing: false, live: true,
    }]]),
    offices: [],
  },
}
const reasons = decide(facts)[0]!.reasons
const granted = reasons.find((one) => one.category === 'backoffice')!
const effect = (kind: 'gained' | 'lost' | 'until'): MemberEffect => ({
  day: '2026-11-23', naming: facts, digest: '',
  changes: [{
    kind, application: 'D6', category: 'backoffice', agency: '397010000A', until: '2027-06-30', untilBefore: '2026-12-31', reason: granted,
  }],
})
const noEffect: MemberEffect = { day: '2026-11-23', naming: facts, digest: '', changes: [] }

const group: ListedGroup = { code: 'survey', name: '高雄調查小組', agency: '397000000A', agencyName: '高雄市政府', members: 2, grants: 3 }
const member: ListedMember = {
  id: '00000000-0000-4000-8000-000000000003', version: 1, group: 'survey', person: '1', post: '1', state: 'active', givenBy: null,
  since: '2026-11-23', key: '00000000-0000-4000-8000-000000000010', name: '吳文傑', accountName: 'wu.employee', from: '2026-11-23', to: '2026-12-31', reason: '調查業務', postAgency: '397010000A',
  postAgencyName: '高雄市政府秘書處', postUnit: '文書科', postTitle: '科員',
}
const members = [member, { ...member, id: 'b', name: '孫淑芬', accountName: 'sun.employee', to: null, state: 'suspended' as const }]
const [suspended] = members.slice(1)
const person: PickedPerson = {
  id: '1', key: '00000000-0000-4000-8000-000000000010', name: '吳文傑', nationalIdMasked: 'A12****789', accountName: 'wu.employee',
  accountState: 'active', posts: ['文書科', '總務科'].map((unit, n) => ({
    id: String(n + 1), agency: '397010000A', agencyName: '高雄市政府秘書處', agencyNameEn: null, kind: 'appointment' as const, unit,
    title: '科員', from: '2020-01-01', to: null,
  })),
}
const wish = { from: '2026-11-23', to: '2027-06-30', reason: '調查業務' }
const wrong = (request: FrameRequest, field: string, code: 'code' | 'launchUrl') =>
  [{ field, message: catalogueMessages(request.language).problems[code] }]

export const pages = [
  gallery({
    name: 'catalogue',
    states: {
      list: (request) => (
        <CataloguePage
          request={at(request, '/manage/applications')} asked={{ q: '', show: 'all', sort: 'position' }}
          found={{ applications: listed, total: 35, outOfService: 1 }}
        />
      ),
      'found-none': (request) => (
        <CataloguePage
          request={at(request, '/manage/applications')} asked={{ q: '沒有這種', show: 'test', sort: 'name' }}
          found={{ applications: [], total: 35, outOfService: 0 }}
        />
      ),
      one: (request) => <ApplicationPage request={at(request, '/manage/applications/D6')} shown={shown} saved="change" />,
      'one-empty': (request) => (
        <ApplicationPage
          request={at(request, '/manage/applications/D6')} refused="changedMeanwhile"
          shown={{ ...shown, categories: [], outages: [], clients: [], fields: { ...fields, inService: false } }}
        />
      ),
      edit: (request) => (
        <ApplicationFormPage
          request={at(request, '/manage/applications/D6/edit')} form={applicationForm({ ...fields, position: 20 })} version={3} code="D6"
        />
      ),
      'edit-wrong': (request) => (
        <ApplicationFormPage
          request={at(request, '/manage/new-application')} version={0}
          form={{ ...applicationForm({ ...fields, launchUrl: 'elearn', position: 20 }),
            problems: [...wrong(request, 'code', 'code'), ...wrong(request, 'launchUrl', 'launchUrl')] }}
        />
      ),
      category: (request) => (
        <CategoryFormPage
          request={at(request, '/manage/applications/D6/categories/use')} form={categoryForm(state.categories.get('use')!.fields)}
          version={1} code="D6" category="use"
        />
      ),
      outage: (request) => (
        <OutageFormPage request={at(request, '/manage/applications/D6/new-outage')} form={EMPTY_FORM} version={0} code="D6" />
      ),
      preview: (request) => <PreviewPage request={at(request, '/manage/applications/D6/previews/1')} preview={preview(toHr, counts)} />,
      'preview-stale': (request) => (
        <PreviewPage
          request={at(request, '/manage/applications/D6/previews/1')}
          preview={preview({ ...toHr, base: 0 } as CatalogueChange, counts, { stale: true })}
        />
      ),
      'preview-nobody': (request) => (
        <PreviewPage
          request={at(request, '/manage/applications/D6/previews/1')}
          preview={preview({ thing: 'application', application: 'D6', base: 3, fields: { remark: '', requiresCertificate: true } }, [])}
        />
      ),
      names: (request) => (
        <AffectedPeoplePage
          request={at(request, '/manage/applications/D6/previews/1/people')} preview={preview(toHr, counts)} side="lost" category="use"
          page={{ next: 'x', rows: reasons.map((reason) => ({
            agency: reason.agency, agencyName: '高雄市政府秘書處', name: '吳文傑', key: person.key, accountName: 'wu.employee',
            category: reason.category, reasons: [reason], naming: facts,
          })) }}
        />
      ),
    },
  }),
  gallery({
    name: 'groups',
    states: {
      list: (request) => <GroupsPage request={at(request, '/manage/groups')} groups={[group, { ...group, code: 'b', name: '普查小組' }]} />,
      none: (request) => <GroupsPage request={at(request, '/manage/groups')} groups={[]} />,
      one: (request) => <GroupPage request={at(request, '/manage/groups/survey')} group={group} members={members} next="x" done="joined" />,
      empty: (request) => <GroupPage request={at(request, '/manage/groups/survey')} group={group} members={[]} next={null} />,
      new: (request) => <NewGroupPage request={at(request, '/manage/new-group')} form={filledForm({ agency: '397000000A' })} agency={{ name: '高雄市政府', nameEn: null }} />,
      rename: (request) => <RenameGroupPage request={at(request, '/manage/groups/survey/rename')} form={filledForm({ name: group.name })} group={group} />,
      'new-member': (request) => <NewMemberPage request={at(request, '/manage/groups/survey/new-member')} form={EMPTY_FORM} group={group} person={person} />,
      join: (request) => <JoinPage request={at(request, '/manage/groups/survey/new-member')} group={group} person={person} post="1" wish={wish} effect={effect('gained')} stale />,
      'join-nothing': (request) => <JoinPage request={at(request, '/manage/groups/survey/new-member')} group={group} person={person} post="1" wish={wish} effect={noEffect} stale={false} />,
      edit: (request) => <EditMemberPage request={at(request, '/manage/groups/survey/members/1')} form={filledForm({ to: '115/12/31', reason: '調查業務' })} group={group} member={member} />,
      redate: (request) => <RedatePage request={at(request, '/manage/groups/survey/members/1')} group={group} member={member} wish={wish} effect={effect('until')} stale={false} />,
      confirm: (request) => <ConfirmMemberPage request={at(request, '/manage/groups/survey/members/b/confirm')} group={group} member={suspended!} posts={person.posts} effect={effect('gained')} form={EMPTY_FORM} />,
      'confirm-one-post': (request) => <ConfirmMemberPage request={at(request, '/manage/groups/survey/members/b/confirm')} group={group} member={suspended!} posts={person.posts.slice(0, 1)} effect={effect('gained')} form={EMPTY_FORM} />,
      'confirm-no-post': (request) => <ConfirmMemberPage request={at(request, '/manage/groups/survey/members/b/confirm')} group={group} member={suspended!} posts={[]} effect={null} form={EMPTY_FORM} />,
      leave: (request) => <LeavePage request={at(request, '/manage/groups/survey/members/1/end')} group={group} member={member} effect={effect('lost')} form={EMPTY_FORM} />,
    },
  }),
]
