// The portal, put together: the slices' routes in front of one database, the OpenID provider beside them, and the jobs.
import { dayInTaipei } from '../core/days.ts'
import { manageAgencyRoutes } from '../features/agencies/manage-routes.tsx'
import { agencyRoutes } from '../features/agencies/routes.tsx'
import { authzenDescription } from '../features/authzen/description.ts'
import { AUTHZEN_PREFIXES, authzenRoutes } from '../features/authzen/routes.ts'
import { delegationRoutes } from '../features/delegations/routes.tsx'
import { dutyTodos } from '../features/duties/duty-todos.ts'
import { dutyRoutes } from '../features/duties/routes.tsx'
import { cardRoutes } from '../features/cards/routes.ts'
import { awaitingTasks } from '../features/cards/awaiting-cards.ts'
import { leftHolderTasks } from '../features/cards/end-left-holders.ts'
import { unverifiedTasks } from '../features/cards/tell-unverified.ts'
import { askAgainTasks } from '../features/certificates/ask-again.ts'
import { refusedTasks } from '../features/certificates/end-refused.ts'
import { listTasks } from '../features/certificates/fetch-lists.ts'
import { answerTasks } from '../features/certificates/responders.ts'
import { certificateRoutes } from '../features/certificates/routes.tsx'
import { Trust } from '../features/certificates/trust.ts'
import { dutyTasks } from '../features/duties/tell-expired.ts'
import { FEED_API_DESCRIPTION } from '../features/feeds/api-description.ts'
import { FEED_API_PREFIX, feedApiRoutes } from '../features/feeds/api-routes.ts'
import { environmentRoutes } from '../features/environment/routes.tsx'
import { feedIntakeTasks } from '../features/feeds/feed-record.ts'
import { feedTasks } from '../features/feeds/feed-tasks.ts'
import { feedTodos } from '../features/feeds/feed-todos.ts'
import { feedsRoutes } from '../features/feeds/routes.tsx'
import { fileRoutes as noticeFileRoutes } from '../features/notices/file-routes.tsx'
import { managedNoticeRoutes } from '../features/notices/managed-routes.tsx'
import { noticeTodos } from '../features/notices/sign-notice.ts'
import { signerRoutes } from '../features/notices/signer-routes.tsx'
import { helpFor } from '../features/guide/chapters.ts'
import { guideRoutes } from '../features/guide/routes.tsx'
import { homeNotices, noticeRoutes } from '../features/notices/routes.tsx'
import { greetingTasks } from '../features/greetings/deliver.ts'
import { greetingRoutes } from '../features/greetings/routes.tsx'
import { managedPollRoutes } from '../features/polls/managed-routes.tsx'
import { pollRoutes } from '../features/polls/routes.tsx'
import { expiringTodos, grantTodos } from '../features/grants/grant-todos.ts'
import { grantRoutes } from '../features/grants/routes.ts'
import { catalogueRoutes } from '../features/applications/catalogue-routes.tsx'
import { groupRoutes } from '../features/applications/group-routes.tsx'
import { openingOrigins } from '../features/launcher/opening-origins.ts'
import { launcherRoutes } from '../features/launcher/routes.tsx'
import { managementRoutes } from '../features/management/routes.tsx'
import { mailTasks, maskedLetterTask } from '../features/mail/send-mail.ts'
import { meRoutes } from '../features/me/routes.tsx'
import { moverTodos } from '../features/movers/mover-todos.ts'
import { moverTasks } from '../features/movers/tasks.ts'
import { createProvider } from '../features/oidc/provider.ts'
import { oidcRoutes, pagesOf } from '../features/oidc/routes.tsx'
import { alertTasks, raiseAlert, raiserOf } from '../features/operations/alerts.ts'
import { lookAtKeys } from '../features/operations/doctor.ts'
import { watchMaintenance } from '../features/operations/maintenance.ts'
import { operationsRoutes } from '../features/operations/routes.ts'
import { startingApp } from '../features/operations/starting.ts'
import { passkeyRoutes } from '../features/passkeys/routes.tsx'
import { idleTasks } from '../features/people/idle-accounts.ts'
import { reportTodos } from '../features/people/report-todos.ts'
import { roleTodos } from '../features/people/role-todos.ts'
import { peopleRoutes } from '../features/people/routes.ts'
import { pickerRoutes } from '../features/pickers/routes.tsx'
import { purgeTries } from '../features/sign-in/attempts.ts'
import { findActor } from '../features/sign-in/find-actor.ts'
import { forgetBrowsers } from '../features/sign-in/known-browsers.ts'
import { purgeWaits } from '../features/sign-in/second-wait.ts'
import { purgeOffers } from '../features/second-factor/keep-factor.ts'
import { secondFactorRoutes } from '../features/second-factor/routes.tsx'
import { campaignTasks } from '../features/reviews/campaign-steps.ts'
import { useTasks } from '../features/reviews/draw-uses.ts'
import { reviewTodos } from '../features/reviews/review-todos.ts'
import { reviewRoutes } from '../features/reviews/routes.tsx'
import { emailTasks } from '../features/resets/email-changes.ts'
import { resetRoutes } from '../features/resets/routes.ts'
import { restructuringTasks } from '../features/restructuring/carry-on.ts'
import { restructuringTodos } from '../features/restructuring/plan-todos.ts'
import { restructuringRoutes } from '../features/restructuring/routes.tsx'
import { searchRoutes } from '../features/searches/routes.ts'
import { HashingTurns } from '../features/sign-in/hashing-turns.ts'
import { signInRoutes } from '../features/sign-in/routes.tsx'
import { endOverdueSessions, purgeSessions } from '../features/sign-in/sessions.ts'
import { signOut } from '../features/sign-in/sign-out.ts'
import { TODO_API_DESCRIPTION } from '../features/todos/api-description.ts'
import { TODO_API_PATH, todoApiRoutes } from '../features/todos/api-routes.ts'
import { applicationTodos } from '../features/todos/application-todos.ts'
import { todoCounter } from '../features/todos/count-todos.ts'
import { purgeTodos } from '../features/todos/keep-todos.ts'
import { agreementRoutes } from '../features/agreement/routes.tsx'
import { todoRoutes } from '../features/todos/routes.tsx'
import { wayTasks } from '../features/ways-in/forgotten.ts'
import { wayRoutes } from '../features/ways-in/routes.ts'
import { FACTOR_STANDINGS } from '../core/second-factor.ts'
import { traceTasks } from '../store/account-traces.ts'
import { isDatabaseAway } from '../store/faults.ts'
import { startJobs } from '../store/jobs.ts'
import { challengeTasks } from '../store/challenges.ts'
import { noticeTasks } from '../store/notices.ts'
import { purgeQueries } from '../store/session-queries.ts'
import { createApp } from '../web/app.ts'
import { openApiRoute } from '../web/openapi.ts'
import { scimDialect } from '../features/scim/dialect.ts'
import { SCIM_DESCRIPTION } from '../features/scim/description.ts'
import { SCIM_PREFIX, scimRoutes } from '../features/scim/routes.ts'
import { createProgramApi } from '../web/program-api.ts'
import { goesOn } from '../web/maintenance.ts'
import { createServer } from '../web/server.ts'
import { Refusal } from './command.ts'
import type { OidcOptions, OidcProvider } from '../features/oidc/provider.ts'
import type { TryLimits } from '../features/sign-in/attempts.ts'
import type { FactorRule } from '../core/second-factor.ts'
import type { UsualRule } from '../core/unusual-sign-in.ts'
import type { Settings } from '../settings.ts'
import type { Database, Log, Reader } from '../store/database.ts'
import type { Jobs, Task } from '../store/jobs.ts'
import type { Seal } from '../store/seal.ts'
import type { LocalPath } from '../web/reply.ts'
import type { Route } from '../web/route.ts'
import type { Mount } from '../web/server.ts'
import type { Contact } from '../web/site.ts'
import type { TodoSource } from '../web/todo.ts'

