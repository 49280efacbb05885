import { z } from 'zod'
import { browserText, readBrowser } from '../../core/browsers.ts'
import { UUID } from '../../core/uuid.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { filledForm, requiredText } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { json, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { addPasskey, handleOf } from './add-passkey.ts'
import { newChallenge } from './challenges.ts'
import { removePasskey, renamePasskey } from './keep-passkeys.ts'
import { listPasskeys, MOST_PASSKEYS } from './list-passkeys.ts'
import { messages } from './messages.ts'
import { AddPasskeyPage, DONE, PASSKEYS_PATH, PasskeysPage, RemovePasskeyPage, RenamePasskeyPage } from './passkeys-page.tsx'
import { LONGEST_ANSWER } from './read-answer.ts'
import { creationOptions, relyingParty } from './relying-party.ts'
import type { Database } from '../../store/database.ts'
import type { Language } from '../../web/language.ts'
import type { Route } from '../../web/route.ts'

export type PasskeysSlice = {
  database: Database
  /** A keyed hash, so that no table names addresses. */
  subjectOf: (kind: 'address', value: string) => Buffer
}

const nameField = (language: Language) => requiredText(messages(language).nameMissing, 60)

async function findOwn({ database }: PasskeysSlice, person: string, id: string) {
  const passkeys = await listPasskeys(database.read, person)
  const passkey = UUID.test(id) ? passkeys.find((one) => one.id === id) : undefined
  return passkey === undefined ? null : { passkey, others: passkeys.length - 1 }
}

function addRoutes({ database, subjectOf }: PasskeysSlice): Route[] {
  const path = `${PASSKEYS_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'person', fresh: true,
      handle: async (request) => {
        const passkeys = await listPasskeys(database.read, request.actor.personId)
        if (passkeys.length >= MOST_PASSKEYS) return redirect(PASSKEYS_PATH)
        // Which device it is, as far as the browser says: a beginning for the name.
        const name = browserText(readBrowser(request.client.userAgent), request.language)
        return page(<AddPasskeyPage request={request} form={filledForm({ name })} />)
      },
    }),
    route({
      method: 'POST', path: `${PASSKEYS_PATH}/challenge`, act: 'person', fresh: true,
      handle: async ({ actor: { personId, accountName, name }, client, site }) => {
        const challenge = await newChallenge(
          database.unaudited, { purpose: 'add', browser: client.binding!, person: personId }, subjectOf('address', client.address))
        if (challenge === null) return problem('tooMany', { retryAfterSeconds: 60 })
        const [handle, kept] = await Promise.all([handleOf(database.unaudited, personId), listPasskeys(database.read, personId)])
        return json(creationOptions(relyingParty(site.origin), challenge, { handle, accountName: accountName ?? name, name }, kept))
      },
    }),
    route({
      method: 'POST', path, act: 'person', fresh: true,
      form: (language) => z.object({ name: nameField(language), answer: z.string().max(LONGEST_ANSWER).default('') }),
      handle: async (request) => {
        const { actor: { personId: person, sessionId: session }, form: { name, answer }, client, site, language } = request
        const wish = { person, session, name, answer, browser: client.binding! }
        const made = await addPasskey(database, requestOrigin(request), relyingParty(site.origin), wish)
        return 'refused' in made ? refused([{ field: null, message: messages(language).refusals[made.refused] }]) : redirect(`${PASSKEYS_PATH}?done=added`)
      },
      again: (request, form) => page(<AddPasskeyPage request={request} form={form} />),
    }),
  ]
}

function renameRoutes(slice: PasskeysSlice): Route[] {
  const path = `${PASSKEYS_PATH}/:passkey/name` as const
  return [
    route({
      method: 'GET', path, act: 'person',
      handle: async (request) => {
        const { actor, params: { passkey: id } } = request
        const found = await findOwn(slice, actor.personId, id)
        return found === null ? problem('notFound') : page(<RenamePasskeyPage request={request} id={id} form={filledForm({ name: found.passkey.name })} />)
      },
    }),
    route({
      method: 'POST', path, act: 'person', form: (language) => z.object({ name: nameField(language) }),
      handle: async (request) => {
        const { actor: { personId: person }, params: { passkey }, form: { name } } = request
        if (!UUID.test(passkey)) return problem('notFound')
        const answer = await renamePasskey(slice.database, requestOrigin(request), { person, passkey, name })
        return 'refused' in answer ? problem('notFound') : redirect(`${PASSKEYS_PATH}?done=renamed`)
      },
      again: (request, form) => page(<RenamePasskeyPage request={request} id={request.params.passkey} form={form} />),
    }),
  ]
}

function removeRoutes(slice: PasskeysSlice): Route[] {
  const path = `${PASSKEYS_PATH}/:passkey/remove` as const
  return [
    route({
      method: 'GET', path, act: 'person', fresh: true,
      handle: async (request) => {
        const found = await findOwn(slice, request.actor.personId, request.params.passkey)
        return found === null ? problem('notFound') : page(<RemovePasskeyPage request={request} {...found} />)
      },
    }),
    route({
      method: 'POST', path, act: 'person', fresh: true, form: () => z.object({}),
      handle: async (request) => {
        const { actor: { personId: person, sessionId: session }, params: { passkey }, language } = request
        if (!UUID.test(passkey)) return problem('notFound')
        const answer = await removePasskey(slice.database, requestOrigin(request), { person, session, passkey })
        if (!('refused' in answer)) return redirect(`${PASSKEYS_PATH}?done=removed`)
        return answer.refused === 'ended' ? refused([{ field: null, message: formMessages(language).sessionEnded }]) : problem('notFound')
      },
      again: async (request, { problems }) => {
        const found = await findOwn(slice, request.actor.personId, request.params.passkey)
        return found === null ? problem('notFound') : page(<RemovePasskeyPage request={request} {...found} problems={problems} />)
      },
    }),
  ]
}

/** 「通行密鑰」 of 「我的專區」 (R-ACC-6): of the person of the session, and nobody else's. */
export function passkeyRoutes(slice: PasskeysSlice): Route[] {
  return [
    route({
      method: 'GET', path: PASSKEYS_PATH, act: 'person', query: z.object({ done: z.enum(DONE).optional() }),
      handle: async (request) => {
        const passkeys = await listPasskeys(slice.database.read, request.actor.personId)
        return page(<PasskeysPage request={request} passkeys={passkeys} done={request.query.done ?? null} />)
      },
    }),
    ...addRoutes(slice), ...renameRoutes(slice), ...removeRoutes(slice),
  ]
}
