import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n';

/** Names the other language in itself, so that who cannot read this one finds it. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const queryClient = useQueryClient();
  const isEnglish = i18n.language === 'en';
  const switchLanguage = async () => {
    await changeLanguage(isEnglish ? 'zh-CN' : 'en');
    // The server speaks too: sentences, reasons, names.
    await queryClient.invalidateQueries();
  };
  return (
    <Button type="text" lang={isEnglish ? 'zh-CN' : 'en'} onClick={() => void switchLanguage()}>
      {isEnglish ? '中文' : 'English'}
    </Button>
  );
}