export type PortalOptions = {
  settings: Settings
  log: Log
  /** Where letters go when the settings do not say: the mail catcher of the demonstration. */
  smtpUrl?: string
}

export type Portal = {
  /** Serves people from now on. Rejects with a sentence when the database cannot be used. */
  open: (database: Database, seal: Seal) => Promise<void>
  /** Lets running requests and jobs end. The database stays open: it is not ours. */
  stop: () => Promise<void>
}

/** Takes the port, and answers that it is starting until `open`. Rejects with `EADDRINUSE` when the port is taken. */
export async function listenPortal({ settings, log, smtpUrl }: PortalOptions): Promise<Portal> {
  const front = startingApp(settings.origin)
  const mounts: Mount[] = []
  const server = createServer({ app: front, mounts })
  let jobs: Jobs | null = null
  // On this machine alone in demo mode: it is full of accounts whose password everybody knows.
  await server.listen(settings.port, settings.mode === 'demo' ? '127.0.0.1' : undefined)
  return {
    async open(database, seal) {
      await database.ready()
      const keys = await lookAtKeys({ database, seal })
      if (keys.state === 'fault') throw new Refusal(keys.says)
      const { app, mounts: beside, tasks } = await assemblePortal({ settings, log, database, seal, smtpUrl: smtpUrl ?? settings.smtpUrl })
      jobs = await startJobs({ database, tasks, log })
      mounts.push(...beside)
      Object.assign(front, app)
    },
    async stop() {
      await Promise.all([server.stop(), jobs?.stop()])
    },
  }
}

