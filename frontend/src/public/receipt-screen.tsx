import type { PublicReceipt } from './api';
import { useSpoken } from './language';
import { QrCode } from './qr';
import { Screen, UnitLines } from './ui';

/** Number and code go behind the `#`: what stands there is never sent to a server or written to a log. */
function trackAddress(case_no: string, code: string): string {
  const fragment = new URLSearchParams({ no: case_no, code });
  return `${globalThis.location.origin}/public/track#${fragment}`;
}

/** The receipt, on screen and on paper. */
export function ReceiptScreen({ receipt }: { receipt: PublicReceipt }) {
  const { t, at } = useSpoken();
  const { case_no, code, center, next } = receipt;
  const address = trackAddress(case_no, code);
  return (
    <Screen title={t.receiptTitle} help={t.receiptHelp}>
      <div className="receipt">
        <dl className="facts">
          <div>
            <dt>{t.caseNo}</dt>
            <dd className="number" data-testid="case-no">
              {case_no}
            </dd>
          </div>
          <div>
            <dt>{t.code}</dt>
            <dd className="number" data-testid="code">
              {code}
            </dd>
          </div>
          <div>
            <dt>{t.received}</dt>
            <dd>{at(receipt.registered_at)}</dd>
          </div>
          <div>
            <dt>{t.receivedBy}</dt>
            <dd>
              <UnitLines unit={center} />
            </dd>
          </div>
          <div>
            <dt>{t.nextStep}</dt>
            <dd>
              {next.text}
              {next.by && <div>{t.by(at(next.by))}</div>}
            </dd>
          </div>
        </dl>
        <figure>
          <QrCode text={address} label={t.qr} />
          <figcaption>{t.qr}</figcaption>
        </figure>
      </div>
      <div className="ways no-print">
        <button type="button" className="button primary" onClick={() => globalThis.print()}>
          {t.print}
        </button>
        <a className="button" href={address}>
          {t.openTrack}
        </a>
      </div>
    </Screen>
  );
}
