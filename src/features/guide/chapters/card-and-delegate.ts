import { both } from '../content.ts'
import { beginManaging, endGrant, giveGrant, setUpDuty, suspended } from './managing-access.ts'
import { correctEmail, resetPassword, searchAccounts, searchRights } from './managing-people.ts'
import { checkComputer } from './signing-in.ts'
import type { Chapter, Task } from '../content.ts'

export const asDelegate: Task = {
  slug: 'manage-as-a-delegate',
  at: [],
  screens: ['manage-delegate', 'switch-managing'],
  title: both('以受授權的身分管理', 'Manage as a delegate'),
  called: both('受授權、被授權', 'delegate, delegated'),
  lead: both('人事主管授權給您之後，在授權的期間與範圍內，可以使用該機關的管理功能。', 'While a delegation lasts you use the management functions of its agency, within its scope.'),
  steps: [
    both('按上方的「權限與兼辦管理」。「管理依據」寫明由哪個機關授權、限於哪些機關、到哪一天。',
      'Follow “Access and duties” at the top. “Why you may manage” names the agency that lets you, for which agencies, and until when.'),
    both('要換機關，按「切換機關」，在「管理的機關」選一個。', 'For another agency follow “Switch agency” and choose it under “Agency to manage”.'),
    both('各項功能與人事主管相同。您做的每件事都記在您的名下。', 'The functions are those of a supervisor. What you do is recorded in your name.'),
    both('授權到期或被結束，管理功能就不再出現；需要延長，請洽授權的人事主管。', 'When it ends the functions are gone; for longer, ask the supervisor who gave it.'),
  ],
}

export const delegateChapter: Chapter = {
  slug: 'delegate',
  title: both('受授權管理者', 'Delegates'),
  lead: both('在授權的期間，代人事主管使用管理功能。', 'Who manages for a supervisor while a delegation lasts.'),
  tasks: [asDelegate],
  also: [beginManaging, giveGrant, endGrant, setUpDuty, suspended, resetPassword, correctEmail, searchRights, searchAccounts],
}

export const holdCard: Task = {
  slug: 'sign-in-by-agency-card',
  at: ['/manage/holder'],
  screens: ['home-signed-out', 'card-holder-asked', 'card-holder-account', 'manage-card'],
  picture: {
    screen: 'card-holder-asked',
    alt: both('登錄持卡人的頁面：輸入持卡人身分證號，按登錄。', 'The page on which the holder is named: the national ID of the holder, and the button.'),
  },
  title: both('以機關憑證登入並登錄持卡人', 'Sign in by the card of an agency and name its holder'),
  called: both('機關卡、持卡人、機關憑證', 'agency card, card holder'),
  lead: both('機關沒有人事人員可以登入時使用。只能使用管理功能，沒有個人的功能。', 'For when no personnel officer can sign in. It opens the management functions and nothing personal.'),
  steps: [
    both('插入機關憑證，在首頁「憑證登入」輸入「PIN碼」，按「登入」。', 'Insert the agency’s card, enter its “PIN” under “Sign in by card” on the home page, and press “Sign in”.'),
    both('變更資料之前，要先在「登錄持卡人」輸入「持卡人身分證號」，按「登錄」。之後的異動都記在這位人員名下，這次登入期間不能更改。',
      'Before anything is changed, enter “National ID of the holder” under “Name the holder of the card” and press “Name”. What is done then is recorded in that person’s name, and it cannot be changed during this sign-in.'),
    both('辦完就登出，並取出卡片。', 'Sign out when you are done, and take the card out.'),
  ],
  troubles: [{
    when: both('找不到讀卡機，或卡片不能讀', 'No reader is found, or the card cannot be read'),
    so: both('按「憑證不能用？檢查這部電腦」，照結果處理。', 'Follow “Trouble with a card? Check this computer” and do as it says.'),
  }],
}

export const agencyCard: Chapter = {
  slug: 'agency-card',
  title: both('機關憑證持有者', 'Holders of an agency’s card'),
  lead: both('以機關憑證進入本機關的管理功能。', 'The way into an agency’s management functions by its card.'),
  tasks: [holdCard],
  also: [checkComputer, giveGrant, endGrant, resetPassword, searchRights],
}
