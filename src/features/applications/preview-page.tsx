import { reasonSentence } from '../../core/access-messages.ts'
import type { DifferenceCount, Side } from '../../store/access-difference.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { applicationPath, crumbsOf, valueText } from './application-page.tsx'
import { catalogueMessages } from './catalogue-messages.ts'
import type { CentralRequest } from './catalogue-page.tsx'
import type { FieldChange } from './configuration-change.ts'
import { isLaidOver } from './preview-change.ts'
import type { AffectedPage, Preview } from './preview-change.ts'
import { previewPath } from './to-preview.ts'

type Props = { request: CentralRequest; preview: Preview }

/** The form that the proposal was typed into, with it in it. */
function editPath({ change, id }: Preview): LocalPath {
  const path = applicationPath(change.application)
  if (change.thing === 'category') {
    return `${path}/${change.base === 0 ? 'new-category' : `categories/${change.category}`}?preview=${id}`
  }
  return change.base === 0 ? `/manage/new-application?preview=${id}` : `${path}/edit?preview=${id}`
}

function Changes({ fields, language }: { fields: readonly FieldChange[]; language: Language }) {
  const m = catalogueMessages(language)
  const isNew = fields.every(({ from }) => from === undefined)
  return (
    <Table
      language={language} caption={m.changes} rows={fields}
      columns={[
        { label: m.columns.field, heading: true, cell: ({ field }) => m.fields[field as keyof typeof m.fields] },
        ...(isNew ? [] : [{ label: m.columns.now, cell: ({ field, from }: FieldChange) => valueText(field, from, language) }]),
        { label: m.columns.after, cell: ({ field, to }: FieldChange) => <b>{valueText(field, to, language)}</b> },
      ]}
    />
  )
}

/** What the category is called, as it would be or, where it would not be, as it is. */
function categoryName({ law }: Pick<Preview, 'law'>, code: string, language: Language): string {
  const found = [...law.after.categories, ...(law.before?.categories ?? [])].find((one) => one.code === code)
  const { name = code, nameEn = code } = (found ?? {}) as { name?: string; nameEn?: string }
  return language === 'en' ? nameEn : name
}

type CategoryCount = DifferenceCount & { category: string }
const isOfCategory = (one: DifferenceCount): one is CategoryCount => one.category !== null

function Effect({ request: { language }, preview }: Props) {
  const m = catalogueMessages(language)
  const { counts, counted } = preview
  if (counts.length === 0) return <p>{m.noEffect}</p>
  const side = (one: DifferenceCount) => (one.side === 'gained' ? m.gained : m.lost)
  return (
    <>
      <Table
        language={language} caption={m.effect} rows={counts.filter(isOfCategory)}
        columns={[
          { label: m.columns.category, heading: true, cell: (one) => categoryName(preview, one.category, language) },
          { label: m.columns.change, cell: (one) => <b class={one.side}>{side(one)}</b> },
          { label: m.columns.people, numeric: true, cell: (one) => one.people.toLocaleString('en-US') },
          { label: m.columns.agencies, numeric: true, cell: (one) => one.agencies.toLocaleString('en-US') },
          { label: m.columns.rights, numeric: true, cell: (one) => one.rights.toLocaleString('en-US') },
          {
            label: m.columns.actions, actions: true,
            cell: (one) => (
              <ButtonLink
                kind="quiet" label={m.namesOf(categoryName(preview, one.category, language), side(one))}
                href={`${previewPath(preview.change, preview.id)}/people?side=${one.side}&category=${one.category}`}
              >
                {m.names}
              </ButtonLink>
            ),
          },
        ]}
      />
      <p class="soft">{m.counted(showMoment(counted, language))} {m.namesRecorded}</p>
    </>
  )
}

const peopleOf = (counts: readonly DifferenceCount[], side: Side): number =>
  counts.find((one) => one.side === side && one.category === null)?.people ?? 0

/** Asks once before a change of the catalogue is saved, and says in numbers what it will do. */
export function PreviewPage({ request, preview }: Props) {
  const { language } = request
  const m = catalogueMessages(language)
  const { change, counts, fields, stale } = preview
  const what = change.thing === 'category' ? `${change.application} ${change.category}` : change.application
  const sentence = m.effectOf(peopleOf(counts, 'gained'), peopleOf(counts, 'lost'))
  const certificate = fields.some(({ field, from, to }) => field === 'requiresCertificate' && from === false && to === true)
  return (
    <ManagePage
      request={request} title={m.previewTitle}
      crumbs={change.base === 0 && change.thing === 'application' ? crumbsOf(language) : crumbsOf(language, change.application)}
    >
      <p class="lead">{m.previewOf(what)}</p>
      {stale ? <Notice kind="warning" title={m.stale}><p>{m.staleWhy}</p></Notice> : null}
      {isLaidOver(preview) ? <p>{m.laidOver}</p> : null}
      <Changes fields={fields} language={language} />
      {sentence === '' ? <h2>{m.effect}</h2> : <Notice kind="warning" title={sentence} />}
      {certificate ? <p>{m.certificateNote}</p> : null}
      <Effect request={request} preview={preview} />
      <Form request={request} action={previewPath(preview.change, preview.id)}>
        <Actions>
          <Button kind={peopleOf(counts, 'lost') > 0 ? 'danger' : 'primary'}>{m.save}</Button>
          <ButtonLink kind="secondary" href={editPath(preview)}>{m.back}</ButtonLink>
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** The names behind a number of the preview, each with the reasons that make (or made) the right. */
export function AffectedPeoplePage(props: Props & { side: Side; category?: string | undefined; page: AffectedPage }) {
  const { request, preview, side, category, page } = props
  const { language } = request
  const m = catalogueMessages(language)
  const path = previewPath(preview.change, preview.id)
  const query = new URLSearchParams({ side, ...(category === undefined ? {} : { category }) })
  return (
    <ManagePage
      request={request} title={m.namesTitle(side === 'gained' ? m.gained : m.lost)}
      crumbs={[...crumbsOf(language, preview.change.application), { label: m.previewTitle, href: path }]}
    >
      <p class="lead">{m.namesLead[side]}</p>
      {page.rows.length === 0 ? <Empty title={m.noEffect} /> : (
        <Table
          language={language} caption={m.names} rows={page.rows}
          columns={[
            {
              label: m.columns.person, heading: true,
              cell: ({ name, accountName }) => <>{name} <span class="code">{accountName}</span></>,
            },
            {
              label: m.columns.agency,
              cell: ({ agency, agencyName }) => <>{agencyName} <span class="code">{agency}</span></>,
            },
            { label: m.columns.category, cell: (one) => categoryName(preview, one.category, language) },
            {
              label: m.columns.reasons,
              cell: ({ reasons, naming }) => <>{reasons.map((reason) => <div>{reasonSentence(reason, naming)[language]}</div>)}</>,
            },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={page.next === null ? null : `${path}/people?${query}&after=${page.next}`} />
      <Actions><ButtonLink kind="secondary" href={path}>{m.previewTitle}</ButtonLink></Actions>
    </ManagePage>
  )
}
