import type { ReactNode } from 'react';

interface SearchRegionProps {
  className: string | undefined;
  label?: string;
  children: ReactNode;
}

/** A landmark people can jump to. Chromium 109 does not know the `search` element yet. */
export function SearchRegion({ className, label, children }: SearchRegionProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element is newer than our oldest browser.
    <div role="search" className={className} aria-label={label}>
      {children}
    </div>
  );
}
