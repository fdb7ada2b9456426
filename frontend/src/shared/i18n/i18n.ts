import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { zhCN } from './zh-CN';

export type Language = 'zh-CN' | 'en';

const STORAGE_KEY = 'zongzhi.language';

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

/** English is a second bundle: most people never load it. */
async function ensureLoaded(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en');
    i18next.addResourceBundle('en', 'translation', en);
  }
}

export async function changeLanguage(language: Language): Promise<void> {
  await ensureLoaded(language);
  await i18next.changeLanguage(language);
  localStorage.setItem(STORAGE_KEY, language);
  applyLanguage();
}

function applyLanguage(): void {
  document.documentElement.lang = currentLanguage();
  document.title = i18next.t('app.title');
  dayjs.locale(currentLanguage() === 'en' ? 'en' : 'zh-cn');
}

export async function initI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  if (localStorage.getItem(STORAGE_KEY) === 'en') await changeLanguage('en');
  else applyLanguage();
}
