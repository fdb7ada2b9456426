import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { NewObligation, Obligation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { NomineeFields, ObligationFields, useRequired } from './obligation-fields';
import { postsInUseOptions, reloadObligation } from './queries';

interface Nominee {
  person: { value: string; label: string };
  role: NonNullable<NewObligation['nominees']>[number]['role'];
}

interface EditValues {
  headcount: number;
  load?: number;
  weekdays: number[];
  is_open_on_make_up_days?: boolean;
  is_open_on_holidays?: boolean;
  opens: string;
  closes: string;
  block_unit: NewObligation['block_unit'];
  min_blocks?: number;
  max_blocks: number;
  rest_days?: number;
  skill_codes?: string[];
  mix?: { skill_code: string; count: number }[];
  valid_to?: string | null;
  source_letter: string;
  nominees?: Nominee[];
}

interface CreateValues extends EditValues {
  post_id: string;
  department_id: string;
  mode: NewObligation['mode'];
  valid_from: string;
}

const named = (nominees: Nominee[] = []) =>
  nominees.map(({ person, role }) => ({ person_id: person.value, role }));

interface CreateObligationDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreateObligationDialog({ onCreated, onClose }: CreateObligationDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<CreateValues, Obligation>
      title={t('obligations.create')}
      initialValues={{
        mode: 'rotating',
        headcount: 1,
        weekdays: [1, 2, 3, 4, 5],
        is_open_on_make_up_days: true,
        is_open_on_holidays: true,
        opens: '09:00',
        closes: '17:30',
        block_unit: 'week',
        min_blocks: 1,
        max_blocks: 2,
        rest_days: 7,
        valid_from: today(),
      }}
      create={({ nominees, valid_to, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/stationing-obligations', {
            params: { header },
            body: {
              ...values,
              skill_codes: values.skill_codes ?? [],
              mix: values.mix ?? [],
              nominees: named(nominees),
              ...(valid_to && { valid_to }),
            },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <PlaceFields />
    </CreateDialog>
  );
}

function PlaceFields() {
  const { t } = useTranslation();
  const required = useRequired();
  const form = Form.useFormInstance<CreateValues>();
  const me = useMe();
  const acting = me.capacities.find(({ id }) => id === me.acting_capacity_id);
  const { data: posts = [], isPending } = useQuery(postsInUseOptions(acting?.center?.id));
  const modes = useEnumOptions('stationingMode');
  const mode = Form.useWatch<CreateValues['mode'] | undefined>('mode', form);
  const department = Form.useWatch<string | undefined>('department_id', form);
  const fit = (next: CreateValues['mode']) =>
    form.setFieldsValue(
      next === 'rest_duty'
        ? { weekdays: [6, 7], block_unit: 'day', max_blocks: 1 }
        : { weekdays: [1, 2, 3, 4, 5] },
    );
  return (
    <>
      <Form.Item name="post_id" {...required(t('obligations.post'))}>
        <Select
          loading={isPending}
          options={posts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="department_id" {...required(t('obligations.department'))}>
        <DepartmentSelect />
      </Form.Item>
      <Form.Item name="mode" {...required(t('obligations.mode'))}>
        <Select options={modes} onChange={fit} />
      </Form.Item>
      <DayItem name="valid_from" {...required(t('obligations.validFrom'))} />
      <ObligationFields mode={mode} />
      <NomineeFields departmentId={department ?? ''} />
    </>
  );
}

interface EditObligationDialogProps {
  obligation: Obligation;
  onSaved: () => void;
  onClose: () => void;
}

/** Changes what is owed; post, department and mode are another obligation's. */
export function EditObligationDialog(props: EditObligationDialogProps) {
  const { obligation, onSaved, onClose } = props;
  const { t } = useTranslation();
  const enumName = useEnumName();
  const path = { id: obligation.id };
  return (
    <EditDialog<EditValues, Obligation>
      title={t('common.editOf', { name: obligation.post.name })}
      original={obligation}
      toValues={(seen) => ({
        headcount: seen.headcount,
        load: seen.load,
        weekdays: seen.weekdays,
        is_open_on_make_up_days: seen.is_open_on_make_up_days,
        is_open_on_holidays: seen.is_open_on_holidays,
        opens: seen.opens,
        closes: seen.closes,
        block_unit: seen.block_unit,
        min_blocks: seen.min_blocks,
        max_blocks: seen.max_blocks,
        rest_days: seen.rest_days,
        skill_codes: seen.skills.map(({ code }) => code),
        mix: seen.mix.map(({ skill, count }) => ({ skill_code: skill.code, count })),
        valid_to: seen.valid_to ?? null,
        source_letter: seen.source_letter,
        nominees: seen.nominees.map(({ person, role }) => ({
          person: { value: person.id, label: person.name },
          role,
        })),
      })}
      describe={(values) => ({
        [t('obligations.headcount')]: String(values.headcount),
        [t('obligations.hours')]: `${values.opens}–${values.closes}`,
        [t('obligations.blockUnit')]: enumName('blockUnit', values.block_unit),
        [t('obligations.validTo')]: values.valid_to,
        [t('obligations.letter')]: values.source_letter,
        [t('obligations.nominees')]: (values.nominees ?? [])
          .map(({ person, role }) => `${role} ${person?.label ?? ''}`)
          .join(t('common.separator')),
      })}
      reload={() => reloadObligation(obligation.id)}
      save={({ nominees, valid_to, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/stationing-obligations/{id}', {
            params: { path, header: ifMatch(version) },
            body: { ...values, valid_to: valid_to ?? null, nominees: named(nominees) },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <ObligationFields mode={obligation.mode} />
      <NomineeFields departmentId={obligation.department.id} />
    </EditDialog>
  );
}
