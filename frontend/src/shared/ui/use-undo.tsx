import { Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from './notices';

const SECONDS = 10;
let opened = 0;

/** Says what was done and takes it back for ten seconds, instead of asking beforehand. */
export function useUndo(): (done: string, undo: () => void) => void {
  const { t } = useTranslation();
  const notices = useNotices();
  return useCallback(
    (done, undo) => {
      opened += 1;
      const key = `undo-${opened}`;
      const takeBack = () => {
        notices.destroy(key);
        undo();
      };
      void notices.open({
        key,
        type: 'success',
        duration: SECONDS,
        content: (
          <>
            {done}
            <Button type="link" onClick={takeBack}>
              {t('common.undo')}
            </Button>
          </>
        ),
      });
    },
    [notices, t],
  );
}
