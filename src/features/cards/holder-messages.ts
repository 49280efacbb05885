import { defineMessages } from '../../web/messages.ts'

export const holderMessages = defineMessages({
  'zh-TW': {
    title: '登錄持卡人',
    manage: '權限與兼辦管理',
    lead: (agency: string) => `機關憑證代表機關，不代表任何人。以「${agency}」的機關憑證變更任何資料之前，請先登錄目前持卡的人員；之後的異動都記在這位人員名下。`,
    nationalId: '持卡人身分證號',
    nationalIdHint: '須為在本機關或管理本機關的機關有現職的人員。登錄後，這次登入期間不能更改。',
    password: '持卡人的帳號密碼',
    name: '登錄',
    isNamed: (name: string) => `持卡人是${name}`,
    verified: '已經由本人的帳號確認。換人持卡時，請登出後重新插卡登入。',
    unverified: '這位人員的帳號尚未啟用，身分未經確認；每項異動都會通知所有上級管理者。換人持卡時，請登出後重新插卡登入。',
    refusals: {
      notAnId: '身分證號不正確，請檢查後重新輸入。',
      notOfAgency: '在本機關和管理本機關的機關裡，沒有這個身分證號的現職人員。請檢查身分證號；新進人員須先完成報到並報送。',
      already: '這次登入已經登錄持卡人，不能更改。請登出後重新插卡登入。',
      password: '這位人員的帳號已經啟用，請由本人輸入密碼確認。',
      wrong: '密碼不正確，請再輸入一次。',
      locked: '密碼連續輸入錯誤，這個帳號的密碼暫停使用 15 分鐘，請稍候再試。',
    },
  },
  en: {
    title: 'Name the holder of the card',
    manage: 'Access and duties',
    lead: (agency) => `The card stands for the agency and for nobody in particular. Before anything is changed with the card of ${agency}, say who holds it now; what is changed is recorded as theirs.`,
    nationalId: 'National ID of the holder',
    nationalIdHint: 'Somebody with a current post in this agency or in one that manages it. It stays for as long as this session.',
    password: 'Password of the holder’s account',
    name: 'Name',
    isNamed: (name) => `${name} holds the card`,
    verified: 'Confirmed by their own account. If somebody else takes the card, sign out and sign in with it again.',
    unverified: 'Their account is not active, so nobody could confirm it; every manager above is told of each change. If somebody else takes the card, sign out and sign in with it again.',
    refusals: {
      notAnId: 'This is no national ID. Check it and type it again.',
      notOfAgency: 'Nobody with this national ID has a current post in this agency or in one that manages it. Check the ID; who is new has to be checked in and reported first.',
      already: 'The holder was named already in this session. Sign out and sign in with the card again.',
      password: 'The account of this person is active: let them confirm with their password.',
      wrong: 'The password is not right. Type it again.',
      locked: 'The password was wrong too often and rests for 15 minutes. Try again later.',
    },
  },
})
