import { Button, type ButtonProps, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';

const MenuDropdown = lazy(() => import('./menu-dropdown'));

interface LazyMenuProps {
  menu: MenuProps;
  button: ButtonProps;
}

/** A button with a menu, whose code comes with the first click and not with the first page. */
export function LazyMenu({ menu, button }: LazyMenuProps) {
  const [wanted, setWanted] = useState(false);
  const opener = <Button type="text" aria-haspopup="menu" {...button} />;
  if (!wanted) {
    return <Button type="text" aria-haspopup="menu" {...button} onClick={() => setWanted(true)} />;
  }
  return (
    <Suspense fallback={opener}>
      <MenuDropdown menu={menu}>{opener}</MenuDropdown>
    </Suspense>
  );
}
