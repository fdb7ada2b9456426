import { SettingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OptionalColumn } from './case-columns';

const ColumnPopover = lazy(() => import('./column-popover'));

interface ColumnChoiceProps {
  chosen: OptionalColumn[];
  onChoose: (columns: OptionalColumn[]) => void;
}

export function ColumnChoice(props: ColumnChoiceProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const opener = (
    // The focus stays on the button when the other one takes its place.
    <Button icon={<SettingOutlined />} autoFocus={wanted} onClick={() => setWanted(true)}>
      {t('common.columns')}
    </Button>
  );
  if (!wanted) return opener;
  return (
    <Suspense fallback={opener}>
      <ColumnPopover {...props}>{opener}</ColumnPopover>
    </Suspense>
  );
}
