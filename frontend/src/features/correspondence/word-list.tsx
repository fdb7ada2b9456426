import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../shared/lib/dates';
import styles from './correspondence.module.css';

interface Word {
  id: string;
  text: string;
  /** Who said it, as it is shown. */
  from: string;
  at: string;
  /** What it answers. */
  answers?: string | undefined;
}

interface WordListProps {
  words: Word[];
  label: string;
  hasMore: boolean;
  onMore: () => void;
}

/** What was said, the last first. */
export function WordList({ words, label, hasMore, onMore }: WordListProps) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={styles.plain} aria-label={label}>
        {words.map(({ id, text, from, at, answers }) => (
          <li key={id}>
            {answers && (
              <p className={styles.soft}>{t('correspondence.answering', { text: answers })}</p>
            )}
            <p>{text}</p>
            <span className={styles.soft}>
              {from} · {formatInstant(at)}
            </span>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button size="small" onClick={onMore}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
