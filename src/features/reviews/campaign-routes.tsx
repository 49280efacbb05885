import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { manageAgency } from '../../store/managing.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { managedDefault } from '../../web/managed.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, filledForm, freeText, typedIn } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { agencyCode, chosenPosts, count, decidingForm, MOST_FIELDS, pressedEntries, uuid } from './addresses.ts'
import { endItems, keepAllAt, keepItems } from './campaign-decisions.ts'
import { campaignApplications, campaignForm, namesOf, refusalOf, wishOf } from './campaign-form.ts'
import { campaignMessages } from './campaign-messages.ts'
import { campaignAddress, CampaignPage, DID_ITEMS, isDecided } from './campaign-page.tsx'
import { findCampaign, itemsOf, listCampaigns, listItems, progressByAgency, SHOWN_ITEMS } from './campaign-rows.ts'
import { CAMPAIGNS_PATH, CampaignsPage } from './campaigns-page.tsx'
import { EndEntriesPage } from './end-entries-page.tsx'
import { personOf } from './entry.ts'
import { entryName } from './entry-parts.tsx'
import { itemColumnNames, itemRows } from './export-items.ts'
import { reviewsOf } from './handover-routes.tsx'
import { postChoices, usesKnownSince } from './list-suspended.ts'
import { loadEntries } from './load-entries.ts'
import { lossesOfEntries } from './losses.ts'
import { messages } from './messages.ts'
import { NewCampaignPage, StartCampaignPage } from './new-campaign-page.tsx'
import { CancelCampaignPage, ReportPage } from './report-page.tsx'
import { cancelCampaign, foreseeCampaign, mayCancel, startCampaign } from './start-campaign.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormState } from '../../web/form.ts'
import type { RefusedReply, Reply } from '../../web/reply.ts'
import type { Client, PageRequest, Route } from '../../web/route.ts'
import type { AskedItems, DidItems } from './campaign-page.tsx'
import type { SeenCampaign } from './campaign-rows.ts'
import type { EntryRef } from './entry.ts'
import type { ReviewsSlice } from './handover-routes.tsx'
import type { ReviewRequest } from './reviews-frame.tsx'

type OneCampaign = ReviewRequest & { params: { id: string }; client: Client }

const empty = z.literal('').transform(() => undefined)
const askedShape = {
  shown: z.enum(SHOWN_ITEMS).or(empty).optional(), agency: agencyCode.or(empty).optional(), after: decidingForm.after,
}
const askedOf = ({ shown = 'undecided', agency = null, after = '' }: {
  shown?: AskedItems['shown'] | undefined; agency?: string | null | undefined; after?: string
}): AskedItems => ({ shown, agency, after })

async function campaignOfRequest({ database }: ReviewsSlice, { actor, today, params: { id } }: OneCampaign): Promise<SeenCampaign | null> {
  return uuid.safeParse(id).success ? findCampaign(database.read, actor.authority, id, today) : null
}

async function showNew({ database }: ReviewsSlice, request: ReviewRequest, form: FormState): Promise<Reply> {
  const { actor, today } = request
  const code = agencyCode.safeParse(typedIn(form, 'agency').trim().toUpperCase())
  const managed = code.success ? await manageAgency(database.read, actor.authority, code.data, today) : null
  return page(<NewCampaignPage
    request={request} form={form} applications={await campaignApplications(database.read)}
    agency={managed === null ? null : { name: managed.agency.name, nameEn: managed.agency.nameEn }}
  />)
}

function newRoutes(slice: ReviewsSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET',
      path: '/manage/reviews/campaigns/new',
      act: 'manage',
      query: z.object({ agency: agencyCode.optional() }),
      handle: (request) => showNew(slice, request, filledForm({
        agency: request.query.agency ?? managedDefault(request.actor) ?? '', kinds: ['grant', 'membership', 'duty', 'delegation'],
      })),
    }),
    route({
      method: 'POST',
      path: '/manage/reviews/campaigns/new',
      act: 'manage',
      form: campaignForm,
      handle: async (request) => {
        const { actor, today, language, form } = request
        const wish = wishOf(form, language)
        if ('problems' in wish) return refused(wish.problems)
        if (form.press === 'preview') {
          const { counts, decided } = await foreseeCampaign(database.read, actor, wish, today)
          if ('refused' in decided) return refused([refusalOf(decided.refused, language)])
          const typed = filledForm({
            title: wish.title, agency: wish.agency ?? '', below: wish.below ? 'yes' : '', application: wish.application ?? '',
            due: wish.due, silence: wish.silence, note: wish.note ?? '',
          })
          return page(<StartCampaignPage
            request={request} form={typed} wish={wish} counts={counts} named={await namesOf(database.read, wish)}
          />)
        }
        const answer = await startCampaign(database, requestOrigin(request), actor, wish, today)
        if ('refused' in answer) return refused([refusalOf(answer.refused, language)])
        return redirect(`${CAMPAIGNS_PATH}/${answer.started}?did=started&n=${answer.items}`)
      },
      again: (request, form) => showNew(slice, request, form),
    }),
  ]
}

