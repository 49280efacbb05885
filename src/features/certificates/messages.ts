// Why a card was not believed, as people read it. Codes that mean the same to whoever holds the card share a sentence.
import { defineMessages } from '../../web/messages.ts'
import type { Language } from '../../web/language.ts'
import type { CardFault } from './check-card.ts'

type Sentence = 'message' | 'content' | 'algorithm' | 'expired' | 'notYetValid' | 'revoked' | 'revocation' | 'responder' | 'issuer' | 'usage' | 'otherKind'
  | 'accepted' | 'listed' | 'belief' | 'subject' | 'noAgency'

const sentences = defineMessages({
  'zh-TW': {
    message: '憑證元件的回應不完整或格式不正確。請重新插卡後再試一次；若持續發生，請更新憑證元件。',
    content: '簽章的內容與這次登入不符。請重新整理網頁後再試一次。',
    algorithm: '憑證使用的演算法或金鑰不符合安全規定。請洽發卡單位換發新卡。',
    accepted: '這張憑證的簽章或金鑰，不是其憑證管理中心獲准使用的演算法，不能使用。請洽發卡單位換發新卡；若持續發生，請洽客服人員。',
    expired: '這張憑證已經過期。請洽發卡單位換發或展期。',
    notYetValid: '這張憑證尚未生效。請確認電腦的日期與時間，或洽發卡單位。',
    revoked: '這張憑證已經廢止，不能使用。請使用新的憑證，或洽發卡單位。',
    revocation: '目前無法確認這張憑證是否已經廢止，為了安全不能登入。請稍後再試；若持續發生，請洽客服人員。',
    responder: '目前無法向憑證管理中心查詢這張憑證是否有效，為了安全不能登入。請幾分鐘後再試；若持續發生，請改用其他方式登入，或洽客服人員。',
    issuer: '這張憑證不是由本系統認可的憑證管理中心簽發，不能使用。',
    usage: '這張憑證的用途不是簽章，不能用來登入。請選擇卡片裡的簽章用憑證。',
    otherKind: '這裡不能使用這一種憑證。個人請使用自然人憑證，機關請使用機關憑證。',
    listed: '這張憑證已列為停用，不能使用。請洽總處管理者。',
    belief: '憑證管理中心的資料在您驗證之後更新了。請重新插卡驗證一次。',
    subject: '無法讀取憑證中的持卡人資料。請洽發卡單位。',
    noAgency: '無法由這張憑證確認是哪一個機關。請洽總處管理者登錄機關憑證。',
  },
  en: {
    message: 'What the signing component answered is incomplete or malformed. Insert the card again and retry; if it goes on, update the component.',
    content: 'What was signed does not belong to this sign-in. Reload the page and retry.',
    algorithm: 'The algorithm or key of the certificate is not accepted as safe. Ask its issuer for a new card.',
    accepted: 'The signature or key of this certificate is not by an algorithm that its authority may use here. Ask its issuer for a new card; if it goes on, ask the help desk.',
    expired: 'This certificate has expired. Ask its issuer for a new one.',
    notYetValid: 'This certificate is not valid yet. Check the date and time of the computer, or ask its issuer.',
    revoked: 'This certificate was revoked and cannot be used. Use a new one, or ask its issuer.',
    revocation: 'It cannot be told at the moment whether this certificate was revoked, so it is not accepted. Retry later; if it goes on, ask the help desk.',
    responder: 'The authority of this certificate cannot be asked at the moment whether it holds, so it is not accepted. Retry in some minutes; if it goes on, sign in another way, or ask the help desk.',
    issuer: 'This certificate was not issued by an authority that this site accepts.',
    usage: 'This certificate is not for signing and cannot be used here. Choose the signing certificate of the card.',
    otherKind: 'This kind of certificate cannot be used here: persons use their citizen certificate, agencies the agency certificate.',
    listed: 'This certificate was barred and cannot be used. Ask the central administrator.',
    belief: 'What certificates are checked by was brought up to date after your card was proved. Prove it once more.',
    subject: 'What the certificate says of its holder cannot be read. Ask its issuer.',
    noAgency: 'It cannot be told from this certificate which agency it stands for. Ask the central administrator to register it.',
  },
})

const OF: Readonly<Record<CardFault, Sentence>> = {
  malformed: 'message', contentMissing: 'message', contentType: 'message', noSigner: 'message', severalSigners: 'message',
  signerCertificateMissing: 'message', severalSignerCertificates: 'message', attributesMissing: 'message', attributeDoubled: 'message',
  contentTypeAttribute: 'message', digestAttribute: 'message', signature: 'message', contentDiffers: 'content',
  digestAlgorithm: 'algorithm', signatureAlgorithm: 'algorithm', algorithmsDiffer: 'algorithm', algorithmMismatch: 'algorithm', algorithmNotAccepted: 'accepted',
  keyUnreadable: 'algorithm', keyAlgorithm: 'algorithm', keyTooWeak: 'algorithm', keyTooLong: 'algorithm', keyCurve: 'algorithm', keyParameters: 'algorithm',
  expired: 'expired', notYetValid: 'notYetValid', revoked: 'revoked', revocationUnknown: 'revocation', revocationStale: 'revocation', responderFailed: 'responder',
  keyUsage: 'usage', extendedKeyUsage: 'usage', otherKind: 'otherKind', listedAsRefused: 'listed', beliefChanged: 'belief', subjectUnreadable: 'subject', noAgency: 'noAgency',
  noPath: 'issuer', budgetSpent: 'issuer', notCa: 'issuer', noCertSign: 'issuer', pathTooLong: 'issuer', unknownCritical: 'issuer',
  noValidPolicy: 'issuer', policyMappingToAny: 'issuer', policiesTooMany: 'issuer', serialNotPositive: 'issuer', serialTooLong: 'issuer',
  keyIdentifierMissing: 'issuer', criticality: 'issuer', emptyName: 'issuer', constraintsInEndEntity: 'issuer', certSignWithoutCa: 'issuer',
  unreadableName: 'issuer', nameNotPermitted: 'issuer', nameExcluded: 'issuer', nameConstraintUnsupported: 'issuer', nameUnreadable: 'issuer', nameConstraintUnreadable: 'issuer', nameConstraintsTooMany: 'issuer',
}

/** What the fault means to whoever holds the card, and what to do. */
export const cardFaultText = (fault: CardFault, language: Language): string => sentences(language)[OF[fault]]
