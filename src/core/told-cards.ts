// What people are told of cards: a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { AgencyCode } from './standing.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

type OfOwnCard = Leads & { reason: string | null }

/** `agency` whose card it is; `person` who was named, where others are told; `act` the code of what was done. */
type OfHolder = Leads & { reason: string | null; agency: AgencyCode }

export type ToldOfCards =
  | Of<'card.bound' | 'card.given-up', OfOwnCard>
  | Of<'card.holder-named', OfHolder>
  | Of<'card.holder-unverified', OfHolder & { person: string }>
  | Of<'card.unverified-act', OfHolder & { act: string }>

export const SAYINGS_OF_CARDS: Readonly<Record<ToldOfCards['kind'], Saying>> = {
  'card.bound': saying('帳號已連結自然人憑證', 'A card was bound to your account',
    '您的帳號已連結一張自然人憑證，之後可以用這張憑證登入。如果不是您本人所為，請立即變更密碼，並在「我的憑證」解除連結。',
    'A citizen certificate was bound to your account and can sign in to it from now on. If this was not your doing, change your password at once '
      + 'and give the card up on the page of your cards.'),
  'card.given-up': saying('帳號已解除連結自然人憑證', 'A card was given up',
    '您的帳號已解除連結一張自然人憑證，這張憑證不能再用來登入。如果不是您本人所為，請立即變更密碼。',
    'A citizen certificate is no longer bound to your account, and cannot sign in to it. If this was not your doing, change your password at once.'),
  'card.holder-named': saying('您登錄為機關憑證的持卡人', 'You were named as holding an agency’s card',
    '{who}以您的帳號確認由您持卡，之後的異動都記在您的名下。如果不是您本人，請立即變更密碼並通知機關。',
    '{who} confirmed by your account that it is you; what is changed there is recorded as yours. If it was not you, change your password at once '
      + 'and tell the agency.'),
  'card.holder-unverified': saying('機關憑證的持卡人未經確認', 'The holder of an agency’s card is not verified',
    '{who}登錄持卡人為{person}；其帳號尚未啟用，無法確認身分。之後的每項異動都會通知您，請了解是否屬實。',
    '{who} named {person}, whose account is not active, so that nobody could confirm it. You will be told of each change; please find out '
      + 'whether it is true.'),
  'card.unverified-act': saying('未經確認的持卡人辦理了異動', 'A change by a holder who is not verified',
    '{who}辦理了一項異動（{act}），其身分未經確認。請了解是否屬實。',
    '{who} made a change ({act}), and nobody confirmed who it was. Please find out whether it is right.'),
}
