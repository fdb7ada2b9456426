import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before this component appeared. Ant Design does so at the
 * end of its closing animation, which a dialog taken off the page never reaches.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isLost = document.activeElement === document.body;
        if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus();
      });
    },
    [opener],
  );
}
