// How people come in: the first part of the chapter for everybody.
import { both } from '../content.ts'
import type { Task } from '../content.ts'

export const activate: Task = {
  slug: 'activate',
  at: ['/activate'],
  screens: ['home-signed-out', 'activate-slip-empty', 'activate-slip-code', 'activate-slip-done', 'activate-slip-gone'],
  picture: {
    screen: 'activate-slip-empty',
    alt: both('啟用帳號的表單：驗證碼、身分證號、出生日期、自訂帳號、新密碼、確認新密碼、電子郵件，最下面是啟用的按鈕。',
      'The form: code, national ID, date of birth, account name, new password twice, e-mail, and the button at the end.'),
  },
  title: both('以啟用單或驗證碼啟用帳號', 'Activate your account by a slip or a mailed code'),
  called: both('開通帳號、新進人員、第一次登入、報到、啟用單、開帳號、註冊、新進同仁、開通', 'activation, register, new employee, first sign-in, sign up'),
  lead: both('新進人員第一次使用前，要先啟用帳號，選定自己的帳號與密碼。人事資料登載後即可啟用。',
    'Before the first sign-in you activate your account and choose its name and password. It can be done as soon as the personnel record has you.'),
  steps: [
    both('在首頁按「啟用帳號」。', 'On the home page, follow “Activate an account”.'),
    both('有人事單位交給您的啟用單：輸入單上 20 個字的「驗證碼」，或用手機掃描單上的圖碼，代碼會自動帶入。',
      'If your personnel office gave you a slip, type its 20 characters as “Code”, or scan the picture on it and the code is filled in.'),
    both('沒有啟用單：按「寄驗證碼到人事資料中的電子郵件」，輸入「身分證號」與「出生日期」，按「寄送驗證碼」，再開啟信中的連結。',
      'Without a slip, follow “Have a code sent to the e-mail of your personnel record”, enter “National ID” and “Date of birth”, press “Send the code”, and open the link in the letter.'),
    both('選定「自訂帳號」與「新密碼」。密碼至少 12 個字，不能是常見的密碼。',
      'Choose an “Account name” and a “New password”: at least 12 characters, and not one that many people use.'),
    both('填「電子郵件」，按「啟用帳號」。看到「帳號已啟用」就完成了，按「前往登入」。',
      'Enter your “E-mail” and press “Activate”. “Your account is active” says that it is done; go on by “To sign-in”.'),
    both('72 小時內開啟信箱裡的確認信。確認之後，通知與重設密碼的連結才會寄到這個信箱。',
      'Open the letter in your mailbox within 72 hours. Only an address that you confirmed gets notices and links for a new password.'),
  ],
  troubles: [
    {
      when: both('看到「這個連結已經不能使用」', '“This link does not work any more”'),
      so: both('驗證碼與啟用單限用一次，也有期限。請按「寄送驗證碼」再寄一次，或請人事單位重新列印啟用單；舊的就失效了。',
        'A code or slip is for one use and ends after a while. “Send a code” sends another, or ask the personnel office for a new slip; the old one is of no use then.'),
    },
    {
      when: both('收不到驗證碼', 'No code comes'),
      so: both('畫面不會告訴您資料是否相符。請檢查垃圾郵件匣；仍然沒有，請服務機關人事單位確認人事資料中的電子郵件，或請他們列印啟用單。',
        'The page does not say whether the data matched. Look into the spam folder; then ask the personnel office whether the record has your right address, or for a slip.'),
    },
  ],
}

