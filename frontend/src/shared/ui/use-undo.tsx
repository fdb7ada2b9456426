import { App, Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const SECONDS = 10;
let opened = 0;

/** Says what was done and takes it back for ten seconds, instead of asking beforehand. */
export function useUndo(): (done: string, undo: () => void) => void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useCallback(
    (done, undo) => {
      opened += 1;
      const key = `undo-${opened}`;
      const takeBack = () => {
        message.destroy(key);
        undo();
      };
      void message.open({
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
    [message, t],
  );
}
