import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clearable } from './clearable';
import { SearchRegion } from './search-region';
import styles from './text-search.module.css';

interface TextSearchProps {
  label: string;
  value: string | undefined;
  onSearch: (text: string | undefined) => void;
}

/** Searches when it is sent, so that a list does not change under every letter. */
export function TextSearch({ label, value, onSearch }: TextSearchProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  return (
    <SearchRegion className={styles.search}>
      <Input.Search
        allowClear={clearable}
        value={text}
        aria-label={label}
        placeholder={label}
        enterButton={t('common.search')}
        onChange={(event) => setText(event.target.value)}
        onSearch={(sent) => onSearch(sent.trim() || undefined)}
      />
    </SearchRegion>
  );
}