export const activateByCard: Task = {
  slug: 'activate-by-card',
  at: ['/activate/card'],
  screens: ['home-signed-out', 'activate-slip-empty', 'activate-card-empty', 'activate-card-no-match', 'activate-slip-came-by-card'],
  title: both('以自然人憑證啟用帳號', 'Activate your account by your citizen certificate'),
  called: both('用自然人憑證啟用', 'activate with a card'),
  lead: both('有自然人憑證和讀卡機，不必等啟用單或信件，當場就能啟用。', 'With your card and a reader you need neither a slip nor a letter.'),
  steps: [
    both('在首頁按「啟用帳號」，再按「以自然人憑證啟用」。', 'Follow “Activate an account” on the home page, then “Activate by card”.'),
    both('插入您本人的自然人憑證，輸入「身分證號」「出生日期」與「PIN碼」。', 'Insert your own card and enter “National ID”, “Date of birth” and “PIN”.'),
    both('讀卡機裡有兩張以上的卡片時，按「選擇卡片」，在「使用的卡片」選自己的那一張。',
      'When several cards are connected, press “Choose a card” and pick yours under “Card”.'),
    both('按「驗證並繼續」，再選定「自訂帳號」「新密碼」與「電子郵件」，按「啟用帳號」。',
      'Press “Prove it and go on”, then choose “Account name”, “New password” and “E-mail”, and press “Activate”.'),
    both('這張憑證同時連結到您的帳號，之後插卡就能登入。', 'The card is bound to your account with it: from then on it signs you in.'),
  ],
  troubles: [{
    when: both('畫面說憑證、身分證號與出生日期和人事資料不符', 'The page says that card, national ID and date of birth do not match the record'),
    so: both('確認插入的是您本人的卡片，再檢查輸入的資料。都正確時，是人事資料有誤，請服務機關人事單位更正。',
      'See that it is your own card and that what you typed is right. If so the record is wrong: ask your personnel office to correct it.'),
  }],
}

export const signInByPassword: Task = {
  slug: 'sign-in',
  at: ['/sign-in/password', '/sign-in/second-factor', '/sign-in/again'],
  screens: ['home-signed-out', 'home-wrong', 'home-locked', 'second-factor-code', 'sign-in-again-asked', 'applications-employee'],
  picture: {
    screen: 'home-signed-out', part: '.columns > .stack',
    alt: both('首頁的帳號登入與憑證登入：帳號、密碼、登入、忘記密碼、通行密鑰登入，以及 PIN 碼。',
      'Both ways in on the home page: account name, password, the link for a forgotten password, passkey, and below the PIN of a card.'),
  },
  title: both('以帳號密碼登入', 'Sign in with account name and password'),
  called: both('登入、登不進去、無法登入、不能登入、鎖住、鎖定、帳號被鎖、帳號鎖定、密碼錯誤、登出、自動登出', 'log in, login, locked, locked out, unlock account, cannot sign in, wrong password, log out'),
  lead: both('登入一次，就能開啟您的各個應用系統。', 'You sign in once for all your applications.'),
  steps: [
    both('在首頁「帳號登入」輸入「帳號」與「密碼」，按「登入」。', 'On the home page, under “Sign in with an account”, enter “Account name” and “Password” and press “Sign in”.'),
    both('設定過第二驗證的人，再輸入手機應用程式現在顯示的 6 位數「驗證碼」。手機不在身邊，按「手機不在身邊？改用復原碼」。',
      'If you set up a second factor, enter the six digits that your telephone shows as “Code”. Without it, follow “No telephone at hand? Use a recovery code”.'),
    both('登入後會到「應用系統」；原本要開啟其他頁面時，會回到那一頁。', 'You come to “Applications”, or to the page that you had asked for.'),
    both('離開座位前按「登出」。閒置過久也會自動登出。', 'Press “Sign out” before you leave. After a while without activity you are signed out as well.'),
  ],
  troubles: [
    {
      when: both('畫面說帳號或密碼不正確', 'The page says that the account name or the password is not right'),
      so: both('檢查大小寫與輸入法。忘記密碼請按「忘記密碼」；還沒啟用請按「啟用帳號」；帳號已停用，請洽服務機關人事單位。',
        'Look at capital letters and the keyboard. “Forgotten password” replaces a password, “Activate an account” opens one that is not active; for a disabled account ask your personnel office.'),
    },
    {
      when: both('畫面說登入失敗次數過多，已暫停', 'The page says that password sign-in is paused after too many failures'),
      so: both('請照畫面上的分鐘數等候再試。等候時仍可用通行密鑰或憑證登入。', 'Wait for as many minutes as it says. A passkey or a card signs you in meanwhile.'),
    },
    {
      when: both('已經登入，又出現「再次驗證身分」', 'You are signed in, and “Prove once more that it is you” comes up'),
      so: both('變更密碼、信箱或替別人重設密碼之前，會再問一次。再驗證一次，就會回到您要開啟的頁面。',
        'Before a password or address is changed, your own or that of others, it is asked once more. Then you come to the page that you wanted.'),
    },
  ],
}

