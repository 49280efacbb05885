// 「新密碼」 and 「確認新密碼」, wherever somebody chooses one. With script (public/new-password.js) they help while one types.
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../core/passwords.ts'
import { PasswordField } from '../../web/components/fields.tsx'
import { newPasswordMessages, passwordMessages } from './password-messages.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'

/** The fields `password` and `againPassword`. */
export function NewPasswordFields({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language, site } = request
  const m = newPasswordMessages(language)
  return (
    <>
      <PasswordField
        language={language} form={form} name="password" label={m.password} hint={m.hint(SHORTEST_PASSWORD, LONGEST_PASSWORD)} width="medium"
        autocomplete="new-password"
        told={{
          shortest: String(SHORTEST_PASSWORD), missing: m.missing, enough: m.enough, short: passwordMessages(language).tooShort, show: m.show, hide: m.hide,
        }}
      />
      <PasswordField
        language={language} form={form} name="againPassword" label={m.again} width="medium" autocomplete="new-password"
        told={{ again: 'password', differ: m.notAlike }}
      />
      <script type="module" src={site.asset('new-password.js')} />
    </>
  )
}
