import { useTranslation } from 'react-i18next';
import type { CaseParty, PartyField } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import styles from './case-page.module.css';
import { MaskedField } from './masked-field';

const maskedFields: PartyField[] = ['name', 'phone', 'id_number', 'address'];

interface PartiesProps {
  caseId: string;
  parties: CaseParty[];
}

export function Parties({ caseId, parties }: PartiesProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <section className={styles.panel} aria-labelledby="parties-title">
      <h2 id="parties-title">{t('cases.detail.parties')}</h2>
      {parties.length === 0 && <p className={styles.empty}>{t('cases.detail.anonymous')}</p>}
      {parties.map((party) => (
        <div key={party.id} className={styles.party}>
          <h3>
            {enumName('partyRole', party.role)} · {enumName('partyKind', party.kind)}
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
          </dl>
        </div>
      ))}
    </section>
  );
}
