import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentTemplate } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { FactList } from '../../shared/ui/fact-list';
import { Paper } from '../../shared/ui/paper';
import { QueryState } from '../../shared/ui/query-state';
import { previewOptions } from './queries';

interface VersionsDialogProps {
  /** Newest first. */
  versions: DocumentTemplate[];
  onClose: () => void;
}

/** What a paper looked like under each version. */
export function VersionsDialog({ versions, onClose }: VersionsDialogProps) {
  const { t } = useTranslation();
  const [id, setId] = useState(
    (versions.find(({ is_in_force }) => is_in_force) ?? versions[0])?.id,
  );
  const shown = versions.find((version) => version.id === id);
  return (
    <Dialog width={900} title={t('templates.versions')} footer={null} onCancel={onClose}>
      <Radio.Group
        value={id}
        onChange={({ target }) => setId(target.value)}
        options={versions.map(({ id: value, version, is_in_force }) => ({
          value,
          label: t(is_in_force ? 'templates.versionInForce' : 'templates.versionNo', { version }),
        }))}
      />
      {shown && (
        <>
          <FactList
            facts={[
              [t('templates.validFrom'), shown.valid_from],
              [t('templates.source'), shown.source],
              [t('templates.reason'), shown.reason],
            ]}
          />
          {shown.allowed_actions.includes('publish') && (
            <p>
              <Link to="/document-templates/$templateId" params={{ templateId: shown.id }}>
                {t('templates.publishFrom')}
              </Link>
            </p>
          )}
          <Preview key={shown.id} template={shown} />
        </>
      )}
    </Dialog>
  );
}

function Preview({ template }: { template: DocumentTemplate }) {
  const query = useQuery(previewOptions(template));
  return (
    <QueryState query={query} rows={10}>
      {({ blocks }) => <Paper blocks={blocks} />}
    </QueryState>
  );
}
