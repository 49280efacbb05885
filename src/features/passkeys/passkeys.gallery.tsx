import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { messages } from './messages.ts'
import { AddPasskeyPage, PasskeysPage, RemovePasskeyPage, RenamePasskeyPage } from './passkeys-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Passkey } from './list-passkeys.ts'
import type { Done } from './passkeys-page.tsx'

const at = (hoursAgo: number): Date => new Date(Date.UTC(2026, 10, 23, 1, 5) - hoursAgo * 3_600_000)
const passkey: Passkey = {
  id: 'a0000000-0000-4000-8000-000000000001', name: '辦公室電腦', synced: false, createdAt: at(900), lastUsedAt: at(3),
  credentialId: Buffer.alloc(16), transports: [],
}
const phone: Passkey = { ...passkey, id: 'a0000000-0000-4000-8000-000000000002', name: 'My telephone（私人）', synced: true, createdAt: at(2), lastUsedAt: null }
const many = Array.from({ length: 10 }, (_, n): Passkey => ({ ...passkey, id: `a0000000-0000-4000-8000-00000000001${n}`, name: `第 ${n + 1} 把安全金鑰，放在二樓人事室保險櫃的第三層抽屜裡` }))

const list = (passkeys: Passkey[], done: Done | null = null): Show => (request) =>
  <PasskeysPage request={as(request, sampleActors.employee, '/me/passkeys')} passkeys={passkeys} done={done} />
const add = (form: FormState): Show => (request) => <AddPasskeyPage request={as(request, sampleActors.employee, '/me/passkeys/new')} form={form} />
const named = filledForm({ name: 'Edge，Windows' })

export const pages = [
  gallery({
    name: 'me-passkeys',
    states: {
      none: list([]), one: list([passkey]), two: list([passkey, phone]), full: list(many), added: list([passkey], 'added'), removed: list([], 'removed'),
      add: add(named),
      'add-refused': (request) => add({ ...named, problems: [{ field: null, message: messages(request.language).refusals.notProved }] })(request),
      'add-unnamed': (request) => add({ ...EMPTY_FORM, problems: [{ field: 'name', message: messages(request.language).nameMissing }] })(request),
      rename: (request) => (
        <RenamePasskeyPage request={as(request, sampleActors.employee, '/me/passkeys/x/name')} id={passkey.id} form={filledForm({ name: passkey.name })} />
      ),
      'remove-last': (request) => <RemovePasskeyPage request={as(request, sampleActors.employee, '/me/passkeys/x/remove')} passkey={passkey} others={0} />,
      remove: (request) => <RemovePasskeyPage request={as(request, sampleActors.employee, '/me/passkeys/x/remove')} passkey={phone} others={2} />,
      'remove-ended': (request) => (
        <RemovePasskeyPage
          request={as(request, sampleActors.employee, '/me/passkeys/x/remove')} passkey={phone} others={2}
          problems={[{ field: null, message: formMessages(request.language).sessionEnded }]}
        />
      ),
    },
  }),
]