export const signInByCard: Task = {
  slug: 'sign-in-by-card',
  at: ['/sign-in/card'],
  screens: ['home-signed-out', 'card-sign-in-first', 'card-sign-in-refused', 'me-certificates-none', 'me-certificates-bind', 'environment-no-component'],
  picture: {
    screen: 'me-certificates-bind',
    alt: both('連結自然人憑證的頁面：說明剛才使用的憑證還沒有連結帳號，下面有連結並繼續與不連結。',
      'The page for binding a card: the card just used is bound to no account yet; below, the buttons to bind it and not to.'),
  },
  title: both('以自然人憑證登入', 'Sign in by your citizen certificate'),
  called: both('插卡登入、插卡、綁定憑證、連結憑證、鎖卡、卡片鎖住、忘記PIN碼、PIN碼鎖住、憑證', 'bind a card, PIN locked, forgotten PIN, smart card'),
  lead: both('插卡登入最安全，也能開啟須用憑證的應用系統。第一次要先把卡片連結到帳號。',
    'A card is the safest way in, and opens the applications that need one. The first time it has to be bound to your account.'),
  steps: [
    both('把卡片插入讀卡機，在首頁「憑證登入」輸入「PIN碼」，按「登入」。', 'Insert the card, enter its “PIN” under “Sign in by card” on the home page, and press “Sign in”.'),
    both('第一次使用這張卡片時，會請您先以帳號密碼登入一次，再按「連結並繼續」。', 'The first time you are asked to sign in once with your password, and then to press “Bind and go on”.'),
    both('也可以登入後到「我的專區」的「我的憑證」，輸入「PIN碼」，按「連結憑證」。', 'You can bind it later as well: “My account”, then “Cards”, enter the “PIN” and press “Bind a card”.'),
  ],
  troubles: [
    {
      when: both('按了「登入」沒有反應，或找不到讀卡機', 'Nothing happens, or no reader is found'),
      so: both('請按「憑證不能用？檢查這部電腦」，逐項看瀏覽器、憑證元件、讀卡機與卡片哪一項要處理。',
        'Follow “Trouble with a card? Check this computer”, which tells what of browser, signing component, reader and card is to be mended.'),
    },
    {
      when: both('PIN 碼輸錯太多次，卡片被鎖住', 'The PIN was wrong too often, and the card is locked'),
      so: both('本站不能解鎖，請洽發卡單位解鎖或重設 PIN 碼。這時仍可用帳號密碼登入。', 'It cannot be unlocked here: ask the issuer of the card. Your password signs you in meanwhile.'),
    },
    {
      when: both('畫面說憑證已經廢止或過期', 'The page says that the certificate was revoked or has expired'),
      so: both('請使用新的憑證，或洽發卡單位。這時仍可用帳號密碼登入。', 'Use the new card or ask its issuer. Your password signs you in meanwhile.'),
    },
  ],
}

