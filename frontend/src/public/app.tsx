import { CentersPage } from './centers-page';
import { HomePage } from './home';
import { LanguageProvider, useSpoken } from './language';
import { SubmitPage } from './submit-page';
import { TrackPage } from './track-page';

const pages = new Map([
  ['/public/submit', SubmitPage],
  ['/public/track', TrackPage],
  ['/public/centers', CentersPage],
]);

/** The page of an address; any other is the first one. */
export function App({ path }: { path: string }) {
  const Page = pages.get(path.replace(/\/+$/, '')) ?? HomePage;
  return (
    <LanguageProvider>
      <Frame>
        <Page />
      </Frame>
    </LanguageProvider>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  const { t, toggle, language } = useSpoken();
  return (
    <>
      <a className="skip" href="#main">
        {t.toMain}
      </a>
      <header className="no-print">
        <a href="/public" className="site">
          {t.site}
        </a>
        <button
          type="button"
          className="button small"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={toggle}
        >
          {t.language}
        </button>
      </header>
      <main id="main">{children}</main>
    </>
  );
}
