import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseParty, CaseView, PartyField } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import styles from './case-page.module.css';
import { MaskedField } from './masked-field';
import { AddPartyDialog, CorrectPartyDialog } from './party-dialogs';

const maskedFields: PartyField[] = ['name', 'phone', 'id_number', 'address'];
/** What the forms ask of a person besides; hidden from who only assists, as the rest is. */
const describedFields = ['ethnicity', 'age', 'occupation'] as const;

export function Parties({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { id: caseId, parties } = caseView;
  const [correcting, setCorrecting] = useState<CaseParty | null>(null);
  const [adding, setAdding] = useState(false);
  const isMine = caseView.beside.includes('keep_parties');
  return (
    <section className={styles.panel} aria-labelledby="parties-title">
      <h2 id="parties-title">{t('cases.detail.parties')}</h2>
      {parties.length === 0 && <p className={styles.empty}>{t('cases.detail.anonymous')}</p>}
      {parties.map((party) => (
        <div key={party.id} className={styles.party}>
          <h3>
            {enumName('partyRole', party.role)} · {enumName('partyKind', party.kind)}{' '}
            {isMine && (
              <Button
                className="no-print"
                size="small"
                type="link"
                aria-label={t('cases.detail.correctPartyOf', { no: party.party_no })}
                onClick={() => setCorrecting(party)}
              >
                {t('cases.detail.correctParty')}
              </Button>
            )}
          </h3>
          <dl className={styles.pairs}>
            {maskedFields.map((field) => {
              const value = party[field];
              return (
                value && (
                  <MaskedField
                    key={field}
                    caseId={caseId}
                    partyId={party.id}
                    field={field}
                    masked={value}
                    revealable={party.revealable.includes(field)}
                  />
                )
              );
            })}
            {describedFields.map((field) => {
              const value = party[field];
              return (
                value != null && (
                  <Fragment key={field}>
                    <dt>{t(`cases.field.${field}`)}</dt>
                    <dd>{value}</dd>
                  </Fragment>
                )
              );
            })}
          </dl>
        </div>
      ))}
      {isMine && (
        <Button className="no-print" size="small" onClick={() => setAdding(true)}>
          {t('cases.detail.addParty')}
        </Button>
      )}
      {correcting && (
        <CorrectPartyDialog
          caseView={caseView}
          party={correcting}
          onClose={() => setCorrecting(null)}
        />
      )}
      {adding && <AddPartyDialog caseId={caseId} onClose={() => setAdding(false)} />}
    </section>
  );
}
