// All rejected rows of a feed: where each is wrong, by reason.
import { addressOf } from '../../web/address.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { filledForm } from '../../web/form.ts'
import { faultName } from './fault-messages.ts'
import { feedPageMessages } from './feed-page-messages.ts'
import { feedCrumbs, feedPath, shownCount } from './feed-parts.tsx'
import { FaultTable } from './feed-page.tsx'
import type { FaultCode } from '../../core/feed-faults.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { FaultCount, FaultPage } from './list-faults.ts'
import type { ShownFeed } from './shown-feed.ts'

/** The page. */
export function FaultsPage({ request, feed, code, counts, faults }: {
  request: CentralRequest; feed: ShownFeed; code: FaultCode | null; counts: readonly FaultCount[]; faults: FaultPage
}) {
  const { language } = request
  const m = feedPageMessages(language).faults
  const c = componentMessages(language)
  const path = feedPath(feed.id, '/faults')
  const rows = Map.groupBy(counts, (one) => one.code)
  return (
    <ManagePage request={request} title={m.title} crumbs={feedCrumbs(language, feed.id)}>
      <p>{m.lead}</p>
      <div class="actions list-actions"><ButtonLink kind="secondary" href={`${path}.csv`}>{m.report}</ButtonLink></div>
      <form method="get" action={path} class="filters" aria-label={c.filter}>
        <SelectField
          language={language} form={filledForm({ code: code ?? '' })} name="code" label={m.code} none={m.every}
          choices={[...rows].map(([value, of]) => ({
            value, label: `${faultName(value)[language]} (${shownCount(of.reduce((sum, one) => sum + one.rows, 0))})`,
          }))}
        />
        <div class="actions"><Button kind="secondary">{c.filter}</Button></div>
      </form>
      {faults.faults.length === 0 ? <div role="status"><Empty title={m.none} /></div>
        : <FaultTable faults={faults.faults} language={language} caption={m.title} count={faults.total} />}
      <Paging
        language={language} previous={null}
        next={faults.next === null ? null : addressOf(path, { code: code ?? '', after: faults.next })}
      />
    </ManagePage>
  )
}
