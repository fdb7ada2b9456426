import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/ui/dialog';
import styles from './shell.module.css';

const shortcuts = [
  { keys: ['/'], label: 'shortcuts.search' },
  { keys: ['j'], label: 'shortcuts.next' },
  { keys: ['k'], label: 'shortcuts.previous' },
  { keys: ['x'], label: 'shortcuts.tick' },
  { keys: ['a'], label: 'shortcuts.act' },
  { keys: ['g', 'q'], label: 'shortcuts.queues' },
  { keys: ['?'], label: 'shortcuts.help' },
  { keys: ['Esc'], label: 'shortcuts.close' },
] as const;

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog footer={null} title={t('shortcuts.title')} onCancel={onClose}>
      <dl className={styles.shortcuts}>
        {shortcuts.map(({ keys, label }) => (
          <Fragment key={label}>
            <dt>
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && ` ${t('shortcuts.after')} `}
                  <kbd>{key}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