async function show(
  slice: ReviewsSlice, request: OneCampaign, asked: AskedItems, form: FormState, did: { what: DidItems; count: number } | null,
): Promise<Reply> {
  const { database } = slice
  const { read } = database
  const { actor, today } = request
  const campaign = await campaignOfRequest(slice, request)
  if (campaign === null) return problem('notFound')
  const [listed, since] = await Promise.all([
    listItems(read, actor.authority, campaign.id, asked, today), usesKnownSince(read),
  ])
  const loaded = await loadEntries(read, listed.items, today)
  // Of a duty, the application that is looked through.
  const entries = loaded.map((entry) => {
    const only = listed.items.find((item) => item.kind === entry.kind && item.id === entry.id)?.application
    return entry.kind !== 'duty' || only == null ? entry
      : { ...entry, applications: entry.applications.filter(({ code }) => code === only) }
  })
  const posts = await postChoices(read, actor.authority, entries.flatMap((entry) => personOf(entry) ?? []), today)
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'reviews.campaign', asOf: today, agency: asked.agency, application: campaign.application?.code ?? null,
    asked: { campaign: campaign.id, shown: asked.shown }, rows: entries.length,
  })
  return page(<CampaignPage
    request={request} campaign={campaign} asked={asked} page={listed} entries={entries} posts={posts} since={since} form={form}
    did={did} mayCancel={await mayCancel(read, campaign, actor, today)}
  />)
}

const listForm = () => z.object(decidingForm).omit({ shown: true, part: true, note: true })
  .extend({ ...askedShape, why: freeText(500) })
type Deciding = PageRequest<'manage', { id: string }, unknown, z.output<ReturnType<typeof listForm>>>

async function askToEnd(slice: ReviewsSlice, request: Deciding, campaign: SeenCampaign, refs: readonly EntryRef[]): Promise<Reply> {
  const { actor, today, form } = request
  const { read } = slice.database
  const items = await itemsOf(read, actor.authority, campaign.id, refs, today)
  const entries = await loadEntries(read, items, today)
  const asked = askedOf(form)
  return page(<EndEntriesPage
    request={request} entries={entries} losses={await lossesOfEntries(read, entries, today)} why={form.why}
    hidden={{ shown: asked.shown, agency: asked.agency ?? '', after: asked.after }}
    action={`${CAMPAIGNS_PATH}/${campaign.id}`} cancel={campaignAddress(campaign.id, asked)}
  />)
}

async function decide(slice: ReviewsSlice, request: Deciding): Promise<Reply | RefusedReply> {
  const { database } = slice
  const { actor, today, language, form } = request
  const campaign = await campaignOfRequest(slice, request)
  if (campaign === null) return problem('notFound')
  const m = messages(language).handover
  const c = campaignMessages(language)
  if (!isDecided(campaign, today)) return redirect(`${CAMPAIGNS_PATH}/${campaign.id}`)
  // Who holds an agency's card is nobody in particular (R-CRT-5).
  if (actor.personId === null) return refused([{ field: null, message: c.refusals.noHolder }])
  const { press, refs } = pressedEntries(form)
  const deciding = { campaign, actor: actor as PersonActor, today, reason: form.why === '' ? null : form.why }
  const origin = requestOrigin(request)
  if (press !== 'keepAll' && refs.length === 0) return refused([{ field: null, message: m.noneChecked }])
  if (press === 'end') return askToEnd(slice, request, campaign, refs)
  const all = press === 'keepAll' ? await keepAllAt(database, origin, deciding, form.press.split(' ')[1] ?? '') : null
  const decided = all ?? (press === 'endNow' ? await endItems(database, origin, deciding, refs)
    : await keepItems(database, origin, deciding, refs, chosenPosts(form.post)))
  const what = press === 'endNow' ? 'ended' as const : 'kept' as const
  const problems = [
    ...decided.failed.map(({ entry, says }) => ({ field: null, message: m.notDone(entryName(entry, language), says[language]) })),
    ...(all !== null && all.more > 0 ? [{ field: null, message: c.one.more(all.more) }] : []),
  ]
  if (problems.length > 0) return refused(decided.done > 0 ? [{ field: null, message: m.partly[what](decided.done) }, ...problems] : problems)
  return redirect(campaignAddress(campaign.id, askedOf(form), { did: what, n: String(decided.done) }))
}

