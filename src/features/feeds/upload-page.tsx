// 「上傳」: the form of a feed's file. Without script it is sent as any form is; with it (public/feeds.js) one sees how far it is.
import { FEED_COLUMNS } from '../../core/feed-columns.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, FileField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { REQUIRED } from '../../core/feed-checks.ts'
import { feedMessages } from './feed-messages.ts'
import { feedCrumbs, FEEDS_PATH } from './feed-parts.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { CentralRequest } from './feed-parts.tsx'

export const TEMPLATE_PATH = `${FEEDS_PATH}/template.csv`

function FormatHelp({ language }: { language: Language }) {
  const { upload: m, what } = feedMessages(language)
  return (
    <Disclosure summary={m.format}>
      <p>{m.formatLead}</p>
      <Table
        language={language} caption={m.format} rows={FEED_COLUMNS}
        columns={[
          { label: m.columns.name, heading: true, cell: (name) => <code>{name}</code> },
          { label: m.columns.needed, cell: (name) => (REQUIRED.includes(name) ? m.yes : '—') },
          { label: m.columns.what, cell: (name) => what[name] },
        ]}
      />
      <p>{m.key}</p>
      <p>{m.ndjson}</p>
      <p><ButtonLink kind="secondary" href={TEMPLATE_PATH}>{m.template}</ButtonLink></p>
    </Disclosure>
  )
}

/** What the script shows while the file goes out, with its words: hidden until then. */
function Progress({ language }: { language: Language }) {
  const { upload: m } = feedMessages(language)
  return (
    <div class="notice uploading" data-uploading hidden data-leave={m.leave}>
      <h2 tabindex={-1} data-words={m.progress} data-checking={m.checking} data-cancelled={m.cancelled} data-broken={m.interrupted}>
        {m.progress}
      </h2>
      <p data-help hidden>{m.interruptedHelp}</p>
      <progress max={100} value={0} aria-label={m.progress} />
      <p><span data-sent={m.sent('0%')}>{m.sent('0%')}</span></p>
      <p><button type="button" class="button secondary" data-cancel>{m.cancel}</button></p>
    </div>
  )
}

/** The form. */
export function UploadPage({ request, form }: { request: CentralRequest; form: FormState }) {
  const { language } = request
  const { upload: m } = feedMessages(language)
  const common = { language, form }
  return (
    <ManagePage request={request} title={m.title} crumbs={feedCrumbs(language)} problems={form.problems}>
      <p class="lead">{m.lead}</p>
      <Progress language={language} />
      <Form request={request} action={`${FEEDS_PATH}/new`} withFile>
        <Radios
          {...common} name="kind" label={m.kind}
          choices={(['snapshot', 'delta'] as const).map((value) => ({ value, label: m.kinds[value], hint: m.kinds[`${value}Hint`] }))}
        />
        <DateField {...common} name="asOf" label={m.asOf} hint={m.asOfHint} />
        <FileField {...common} name="file" label={m.file} hint={m.fileHint} accept=".csv,.ndjson,.jsonl,.gz" />
        <Actions><Button>{m.send}</Button><CancelLink language={language} href={FEEDS_PATH} /></Actions>
      </Form>
      <FormatHelp language={language} />
      <script type="module" src={request.site.asset('feeds.js')} />
    </ManagePage>
  )
}