export const ownCards: Task = {
  slug: 'lost-or-new-card',
  at: ['/me/certificates'],
  screens: ['me-certificates-none', 'me-certificates-bound', 'me-certificates-give-up', 'me-password-empty'],
  picture: {
    screen: 'me-certificates-give-up',
    alt: both('解除連結前的確認：末四碼是哪一張、是否遺失或遭竊，以及解除連結的按鈕。',
      'What is asked before a card is given up: its last four digits, whether it was lost or stolen, and the button.'),
  },
  title: both('憑證遺失、過期或換新卡', 'A card that is lost, out of date or replaced'),
  called: both('卡片不見、卡片遺失、憑證掉了、憑證不見、自然人憑證遺失、換卡、換新卡、憑證到期、憑證展期、解除綁定、卡片壞掉、卡片不能用',
    'lost card, stolen card, expired card, new card, unbind, renew certificate'),
  lead: both('讓舊卡不能再登入您的帳號，再連結新卡。這段時間用帳號密碼或通行密鑰登入。',
    'Bar the old card from your account and bind the new one. Meanwhile your password or a passkey signs you in.'),
  steps: [
    both('登入後，到「我的專區」的「我的憑證」，在那張卡片按「解除連結」。', 'Signed in, open “My account”, then “Cards”, and follow “Give up” at the card.'),
    both('遺失或遭竊時，勾選「這張卡片遺失或遭竊：這張憑證以後也不能再連結」，再按「解除連結」。',
      'If it is lost, tick “It was lost or stolen: its certificate can never be bound again”; then press “Give up”.'),
    both('也要向發卡單位申請停用卡片；本站只能讓它不再連結您的帳號。', 'Have the issuer bar the card as well: the portal can only keep it out of your account.'),
    both('拿到新卡後，插入讀卡機，在同一頁輸入「PIN碼」，按「連結憑證」。', 'With the new card in the reader, enter its “PIN” on the same page and press “Bind a card”.'),
  ],
  troubles: [{
    when: both('遺失的是機關憑證', 'It is the card of an agency that is lost'),
    so: both('請機關立即向發卡單位申請廢止，並通知行政院人事行政總處，由總處擋下那張卡片。',
      'Have it revoked by its issuer at once, and tell the Directorate-General, which bars it here.'),
  }],
}

export const passkeys: Task = {
  slug: 'passkeys',
  at: ['/me/passkeys'],
  screens: ['home-signed-out', 'me-passkeys-none', 'me-passkeys-add'],
  picture: {
    screen: 'me-passkeys-none',
    alt: both('通行密鑰的頁面：還沒有通行密鑰，下面有新增通行密鑰的按鈕。', 'The page of passkeys: there is none yet, and a button to add one.'),
  },
  title: both('新增通行密鑰，不用密碼登入', 'Add a passkey and sign in without a password'),
  called: both('指紋、臉部辨識、人臉、免密碼、無密碼', 'fingerprint, face recognition, passwordless, biometrics'),
  lead: both('用手機或電腦的指紋、臉部或 PIN 登入，假網站騙不走。', 'Your telephone or computer signs you in by finger, face or PIN, and no false site can take it from you.'),
  steps: [
    both('登入後，到「我的專區」的「通行密鑰」，按「新增通行密鑰」。系統會請您再驗證一次是您本人。', 'Signed in, open “My account”, then “Passkeys”, and follow “Add a passkey”. You are asked to prove once more that it is you.'),
    both('在「名稱」取一個認得出裝置的名字，按「新增」，照瀏覽器的指示完成。', 'Give it a “Name” by which you know the device, press “Add”, and do as the browser says.'),
    both('下次在首頁按「通行密鑰登入」就能登入。原來的密碼仍然可以用。', 'From then on “Sign in with a passkey” on the home page is enough. The password still works.'),
    both('裝置遺失或換新時，到同一頁移除那一把。', 'When a device is lost or replaced, remove its passkey on the same page.'),
  ],
  troubles: [{
    when: both('看到「這個瀏覽器無法新增通行密鑰」', '“This browser cannot add a passkey”'),
    so: both('請開啟 JavaScript，並使用較新的 Chrome、Edge、Safari 或 Firefox。', 'Allow JavaScript and use a recent Chrome, Edge, Safari or Firefox.'),
  }],
}

