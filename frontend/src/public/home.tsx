import { useSpoken } from './language';
import { Screen } from './ui';

export function HomePage() {
  const { t } = useSpoken();
  return (
    <Screen title={t.homeTitle} help={t.homeIntro}>
      <nav className="doors" aria-label={t.site}>
        <a className="button primary" href="/public/submit">
          {t.submit}
        </a>
        <a className="button" href="/public/track">
          {t.track}
        </a>
        <a className="button" href="/public/centers">
          {t.centers}
        </a>
      </nav>
      <p className="soft">{t.goodToKnow}</p>
    </Screen>
  );
}
