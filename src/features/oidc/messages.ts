import { defineMessages } from '../../web/messages.ts'

/** What people read of OpenID Connect: that something went wrong on the way, and whether to sign out. */
export const messages = defineMessages({
  'zh-TW': {
    requestBroken: {
      title: '應用系統的登入要求有誤',
      text: '應用系統傳來的登入或登出要求無法辨識，因此沒有繼續。請回到應用系統再試一次；若持續發生，請洽該應用系統的承辦單位。',
    },
    requestExpired: {
      title: '登入要求已經失效',
      text: '登入要求等候過久、已經使用過，或不是由這個瀏覽器發出。請回到應用系統，或由「應用系統」重新開啟。',
    },
    clientUnknown: {
      title: '這個應用系統尚未登錄',
      text: '要求登入的應用系統沒有在人事服務網登錄，為了保護您的資料，沒有繼續。請洽該應用系統的承辦單位。',
    },
    redirectUnknown: {
      title: '應用系統的返回網址不符',
      text: '應用系統要求返回的網址不是它登錄的網址，為了保護您的資料，沒有繼續。請洽該應用系統的承辦單位。',
    },
    tooMany: {
      title: '等候登入的要求太多',
      text: '從您所在的網路，有太多應用系統的登入要求還在等候。請先在首頁登入，再由「應用系統」開啟；或過半小時再試。',
    },
    toApplications: '應用系統',
    home: '回首頁',
    signOutTitle: '登出',
    signOutAsked: (name: string) => `「${name}」要求將您登出。`,
    signOutConsequence: '登出後，人事服務網與您由此開啟的所有應用系統都會一併登出。尚未儲存的內容請先儲存。',
    signOut: '登出',
  },
  en: {
    requestBroken: {
      title: 'The application’s request is not right',
      text: 'What the application asked for when signing you in or out cannot be read, so nothing was done. Go back to the application and try again; if it goes on, tell whoever runs that application.',
    },
    requestExpired: {
      title: 'This sign-in has expired',
      text: 'It waited too long, was used already, or was not begun in this browser. Go back to the application, or open it again from the list of applications.',
    },
    clientUnknown: {
      title: 'This application is not registered',
      text: 'The application that asked you to sign in is not registered with the portal. To protect your data nothing was sent. Please tell whoever runs that application.',
    },
    redirectUnknown: {
      title: 'The application’s return address does not match',
      text: 'The application asked to send you to an address that is not registered for it. To protect your data nothing was sent. Please tell whoever runs that application.',
    },
    tooMany: {
      title: 'Too many sign-ins are waiting',
      text: 'From your network too many applications already wait for somebody to sign in. Sign in on the home page first and open the application from the list, or try again in half an hour.',
    },
    toApplications: 'Applications',
    home: 'Go to the home page',
    signOutTitle: 'Sign out',
    signOutAsked: (name: string) => `“${name}” asks to sign you out.`,
    signOutConsequence: 'You will be signed out of the portal and of all applications that you opened from it. Save what is unsaved first.',
    signOut: 'Sign out',
  },
})
