// 「簽收」 on the pages of readers and of writers.
import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice as Callout } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Panel, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { isPerson } from '../../web/actor.ts'
import { nameIn } from '../../web/agency-names.ts'
import { editorMessages } from './editor-messages.ts'
import { SIGNERS, signersOrder } from './list-signers.ts'
import { deskAddress } from './managed-pages.tsx'
import { signerMessages } from './signer-messages.ts'
import { managedPath, MANAGE_PATH, noticePath } from './slice.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { SignersCount, SignersPage as Found, SignersShown, SignersSort } from './list-signers.ts'
import type { ManageRequest } from './managed-pages.tsx'
import type { Notice } from './notice-rows.ts'
import type { Signed } from './sign-notice.ts'

/** The list of those who have signed, or have not. */
export const signersPath = (id: string): LocalPath => `${managedPath(id)}/acknowledgements`

/** Asks a reader to sign, or says that they did, and whether just now. */
export function SignPanel({ request, notice, signed, done }: { request: FrameRequest; notice: Notice; signed: Signed | null; done: boolean }) {
  const { language } = request
  const m = signerMessages(language)
  if (signed !== null) {
    return (
      <Callout kind="done" lasting={!done} title={m.signed(showMoment(signed.at, language))}>
        {signed.version < notice.version ? <p>{m.signedBefore}</p> : null}
      </Callout>
    )
  }
  if (!notice.mustAcknowledge) return null
  return (
    <Panel id="sign" title={m.sign}>
      {!isPerson(request.actor) ? <p>{m.cannot}</p> : (
        <Form request={request} action={`${noticePath(notice.id)}/acknowledge`} hidden={{ version: String(notice.version) }}>
          <p>{m.signWhy}</p>
          <Actions><Button>{m.sign}</Button></Actions>
        </Form>
      )}
    </Panel>
  )
}

/** How many have signed, on the page of its writers. */
export function SignersSummary({ request: { language }, notice, counts }: { request: ManageRequest; notice: Notice; counts: SignersCount }) {
  const m = signerMessages(language)
  return (
    <Panel id="acknowledged" title={m.title}>
      <p>{m.counts(counts.signed, counts.waiting)} <a href={signersPath(notice.id)}>{m.see}</a></p>
    </Panel>
  )
}

/** Who has signed, or who has not. */
export function SignersPage({ request, notice, shown, sort, counts, page }: {
  request: ManageRequest; notice: Notice; shown: SignersShown; sort: SignersSort; counts: SignersCount; page: Found
}) {
  const { language } = request
  const m = signerMessages(language)
  const path = signersPath(notice.id)
  const own = signersOrder(shown, null)
  const at = (more: Record<string, string>) => addressOf(path, { shown: shown === 'waiting' ? '' : shown, sort: sort === own ? '' : sort, ...more })
  const sortBy = (column: 'agency' | 'at') => {
    const turned = sort === column ? `-${column}` : column
    return { href: at({ sort: turned === own ? '' : turned }), now: sort === column ? 'ascending' as const : sort === `-${column}` ? 'descending' as const : null }
  }
  const agency = notice.agency === null ? null : { code: notice.agency.code, name: nameIn(notice.agency, language) }
  return (
    <ManagePage
      request={request} title={m.title} agency={agency} back={MANAGE_PATH}
      crumbs={[{ label: editorMessages(language).manageTitle, href: deskAddress(notice.agency) }, { label: notice.title, href: managedPath(notice.id) }]}
    >
      <p><b>{m.counts(counts.signed, counts.waiting)}</b> <span class="soft">{m.leftToo}</span></p>
      <Tabs
        label={m.shown}
        tabs={SIGNERS.map((one) => ({
          label: m.shownOnes[one], href: addressOf(path, { shown: one === 'waiting' ? '' : one }), current: one === shown, count: counts[one],
        }))}
      />
      {page.signers.length === 0 ? <Empty title={shown === 'waiting' ? m.noneWaiting : m.noneSigned}><p>{m.noneWhy}</p></Empty> : (
        <>
          <Table
            language={language} caption={m.shownOnes[shown]} rows={page.signers}
            columns={[
              { label: m.columns.name, heading: true, cell: ({ name }) => name },
              { label: m.columns.agency, sort: sortBy('agency'), cell: (one) => <>{one.agencyName} <span class="code">{one.agency}</span></> },
              { label: m.columns.post, cell: ({ unit, title }) => [unit, title].filter((part) => part !== '').join(' ') },
              ...(shown === 'waiting' ? [] : [{ label: m.columns.at, sort: sortBy('at'), cell: (one: Found['signers'][number]) => one.at === null ? '' : showMoment(one.at, language) }]),
            ]}
          />
          <Exports language={language} list={at({})} />
        </>
      )}
      <Paging
        language={language} previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
    </ManagePage>
  )
}
