import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useActingRole, useMe } from '../../shared/api/session';
import { type NavItem, navGroups } from '../nav-items';
import styles from './shell.module.css';

interface SideNavProps {
  onChosen?: () => void;
}

/** Grouped by work, not by table; only what the server lists for this capacity. */
export function SideNav({ onChosen }: SideNavProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const role = useActingRole();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const isShown = ({ name, roles }: NavItem) =>
    nav.includes(name) && (!roles || (role !== undefined && roles.includes(role)));
  const groups = navGroups
    .map((group) => ({ ...group, items: group.items.filter(isShown) }))
    .filter((group) => group.items.length > 0);
  const entries = groups.flatMap(({ items }) => items.map(({ to }) => to));
  /** Whether an entry below this one says better where we are. */
  const isOfAnother = (to: string) =>
    entries.some((other) => other.startsWith(`${to}/`) && path.startsWith(other));

  return (
    <nav aria-label={t('shell.nav')} className={styles.nav}>
      {groups.map((group) => (
        <section key={group.label ?? ''} {...(group.label && { 'aria-label': t(group.label) })}>
          {group.label && <h2>{t(group.label)}</h2>}
          <ul>
            {group.items.map((item) => (
              <li key={item.label}>
                <Link
                  to={item.to}
                  {...(item.search && { search: item.search })}
                  activeOptions={{
                    exact: item.to === '/' || isOfAnother(item.to),
                    includeSearch: Boolean(item.search),
                    explicitUndefined: true,
                  }}
                  activeProps={{ className: styles.active ?? '', 'aria-current': 'page' }}
                  onClick={() => onChosen?.()}
                >
                  {t(item.label)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