/** What a portal is put together from. `smtpUrl`: where letters go; null, nowhere. */
export type PortalParts = { settings: Settings; log: Log; database: Database; seal: Seal; smtpUrl: string | null }

/** The portal's pages, the provider beside them and the jobs, for whoever listens and works: the program, and tests. */
export async function assemblePortal(parts: PortalParts) {
  const { settings, log, database, seal } = parts
  const demo = settings.mode === 'demo'
  const limits = limitsOf(settings)
  const endSession: OidcOptions['endSession'] = ({ id, person_id: personId, card_agency: cardAgency }, address) => signOut(database, {
    actor: { personId, standing: null, agency: cardAgency }, sessionId: id, process: null, address, requestId: null,
  }, cardAgency === null ? { id, personId } : { id, cardAgency })
  const oidc = await createProvider({
    origin: settings.origin,
    database,
    sealer: seal,
    idleSeconds: limits.idleMinutes * 60,
    waitingLimit: { perAddress: settings.waitingPerAddress, hashOf: (address) => seal.index('sign-in address', address) },
    endSession,
    showProblem: (incoming, outgoing, problem) => showProblem(incoming, outgoing, problem),
    demo,
    log,
  })
  const maintenance = watchMaintenance(database, log)
  // With the lists of a nation in memory: one for pages and jobs.
  const trust = new Trust(database)
  const app = createApp({
    routes: routesOf({ ...parts, trust }, oidc, endSession),
    origin: settings.origin,
    formKey: seal.index('form token', 'key'),
    findActor: (token) => findActor(database, token, dayInTaipei(new Date()), limits),
    maintenance,
    todos: todoCounter(database, todoSources),
    log,
    contact: contactOf(settings),
    cardComponent: cardComponentOf(settings),
    help: helpFor,
    demo,
    trustedProxies: settings.trustedProxies ?? [],
    isUnavailable: isDatabaseAway,
    freshMinutes: settings.freshMinutes,
    managementProof: settings.managementProof,
    changesPerMinute: settings.changesPerMinute,
  })
  const showProblem = pagesOf(app)
  // The portal's own steps say that it is closed, to programs as well.
  const whileOpen = ({ prefix, handler }: Mount): Mount => ({
    prefix,
    handler: async (incoming, outgoing) => {
      const planned = await maintenance()
      return planned !== null && goesOn(planned, new Date()) ? app.handle(incoming, outgoing) : handler(incoming, outgoing)
    },
  })
  const mounts = [...oidc.prefixes.map((prefix) => ({ prefix, handler: oidc.handler })), ...programApi(parts, oidc)].map(whileOpen)
  return { app, oidc, mounts, tasks: [...tasksOf({ ...parts, trust }), ...oidc.tasks] }
}

/** Of whom a second factor is asked: of nobody in the demo, whose people have no telephones. */
const factorRuleOf = ({ secondFactorFor, secondFactorGraceDays, mode }: Settings): FactorRule =>
  ({ of: secondFactorFor ?? (mode === 'demo' ? [] : FACTOR_STANDINGS), graceDays: secondFactorGraceDays })

const usualOf = ({ unusualDays: days, unusualFewest: fewest, unusualNetworks: networks, unusualHours: hours }: Settings): UsualRule =>
  ({ days, fewest, networks, hours })

const triesOf = ({ signinTries, signinLockMinutes }: Settings): TryLimits => ({ most: signinTries, lockMinutes: signinLockMinutes })

