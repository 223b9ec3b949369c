import i18next, { type PostProcessorModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { booksWords } from '../books/books.words'
import { drawerWords } from '../drawer/drawer.words'
import { exportsWords } from '../exports/exports.words'
import { firstRunWords } from '../first-run/first-run.words'
import { fulfilmentWords } from '../fulfilment/fulfilment.words'
import { problemWords } from '../fulfilment/problem.words'
import { ordersWords } from '../orders/orders.words'
import { peopleWords } from '../people/people.words'
import { phoneWords } from '../phone/phone.words'
import { practiceWords } from '../practice/practice.words'
import { refundsWords } from '../refunds/refunds.words'
import { settingsWords } from '../settings/settings.words'
import { shellWords } from '../shell/shell.words'
import { slipsWords } from '../slips/slips.words'
import { stockWords } from '../stock/stock.words'
import { syncWords } from '../sync/sync.words'
import { uiWords } from '../ui/ui.words'
import { spaced } from './spaced'

/** All words by feature; a test proves that zh and en say the same things. */
export const WORDS = {
  ui: uiWords,
  shell: shellWords,
  orders: ordersWords,
  drawer: drawerWords,
  practice: practiceWords,
  refunds: refundsWords,
  fulfilment: fulfilmentWords,
  problem: problemWords,
  stock: stockWords,
  sync: syncWords,
  slips: slipsWords,
  settings: settingsWords,
  firstRun: firstRunWords,
  people: peopleWords,
  phone: phoneWords,
  books: booksWords,
  exports: exportsWords,
}

export type Language = 'zh' | 'en'
const STORED = 'zg.language'

/** Chinese and Latin are set apart, whichever sentence names a platform. */
const spacing: PostProcessorModule = {
  type: 'postProcessor',
  name: 'spacing',
  process: (sentence, _key, { platform }) =>
    i18next.language === 'zh' && typeof platform === 'string' ? spaced(sentence, platform) : sentence,
}

export async function startWords(): Promise<void> {
  const names = Object.keys(WORDS) as (keyof typeof WORDS)[]
  const by = (language: Language) => Object.fromEntries(names.map((name) => [name, WORDS[name][language]]))
  await i18next.use(initReactI18next).use(spacing).init({
    postProcess: ['spacing'],
    lng: storedLanguage(), fallbackLng: 'zh', resources: { zh: by('zh'), en: by('en') }, defaultNS: 'ui', interpolation: { escapeValue: false }, returnNull: false,
  }) // prettier-ignore
  document.documentElement.lang = storedLanguage() === 'zh' ? 'zh-CN' : 'en'
}

export function storedLanguage(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'
}

/** Switches every word on the page at once and remembers it on this station. */
export function setLanguage(language: Language): void {
  localStorage.setItem(STORED, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  void i18next.changeLanguage(language)
}
