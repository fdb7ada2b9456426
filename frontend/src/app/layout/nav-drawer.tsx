import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { SideNav } from './side-nav';

/** The navigation where there is no room for it beside the page. */
export default function NavDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Drawer open placement="left" size={260} title={t('app.title')} onClose={onClose}>
      <SideNav onChosen={onClose} />
    </Drawer>
  );
}
