import { Dropdown, type MenuProps } from 'antd';
import { type ReactNode, useState } from 'react';

interface MenuDropdownProps {
  menu: MenuProps;
  children: ReactNode;
}

/** Opens at once: its code was only loaded because somebody pressed the button. */
export default function MenuDropdown({ menu, children }: MenuDropdownProps) {
  const [open, setOpen] = useState(true);
  return (
    <Dropdown autoFocus trigger={['click']} open={open} onOpenChange={setOpen} menu={menu}>
      {children}
    </Dropdown>
  );
}
