import type { Picture } from '../../core/greetings.ts'
import type { Language } from '../../web/language.ts'

/** What each drawing wishes, and what is to be seen on it. */
export const PICTURE_WORDS: Readonly<Record<Picture, Readonly<Record<Language, { wish: string; alt: string }>>>> = {
  birthday: {
    'zh-TW': { wish: '生日快樂', alt: '插著三支蠟燭的蛋糕' }, en: { wish: 'Happy birthday', alt: 'A cake with three candles' },
  },
  thanks: {
    'zh-TW': { wish: '謝謝您', alt: '一束用緞帶繫好的花' }, en: { wish: 'Thank you', alt: 'A bunch of flowers tied with a ribbon' },
  },
  promotion: {
    'zh-TW': { wish: '恭賀升遷', alt: '山頂上的旗子與升起的太陽' }, en: { wish: 'Congratulations on your promotion', alt: 'A flag on a mountain top and the rising sun' },
  },
  retirement: {
    'zh-TW': { wish: '榮退誌慶', alt: '夕陽下出航的帆船' }, en: { wish: 'Happy retirement', alt: 'A boat that sets sail in the evening sun' },
  },
  'get-well': {
    'zh-TW': { wish: '早日康復', alt: '窗邊的盆栽與一杯熱茶' }, en: { wish: 'Get well soon', alt: 'A plant at the window and a cup of hot tea' },
  },
  'new-year': {
    'zh-TW': { wish: '新年快樂', alt: '夜空中的煙火與城市的燈光' }, en: { wish: 'Happy New Year', alt: 'Fireworks above the lights of a city' },
  },
  'lunar-new-year': {
    'zh-TW': { wish: '恭賀新禧', alt: '兩盞紅燈籠與一枝梅花' }, en: { wish: 'Happy Lunar New Year', alt: 'Two red lanterns and a branch of plum blossom' },
  },
  'mothers-day': {
    'zh-TW': { wish: '母親節快樂', alt: '三朵粉紅色的康乃馨' }, en: { wish: 'Happy Mother’s Day', alt: 'Three pink carnations' },
  },
  'fathers-day': {
    'zh-TW': { wish: '父親節快樂', alt: '水面上一大一小兩艘紙船' }, en: { wish: 'Happy Father’s Day', alt: 'Two paper boats on the water, a large one and a small one' },
  },
  'dragon-boat': {
    'zh-TW': { wish: '端午安康', alt: '繫著繩子的三顆粽子' }, en: { wish: 'Happy Dragon Boat Festival', alt: 'Three rice dumplings on a string' },
  },
  'mid-autumn': {
    'zh-TW': { wish: '中秋快樂', alt: '圓月、雲與望著月亮的兔子' }, en: { wish: 'Happy Mid-Autumn Festival', alt: 'A full moon, clouds, and a rabbit that looks up at it' },
  },
  'winter-solstice': {
    'zh-TW': { wish: '冬至團圓', alt: '一碗熱騰騰的紅白湯圓' }, en: { wish: 'Happy Winter Solstice', alt: 'A steaming bowl of red and white rice balls' },
  },
}
