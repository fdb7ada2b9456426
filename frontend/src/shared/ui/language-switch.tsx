import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';

/** The other language, named in itself so that who cannot read this one finds it. */
export function useLanguageSwitch() {
  const { i18n } = useTranslation();
  const queryClient = useQueryClient();
  const isEnglish = i18n.language === 'en';
  const change = async () => {
    await changeLanguage(isEnglish ? 'zh-CN' : 'en');
    // The server speaks too: sentences, reasons, names.
    await queryClient.invalidateQueries();
  };
  return {
    other: isEnglish ? '中文' : 'English',
    lang: isEnglish ? 'zh-CN' : 'en',
    change: () => void change(),
  };
}

export function LanguageSwitch() {
  const { other, lang, change } = useLanguageSwitch();
  return (
    <Button type="text" lang={lang} onClick={change}>
      {other}
    </Button>
  );
}