export const forgottenPassword: Task = {
  slug: 'forgotten-password',
  at: ['/forgot-password', '/new-password'],
  screens: ['home-signed-out', 'forgot-password-empty', 'forgot-password-sent', 'new-password-link', 'new-password-gone'],
  picture: {
    screen: 'forgot-password-empty',
    alt: both('忘記密碼的表單：自訂帳號、身分證號、出生日期與寄送連結。', 'The form for a forgotten password: account name, national ID, date of birth, and the button.'),
  },
  title: both('忘記密碼或忘記帳號', 'A forgotten password or account name'),
  called: both('密碼忘了、忘了密碼、忘了帳號、我的帳號是什麼、查自己的帳號、密碼、收不到信', 'forgot password, forgot account name, recover account'),
  lead: both('系統寄連結到您確認過的電子郵件，由您自己設定新密碼。', 'A link goes to the e-mail that you confirmed, and you choose a new password yourself.'),
  steps: [
    both('在首頁按「忘記密碼」。', 'Follow “Forgotten password” on the home page.'),
    both('輸入「自訂帳號」；連帳號也忘了，改填「身分證號」。再輸入「出生日期」，按「寄送連結」。',
      'Enter your “Account name”, or your “National ID” if you forgot that as well, and your “Date of birth”, and press “Send the link”.'),
    both('30 分鐘內開啟信中的連結，輸入兩次新密碼，按「設定新密碼」。', 'Open the link in the letter within 30 minutes, type the new password twice, and press “Choose this password”.'),
    both('其他裝置與應用系統的登入都會結束，請以新密碼重新登入。', 'You are signed out everywhere; sign in with the new password.'),
  ],
  troubles: [
    {
      when: both('沒有收到信', 'No letter comes'),
      so: both('檢查垃圾郵件匣。信箱沒有確認過、已經失效，或帳號還沒啟用、已停用，都不會寄出，請洽服務機關人事單位；他們可以列印密碼重設單給您。',
        'Look into the spam folder. Nothing is sent to an address that was not confirmed or is gone, nor for an account that is not active: ask your personnel office, which can print you a slip.'),
    },
    {
      when: both('手上有人事單位的密碼重設單', 'You have a slip from the personnel office'),
      so: both('在同一頁按「輸入單上的代碼」。', 'Follow “Type the code on it” on the same page.'),
    },
  ],
}

export const checkComputer: Task = {
  slug: 'check-this-computer',
  at: ['/environment'],
  screens: ['home-signed-out', 'environment-no-component', 'environment-all-good', 'environment-component-found'],
  picture: {
    screen: 'environment-no-component', part: 'table',
    alt: both('環境檢測的結果：瀏覽器、JavaScript、Cookie、電腦時間正常，憑證元件要處理，讀卡機與卡片尚未檢測。',
      'What was found: browser, JavaScript, cookies and clock are good, the signing component is to be mended, reader and card were not checked yet.'),
  },
  title: both('檢查電腦與讀卡機', 'Check the computer and the card reader'),
  called: both('讀不到卡、抓不到讀卡機、元件、憑證元件、跨平台元件、驅動程式、瀏覽器、電腦設定', 'card reader, card not working, driver, component, browser'),
  lead: both('登入有困難時先做這一步，畫面會說哪一項要處理、怎麼處理。', 'The first thing to do when signing in makes trouble: it tells what is to be mended, and how.'),
  steps: [
    both('在首頁按「環境檢測」，不必登入。', 'Follow “Check this computer” on the home page; it needs no sign-in.'),
    both('看表中的「結果」：「正常」不必管，「要處理」請照「說明」做。', 'Look at “Result”: leave what is “good”, and for what is “to be mended” do as “Note” says.'),
    both('插入卡片，按「檢測讀卡機與卡片」。不需要輸入 PIN 碼。', 'Insert the card and press “Check reader and card”. No PIN is asked for.'),
    both('處理好之後按「重新檢測」。', 'When it is mended, follow “Check again”.'),
  ],
  troubles: [{
    when: both('仍然不能登入', 'Still no way in'),
    so: both('把這一頁的結果告訴客服人員；電話在每一頁的最下面。', 'Tell the help desk what the page says; its telephone is at the foot of every page.'),
  }],
}

export const signingIn: readonly Task[] = [
  activate, activateByCard, signInByPassword, signInByCard, ownCards, passkeys, forgottenPassword, checkComputer,
]