/** Where browsers find the signing component. */
const cardComponentOf = ({ cardComponent, cardDeskPort }: Settings): string => cardComponent ?? `http://localhost:${cardDeskPort}`

/** What programs ask with a token of their own. */
function programApi({ settings, log, database, seal }: PortalParts, oidc: OidcProvider): Mount[] {
  const { origin, programRequestsPerMinute: limit } = settings
  const { callerOf, subOf, personKeyOf } = oidc
  const common = { origin, callerOf, limit, log, isUnavailable: isDatabaseAway }
  const scim = createProgramApi({
    prefixes: [SCIM_PREFIX], routes: scimRoutes({ database, seal, origin, subOf, personKeyOf }), dialect: scimDialect, ...common,
  })
  return [...scim, ...createProgramApi({
    prefixes: [...AUTHZEN_PREFIXES, FEED_API_PREFIX, TODO_API_PATH, '/api/openapi.json'],
    routes: [
      ...authzenRoutes({ database, seal, origin, subOf, personKeyOf }),
      ...feedApiRoutes({ database, seal }),
      ...todoApiRoutes({ database, personKeyOf }),
      openApiRoute(origin, {
        authzen: 'Asks about the people of its own application.', feed: 'Brings the personnel feed and asks what became of it.',
        scim: 'Reads its own users; with feed, reads and writes the record.',
        todos: 'Adds to-dos for the people of its own application.',
      }, [authzenDescription, FEED_API_DESCRIPTION, SCIM_DESCRIPTION, TODO_API_DESCRIPTION]),
    ],
    ...common,
  })]
}

function routesOf(parts: PortalParts & { trust: Trust }, oidc: OidcProvider, endSession: OidcOptions['endSession']): Route[] {
  const { settings, log, database, seal, trust } = parts
  const leadsTo = (next: LocalPath | null) => openingOrigins(database.read, next)
  const noticeSlice = { database, files: { most: settings.noticeFiles, bytes: settings.noticeFileMegabytes * 1_048_576 } }
  const subjectOf = (kind: 'name' | 'address' | 'browser', value: string) => seal.index(`sign-in ${kind}`, value)
  const hashing = {
    addressLimit: settings.signinAddressLimit, slowedSeconds: settings.signinSlowedSeconds,
    turns: new HashingTurns(settings.signinQueue, { onBusy: raiserOf(alertsOf(parts), 'session.queue-full') }),
  }
  const { emailChangesPerDay } = settings
  const signIn = {
    database, subjectOf, leadsTo, limits: limitsOf(settings), factorRule: factorRuleOf(settings), tries: triesOf(settings),
    ...hashing,
    tellUnusual: settings.signinTellUnusual === 'on', usual: usualOf(settings), agreementOf: settings.noticeAgreement, waiting: oidc.waiting,
  }
  return [
    ...operationsRoutes({ database, log }),
    ...guideRoutes(),
    ...environmentRoutes({ cardComponent: cardComponentOf(settings) }),
    ...signInRoutes({
      ...signIn,
      seal,
      links: {
        executive: settings.linkExecutiveYuan, civilService: settings.linkCivilService, cardProblems: settings.linkCertificateHelp,
      },
      notices: homeNotices(database.read),
    }),
    ...noticeRoutes(noticeSlice),
    ...pollRoutes({ database }),
    ...managedPollRoutes({ database }),
    ...greetingRoutes({
      database, seal, keptDays: settings.greetingDays,
      limits: {
        day: { cards: settings.greetingsPerDay, receivers: settings.greetingReceiversPerDay }, searchesPerHour: settings.greetingSearchesPerHour,
      },
    }),
    ...managedNoticeRoutes(noticeSlice),
    ...noticeFileRoutes(noticeSlice),
    ...signerRoutes(noticeSlice),
    ...launcherRoutes({ database }),
    ...managementRoutes({ database }),
    ...delegationRoutes({ database, seal }),
    ...grantRoutes({ database, seal }),
    ...dutyRoutes({ database }),
    ...reviewRoutes({ database }),
    ...feedsRoutes({ database, seal }),
    ...agencyRoutes({ database }),
    ...manageAgencyRoutes({ database }),
    ...restructuringRoutes({ database }),
    ...passkeyRoutes({ database, subjectOf }),
    ...secondFactorRoutes({ database, seal }),
    ...agreementRoutes(signIn),
    ...meRoutes({
      database, seal, limits: limitsOf(settings), freshMinutes: settings.freshMinutes, tries: triesOf(settings), subjectOf, emailChangesPerDay,
      turns: hashing.turns,
    }),
    ...todoRoutes({ database, sources: todoSources }),
    ...pickerRoutes({ database, seal }),
    ...peopleRoutes({ database, seal }),
    ...resetRoutes({ database, seal, emailChangesPerDay }),
    ...wayRoutes({ database, seal, subjectOf, trust, ...hashing, emailChangesPerDay, wrongCodes: settings.wayWrongCodes }),
    ...certificateRoutes({ database }),
    ...cardRoutes({ ...signIn, seal, trust, origin: settings.origin }),
    ...searchRoutes({ database, seal }),
    ...catalogueRoutes({ database }),
    ...groupRoutes({ database, seal }),
    ...oidcRoutes({ oidc, endSession }),
  ]
}

