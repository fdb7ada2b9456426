import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentTemplate, PreviewFilling, TemplateDefinition } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { Paper } from '../../shared/ui/paper';
import { livePreviewOptions } from './queries';

/** How the definition looks; asked anew whenever it has been still for a moment. */
export function useTemplatePreview(template: DocumentTemplate, definition: TemplateDefinition) {
  const [filling, setFilling] = useState<PreviewFilling>('example');
  const query = useQuery({
    ...livePreviewOptions(template, definition, filling),
    placeholderData: keepPreviousData,
    retry: false,
  });
  // What was good last stays in sight while something is wrong.
  const [good, setGood] = useState(query.data);
  if (query.data && query.data !== good) setGood(query.data);
  return { filling, setFilling, preview: query.data ?? good, error: query.error };
}

interface TemplatePreviewProps {
  state: ReturnType<typeof useTemplatePreview>;
}

export function TemplatePreview({ state }: TemplatePreviewProps) {
  const { t } = useTranslation();
  const options = useEnumOptions('previewFilling');
  const { filling, setFilling, preview, error } = state;
  return (
    <section aria-labelledby="template-preview">
      <h2 id="template-preview">{t('templates.preview')}</h2>
      <Radio.Group
        aria-label={t('templates.preview')}
        value={filling}
        options={options}
        onChange={({ target }) => setFilling(target.value)}
      />
      {Boolean(error) && <p role="status">{t('templates.previewBehind')}</p>}
      {preview?.names_parties && <p>{t('templates.namesPartiesNote')}</p>}
      {preview && <Paper blocks={preview.blocks} />}
    </section>
  );
}
