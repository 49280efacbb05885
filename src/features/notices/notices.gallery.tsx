import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { Page } from '../../web/layout.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { formOf, newForm, refusalProblem } from './editor-form.ts'
import { EditorPage, WithdrawPage } from './editor-page.tsx'
import { fileProblem, ManagedFiles, RemoveFilePage } from './file-parts.tsx'
import { ManagedNoticePage, ManagedNoticesPage } from './managed-pages.tsx'
import { NoticePage } from './notice-page.tsx'
import { HomeNotices, NoticesPage } from './notices-page.tsx'
import { LIST_PATH, managedPath, MANAGE_PATH } from './slice.ts'
import { signerMessages } from './signer-messages.ts'
import { SignersPage, SignersSummary } from './signers-page.tsx'
import { SAMPLE_FILES, SAMPLE_NOTICES } from './sample-notices.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Desk, ManagedPage } from './list-managed.ts'
import type { NoticePage as Found } from './list-notices.ts'
import { signersOrder } from './list-signers.ts'
import type { SignersPage as Signers, SignersShown } from './list-signers.ts'
import type { Notice } from './notice-rows.ts'

const [forOfficers, pinned, planned] = SAMPLE_NOTICES
const all: Found = { notices: [pinned, forOfficers, planned], total: 42, previous: null, next: planned.id }
const nothing: Found = { notices: [], total: 0, previous: null, next: null }

const signedThen = { at: new Date('2026-11-21T01:30:00Z'), version: 1 }
const list = (actor: Actor | null, page: Found, search = ''): Show => (request) =>
  <NoticesPage request={{ ...request, actor, path: LIST_PATH }} page={page} search={search} signed={new Map([[planned.id, signedThen]])} toSign={page.notices.length === 0 ? 0 : 1} />

const office = forOfficers.agency
const desk = { agency: office }
const filter = { agency: office!.code, shown: 'current' as const }
const versions = [
  { version: 2, at: new Date('2026-11-21T02:30:00Z'), by: '王建宏' }, { version: 1, at: new Date('2026-11-20T01:00:00Z'), by: null },
]
const managed: ManagedPage = {
  notices: [forOfficers, { ...planned, agency: office, publishAt: new Date('2099-01-01T00:00:00Z') }], total: 2, previous: null, next: null,
}
const desks = (actor: Actor, shown: Desk, page: ManagedPage): Show => (request) =>
  <ManagedNoticesPage request={as(request, actor, MANAGE_PATH)} desk={shown} filter={{ ...filter, agency: shown.agency?.code ?? null }} page={page} done={null} />
const editor = (form: FormState, preview = false): Show => (request) => (
  <EditorPage
    request={as(request, sampleActors.supervisor, `${MANAGE_PATH}/new`)} desk={desk} notice={null} form={form}
    audience={forOfficers.audienceAgency} preview={preview}
  />
)
const one = (notice: Notice, present = notice): Show => (request) => (
  <ManagedNoticePage request={as(request, sampleActors.supervisor, managedPath(notice.id))} notice={notice} present={present} versions={versions} done={null} />
)

const person = {
  key: '1', name: '李怡君', agency: '397210000A', agencyName: '高雄市政府人事處', unit: '考訓科', title: '科員', at: new Date('2026-11-21T01:30:00Z'),
}
const people: Signers = {
  signers: [person, { ...person, key: '2', name: '黃俊傑', agency: '397070100Y', agencyName: '高雄市旗津區旗津國民小學', unit: '', title: '人事管理員' }],
  previous: null, next: null,
}
const signers = (shown: SignersShown, page: Signers): Show => (request) => (
  <SignersPage
    request={as(request, sampleActors.supervisor, `${MANAGE_PATH}/x`)} notice={forOfficers} shown={shown} sort={signersOrder(shown, null)} page={page}
    counts={{ signed: 1204, waiting: page.signers.length === 0 ? 0 : 37 }}
  />
)
const attached = (files: typeof SAMPLE_FILES, form: FormState = EMPTY_FORM): Show => (request) => {
  const asked = as(request, sampleActors.supervisor, managedPath(forOfficers.id))
  return (
    <ManagedNoticePage request={asked} notice={forOfficers} present={forOfficers} versions={versions.slice(1)} done={null} problems={form.problems}>
      <ManagedFiles request={asked} notice={forOfficers} files={files} form={form} limits={{ most: 10, bytes: 10_485_760 }} />
    </ManagedNoticePage>
  )
}