/** What 「待辦事項」 is drawn from: each slice's own question. */
const todoSources: readonly TodoSource<Reader>[] = [
  reviewTodos, moverTodos, grantTodos, expiringTodos, dutyTodos, feedTodos, roleTodos, reportTodos, restructuringTodos, noticeTodos, applicationTodos,
]

/** How alerts reach the log. */
const alertsOf = ({ settings, database, log }: PortalParts) => ({ database, log, minutes: settings.alertMinutes })

function tasksOf(parts: PortalParts & { trust: Trust }): Task[] {
  const { settings, database, seal, smtpUrl, trust } = parts
  return [
    ...alertTasks(alertsOf(parts), {
      failures: settings.alertFailures, addressFailures: settings.alertAddressFailures, locked: settings.alertLocked,
      resets: settings.alertResets, deadLetters: settings.alertDeadLetters,
    }),
    ...(smtpUrl === null ? [] : mailTasks({
      smtpUrl, authorities: settings.smtpAuthorities, from: settings.mailFrom, origin: settings.origin, seal,
    })),
    maskedLetterTask((mail) => raiseAlert(alertsOf(parts), 'mail.national-id', { mail })),
    ...noticeTasks, ...emailTasks, ...wayTasks({ seal, lettersAnHour: settings.wayLettersPerHour }), ...unverifiedTasks, ...awaitingTasks, ...leftHolderTasks, ...challengeTasks, ...listTasks, ...answerTasks, ...refusedTasks, ...askAgainTasks(trust),
    ...dutyTasks(database),
    ...idleTasks(settings.idleDays),
    ...moverTasks(database),
    ...feedIntakeTasks,
    ...feedTasks,
    ...restructuringTasks,
    ...useTasks,
    ...campaignTasks(),
    ...greetingTasks(settings.greetingDays),
    { name: 'sign-in.purge', every: '*/15 * * * *', handle: () => purgeTries(database.unaudited) },
    { name: 'second-factors.purge-waits', every: '*/5 * * * *', handle: () => purgeWaits(database.unaudited) },
    { name: 'second-factors.purge-offers', every: '*/15 * * * *', handle: () => purgeOffers(database.unaudited) },
    { name: 'browsers.forget', every: '50 18 * * *', handle: () => forgetBrowsers(database.unaudited) },
    { name: 'sessions.end-overdue', every: '* * * * *', handle: () => endOverdueSessions(database.unaudited, limitsOf(settings)) },
    { name: 'session-queries.purge', every: '10 * * * *', handle: () => purgeQueries(database.unaudited) },
    { name: 'todos.purge', every: '35 18 * * *', handle: () => purgeTodos(database) },
    ...traceTasks,
    { name: 'sessions.purge', every: '25 18 * * *', handle: () => purgeSessions(database.unaudited) },
  ]
}

const limitsOf = ({ sessionIdleMinutes, sessionHours }: Settings) => ({ idleMinutes: sessionIdleMinutes, hours: sessionHours })

function contactOf(settings: Settings): Contact {
  const { contactOffice, contactOfficeEn, contactPhone, contactEmail, contactHours, contactHoursEn } = settings
  return {
    office: { 'zh-TW': contactOffice, en: contactOfficeEn },
    phone: contactPhone,
    email: contactEmail,
    hours: { 'zh-TW': contactHours, en: contactHoursEn },
  }
}