function oneRoutes(slice: ReviewsSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/reviews/campaigns/:id',
      act: 'manage',
      query: z.object({ ...askedShape, did: z.enum(DID_ITEMS).optional(), n: count.optional() }),
      handle: (request) => {
        const { did, n = 0 } = request.query
        return show(slice, request, askedOf(request.query), EMPTY_FORM, did === undefined ? null : { what: did, count: n })
      },
    }),
    route({
      method: 'POST',
      path: '/manage/reviews/campaigns/:id',
      act: 'manage',
      limits: { fields: MOST_FIELDS },
      form: listForm,
      handle: (request) => decide(slice, request),
      again: (request, form) => {
        const asked = z.object(askedShape).safeParse({
          shown: typedIn(form, 'shown'), agency: typedIn(form, 'agency'), after: typedIn(form, 'after'),
        })
        return show(slice, request, askedOf(asked.success ? asked.data : {}), form, null)
      },
    }),
    route({
      method: 'GET',
      path: '/manage/reviews/campaigns/:id/cancel',
      act: 'manage',
      handle: async (request) => {
        const campaign = await campaignOfRequest(slice, request)
        if (campaign === null || !await mayCancel(slice.database.read, campaign, request.actor, request.today)) return problem('notFound')
        return campaign.state === 'open' ? page(<CancelCampaignPage request={request} campaign={campaign} />)
          : redirect(`${CAMPAIGNS_PATH}/${campaign.id}`)
      },
    }),
    route({
      method: 'POST',
      path: '/manage/reviews/campaigns/:id/cancel',
      act: 'manage',
      handle: async (request) => {
        const campaign = await campaignOfRequest(slice, request)
        if (campaign === null) return problem('notFound')
        const answer = await cancelCampaign(slice.database, requestOrigin(request), request.actor, campaign, request.today)
        if ('refused' in answer) return answer.refused === 'notYours' ? problem('notFound') : redirect(`${CAMPAIGNS_PATH}/${campaign.id}`)
        return redirect(`${CAMPAIGNS_PATH}?past=yes&cancelled=yes`)
      },
    }),
  ]
}

function exportRoute(slice: ReviewsSlice, format: Format): Route {
  const { database } = slice
  return route({
    method: 'GET',
    path: `/manage/reviews/campaigns/:id/report.${format}`,
    act: 'manage',
    handle: async (request) => {
      const { actor, today } = request
      const campaign = await campaignOfRequest(slice, request)
      if (campaign === null) return problem('notFound')
      const rows = recordedRows(database, requestOrigin(request), actor.authority, {
        list: 'reviews.campaign', format, asOf: asOf(today, today), asked: { campaign: campaign.id },
        agency: campaign.agency?.code ?? null, application: campaign.application?.code ?? null,
      }, () => itemRows(database.read, actor.authority, campaign.id, today))
      return exportReply(actor, { format, name: `review-${today}`, columns: itemColumnNames, rows })
    },
  })
}

/** 授權檢視 as campaigns: what goes on, one of them, its report, and a new one. */
export function campaignRoutes(slice: ReviewsSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET',
      path: '/manage/reviews/campaigns',
      act: 'manage',
      query: z.object({ past: z.literal('yes').optional(), cancelled: z.literal('yes').optional() }),
      handle: async (request) => {
        const { actor, today, query } = request
        const past = query.past === 'yes'
        const [listed, reviews] = await Promise.all([
          listCampaigns(database.read, actor.authority, past, today), reviewsOf(slice, request),
        ])
        return page(<CampaignsPage
          request={request} {...listed} past={past} handover={reviews.length > 0} cancelled={query.cancelled === 'yes'}
        />)
      },
    }),
    ...newRoutes(slice),
    ...oneRoutes(slice),
    route({
      method: 'GET',
      path: '/manage/reviews/campaigns/:id/report',
      act: 'manage',
      handle: async (request) => {
        const campaign = await campaignOfRequest(slice, request)
        if (campaign === null) return problem('notFound')
        const agencies = await progressByAgency(database.read, request.actor.authority, campaign.id, request.today)
        return page(<ReportPage request={request} campaign={campaign} agencies={agencies} />)
      },
    }),
    ...FORMATS.map((format) => exportRoute(slice, format)),
  ]
}
