import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { AssessmentScheme } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { keepScheme, schemesOptions } from './queries';
import { SchemeEditor } from './scheme-editor';

/** Every version of every scheme: what is looked at, from when on, on what ground. */
export function SchemesPage() {
  const { t } = useTranslation();
  const { nav } = useMe();
  const enumName = useEnumName();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(schemesOptions());
  const [isDrawing, setDrawing] = useState(false);
  return (
    <>
      <PageHeader
        title={t('nav.assessment_schemes')}
        note={t('assessments.schemesNote')}
        actions={
          nav.includes('assessment_scheme_new') && (
            <Button type="primary" onClick={() => setDrawing(true)}>
              {t('assessments.newScheme')}
            </Button>
          )
        }
      />
      <KeysetTable<AssessmentScheme>
        label={t('nav.assessment_schemes')}
        query={query}
        empty={t('assessments.noSchemes')}
        columns={[
          {
            title: t('assessments.name'),
            cell: (row) => (
              <Link to="/assessment-schemes/$schemeId" params={{ schemeId: row.id }}>
                {t('assessments.nameAndEdition', { name: row.name, edition: row.edition })}
              </Link>
            ),
          },
          { title: t('assessments.center'), cell: (row) => row.center.name },
          {
            title: t('assessments.subject'),
            cell: (row) => enumName('assessmentSubject', row.subject),
          },
          {
            title: t('assessments.periodKind'),
            cell: (row) => enumName('assessmentPeriodKind', row.period_kind),
          },
          {
            title: t('assessments.state'),
            cell: (row) => enumName('assessmentSchemeState', row.state),
          },
          { title: t('assessments.validFrom'), cell: (row) => row.valid_from },
          { title: t('assessments.validTo'), cell: (row) => row.valid_to },
          { title: t('assessments.source'), cell: (row) => row.source },
        ]}
      />
      {isDrawing && (
        <SchemeEditor
          onSaved={(scheme) => {
            void keepScheme(queryClient, scheme);
            void navigate({
              to: '/assessment-schemes/$schemeId',
              params: { schemeId: scheme.id },
            });
          }}
          onClose={() => setDrawing(false)}
        />
      )}
    </>
  );
}
