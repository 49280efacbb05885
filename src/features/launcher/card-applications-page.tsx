import { Empty } from '../../web/components/panel.tsx'
import { Page } from '../../web/layout.tsx'
import { ApplicationName, Marks, openPath, OutageNote } from './application-card.tsx'
import { messages } from './messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { Outage } from '../../store/outages.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { CardApplication } from '../../store/card-access.ts'

/** 「應用系統」 of a session of an agency's card: what is open to it, and no word of what is somebody's own. */
export function CardApplicationsPage({ request, applications, outages }: {
  request: FrameRequest & { actor: Actor }; applications: readonly CardApplication[]; outages: readonly Outage[]
}) {
  const { language, actor } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.title}>
      <p class="lead">{m.ofCard(actor.card!.agencyName)}</p>
      {applications.length === 0 ? <Empty title={m.noneOfCard} /> : (
        <section class="applications">
          <ul>
            {applications.map(({ application }) => {
              const outage = outages.find((one) => one.application === application.code)
              return (
                <li class="application">
                  <div class="application-head">
                    <h2><a href={openPath(application.code)}><ApplicationName application={application} /></a></h2>
                    <Marks application={application} language={language} />
                  </div>
                  <p class="about">{application.description}</p>
                  <OutageNote outage={outage} language={language} />
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </Page>
  )
}
