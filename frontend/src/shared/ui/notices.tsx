import { message } from 'antd';
import type { MessageInstance } from 'antd/es/message/interface';
import { createContext, type ReactNode, useContext } from 'react';

const Notices = createContext<MessageInstance | null>(null);

/**
 * Short notices over the page. Ant Design's `App` would bring its dialogs and notifications along,
 * which nobody waits for when signing in.
 */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, holder] = message.useMessage();
  return (
    <Notices value={notices}>
      {holder}
      {children}
    </Notices>
  );
}

export function useNotices(): MessageInstance {
  const notices = useContext(Notices);
  if (!notices) throw new Error('useNotices needs the NoticesProvider');
  return notices;
}
