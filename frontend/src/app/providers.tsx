import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NoticesProvider } from '../shared/ui/notices';
import { theme } from './theme';

interface ProvidersProps {
  queryClient: QueryClient;
  children: ReactNode;
  /** Off in tests: happy-dom reads every injected rule for each question about visibility. */
  styled?: boolean;
}

/** Everything a page may rely on around it. */
export function Providers({ queryClient, children, styled = true }: ProvidersProps) {
  const { i18n } = useTranslation();
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider
        theme={{ ...theme, zeroRuntime: !styled }}
        locale={i18n.language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        form={{ requiredMark: true, scrollToFirstError: { focus: true } }}
      >
        <NoticesProvider>{children}</NoticesProvider>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