export const pages = [
  gallery({
    name: 'announcements-managed',
    states: {
      list: desks(sampleActors.supervisor, desk, managed),
      empty: desks(sampleActors.supervisor, desk, { ...managed, notices: [], total: 0 }),
      centre: desks(sampleActors.central, { agency: null }, { ...managed, notices: [pinned, planned] }),
      one: one({ ...forOfficers, version: 2 }),
      'earlier-version': one(forOfficers, { ...forOfficers, version: 2 }),
      withdrawn: one({ ...forOfficers, version: 2, withdrawn: true }),
      new: editor(newForm(office!.code)),
      'new-of-the-centre': (request) => (
        <EditorPage request={as(request, sampleActors.central, `${MANAGE_PATH}/new`)} desk={{ agency: null }} notice={null} form={newForm(null)} audience={null} />
      ),
      preview: editor(formOf(forOfficers, 'zh-TW'), true),
      error: editor({
        ...formOf(forOfficers, 'zh-TW'),
        problems: [refusalProblem('audienceOutside', 'zh-TW'), refusalProblem('publishPast', 'zh-TW'), { field: 'title', message: '請填寫標題' }],
      }),
      'who-has-not': signers('waiting', { ...people, next: 'x' }),
      'who-has': signers('signed', people),
      'all-have': signers('waiting', { ...people, signers: [] }),
      acknowledged: (request) => {
        const asked = as(request, sampleActors.supervisor, managedPath(forOfficers.id))
        return (
          <ManagedNoticePage request={asked} notice={forOfficers} present={forOfficers} versions={versions.slice(1)} done={null}>
            <SignersSummary request={asked} notice={forOfficers} counts={{ signed: 1204, waiting: 37 }} />
          </ManagedNoticePage>
        )
      },
      attachments: attached(SAMPLE_FILES),
      'attachment-refused': attached(SAMPLE_FILES, { typed: {}, problems: [fileProblem('otherContent', 'zh-TW')] }),
      'remove-attachment': (request) => (
        <RemoveFilePage request={as(request, sampleActors.supervisor, MANAGE_PATH)} notice={forOfficers} file={SAMPLE_FILES[0]!} problems={[]} />
      ),
      withdraw: (request) => (
        <WithdrawPage request={as(request, sampleActors.supervisor, MANAGE_PATH)} notice={forOfficers} shown form={EMPTY_FORM} />
      ),
    },
  }),
  gallery({
    name: 'announcements',
    states: {
      list: list(sampleActors.supervisor, all),
      empty: list(sampleActors.employee, nothing),
      'empty-signed-out': list(null, nothing),
      'nothing-found': list(null, nothing, '考績'),
      notice: (request) => <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={pinned} files={[]} signed={null} />,
      attachments: (request) => <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={forOfficers} files={SAMPLE_FILES} signed={null} />,
      'must-sign': (request) => <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={forOfficers} files={[]} signed={null} />,
      signed: (request) => <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={forOfficers} files={[]} signed={signedThen} />,
      'signed-before': (request) => (
        <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={{ ...forOfficers, version: 2 }} files={[]} signed={signedThen} />
      ),
      'sign-refused': (request) => (
        <NoticePage
          request={as(request, sampleActors.supervisor, LIST_PATH)} notice={forOfficers} files={[]} signed={null}
          form={{ typed: {}, problems: [{ field: null, message: signerMessages('zh-TW').refused.changedMeanwhile }] }}
        />
      ),
      home: (request) => (
        <Page request={{ ...request, path: '/' }} title="首頁" bare><h1>首頁</h1><HomeNotices request={request} notices={all.notices} /></Page>
      ),
      'home-empty': (request) => (
        <Page request={{ ...request, path: '/' }} title="首頁" bare><h1>首頁</h1><HomeNotices request={request} notices={[]} /></Page>
      ),
    },
  }),
]
