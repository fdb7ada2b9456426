import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, type Texts, texts } from './texts';

const STORAGE_KEY = 'zongzhi.language';

interface Spoken {
  language: Language;
  t: Texts;
  toggle: () => void;
  /** An instant in China's time, as people say it. */
  at: (instant: string) => string;
  /** A day. */
  on: (day: string) => string;
  /** The time of a day, in China. */
  time: (instant: string) => string;
}

const Context = createContext<Spoken | null>(null);

/** The language of the last visit; outside the pages it is asked for by the client. */
export function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh-CN';
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(storedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts[language].site;
  }, [language]);
  const spoken = useMemo<Spoken>(() => {
    const time = new Intl.DateTimeFormat(language, {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'Asia/Shanghai',
    });
    const hour = new Intl.DateTimeFormat(language, {
      timeStyle: 'short',
      timeZone: 'Asia/Shanghai',
    });
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
    return {
      language,
      t: texts[language],
      toggle: () => {
        const other = language === 'en' ? 'zh-CN' : 'en';
        localStorage.setItem(STORAGE_KEY, other);
        setLanguage(other);
      },
      at: (instant) => time.format(new Date(instant)),
      on: (text) => day.format(new Date(text)),
      time: (instant) => hour.format(new Date(instant)),
    };
  }, [language]);
  return <Context value={spoken}>{children}</Context>;
}

export function useSpoken(): Spoken {
  const spoken = useContext(Context);
  if (!spoken) throw new Error('no LanguageProvider');
  return spoken;
}
