import { NOTICE_PATH } from '../../web/agreement.ts'
import { lacksHolder } from '../../web/actor.ts'
import { HOLDER_ACCOUNT_PATH, HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { localPathIn, page, redirect } from '../../web/reply.ts'
import { HomePage } from './home-page.tsx'
import { lacksSecondFactor, setUpAddress } from '../../web/second-factor.ts'
import { onTheWay } from './onward.ts'
import type { FormState } from '../../web/form.ts'
import type { PageNode } from '../../web/reply.ts'
import type { Client, FrameRequest } from '../../web/route.ts'
import type { HomeLinks } from './home-page.tsx'
import type { Onward, OnwardMeans } from './onward.ts'
import type { FactorMeans } from './sign-in-by-factor.ts'

export type SignInSlice = FactorMeans & OnwardMeans & {
  links: HomeLinks
  /** The newest of 「最新公告」 for whoever asks. */
  notices: (request: FrameRequest) => Promise<PageNode>
}

type Asking = FrameRequest & { client: Client }

/** 「首頁」 with what was asked for on the way, or straight there. */
export async function home(slice: SignInSlice, request: Asking, form: FormState, onward: Onward) {
  const waiting = onward.continue === undefined ? null : await slice.waiting(onward.continue)
  // Signed in meanwhile, in another window: nothing to ask.
  if (waiting !== null && !waiting.again && request.actor !== null) {
    // By its number, not its address: the form goes on to the application, whose origin the page has to name.
    if (request.actor.agreementAsked) return redirect(onTheWay(NOTICE_PATH, { continue: waiting.id }))
    // An agency's card is let in nowhere before its holder is named (R-USE-6).
    if (lacksSecondFactor(request.actor, request.today)) return redirect(setUpAddress(waiting.address))
    return redirect(lacksHolder(request.actor) ? `${HOLDER_PATH}?${new URLSearchParams({ next: waiting.address })}` : waiting.address)
  }
  // An application asks who is there, and the card of an agency stands: its holder says so, and stays signed in by the card.
  if (waiting?.again === true && request.actor !== null && request.actor.card !== null) {
    return redirect(`${HOLDER_ACCOUNT_PATH}?${new URLSearchParams({ continue: waiting.id })}`)
  }
  const next = localPathIn(onward.next)
  // The form leads to the application, whose address is another origin's: the browser checks the whole way there.
  const { left } = request.client
  const shown = { request, form, next, waiting, left, links: slice.links, notices: await slice.notices(request) }
  return page(<HomePage {...shown} />, { formAction: waiting?.origins ?? await slice.leadsTo(next), ...(left ? { left: false } : {}) })
}

/** 「首頁」 with a form of it that was refused. */
export const homeAgain = (slice: SignInSlice, request: Asking, form: FormState) =>
  home(slice, request, form, { next: form.typed.next?.[0], continue: form.typed.continue?.[0] })
