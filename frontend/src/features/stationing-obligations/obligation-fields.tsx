import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeOptions } from '../../shared/api/reference';
import type { NewObligation } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { weekdayShort } from '../../shared/lib/dates';
import { useDebounced } from '../../shared/lib/use-debounced';
import { DayItem } from '../../shared/ui/day-item';
import styles from './obligations.module.css';
import { membersOptions } from './queries';

const STILL_MS = 300;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

type Mode = NewObligation['mode'];

/** Rest-day duty is owed on the days on which the others are not. */
const weekdaysOf = (mode: Mode | undefined) => (mode === 'rest_duty' ? [6, 7] : [1, 2, 3, 4, 5]);

export function useRequired() {
  const { t } = useTranslation();
  return (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
}

/** What may be changed as long as it stands. */
export function ObligationFields({ mode }: { mode: Mode | undefined }) {
  const { t } = useTranslation();
  const required = useRequired();
  const units = useEnumOptions('blockUnit');
  const clock = (label: string) => ({
    label,
    rules: [
      { required: true, message: t('common.required', { label }) },
      { pattern: CLOCK, message: t('obligations.clock') },
    ],
  });
  const number = (max: number, min = 0) => <InputNumber min={min} max={max} precision={0} />;
  return (
    <>
      <div className={styles.pair}>
        <Form.Item name="headcount" {...required(t('obligations.headcount'))}>
          {number(50)}
        </Form.Item>
        <Form.Item name="load" label={t('obligations.load')}>
          {number(100)}
        </Form.Item>
      </div>
      <Form.Item name="weekdays" {...required(t('obligations.weekdays'))}>
        <Checkbox.Group
          options={weekdaysOf(mode).map((day) => ({ value: day, label: weekdayShort(day) }))}
        />
      </Form.Item>
      {mode === 'rest_duty' ? (
        <Form.Item name="is_open_on_holidays" valuePropName="checked">
          <Checkbox>{t('obligations.holidays')}</Checkbox>
        </Form.Item>
      ) : (
        <Form.Item name="is_open_on_make_up_days" valuePropName="checked">
          <Checkbox>{t('obligations.makeUpDays')}</Checkbox>
        </Form.Item>
      )}
      <div className={styles.pair}>
        <Form.Item name="opens" {...clock(t('obligations.opens'))}>
          <Input maxLength={5} />
        </Form.Item>
        <Form.Item
          name="closes"
          extra={t('obligations.closesHelp')}
          {...clock(t('obligations.closes'))}
        >
          <Input maxLength={5} />
        </Form.Item>
      </div>
      <div className={styles.pair}>
        <Form.Item name="block_unit" {...required(t('obligations.blockUnit'))}>
          <Select
            options={mode === 'rest_duty' ? units.filter(({ value }) => value === 'day') : units}
          />
        </Form.Item>
        <Form.Item name="min_blocks" label={t('obligations.minBlocks')}>
          {number(60, 1)}
        </Form.Item>
        <Form.Item name="max_blocks" {...required(t('obligations.maxBlocks'))}>
          {number(60, 1)}
        </Form.Item>
        <Form.Item name="rest_days" label={t('obligations.restDays')}>
          {number(365)}
        </Form.Item>
      </div>
      <SkillFields />
      <DayItem name="valid_to" label={t('obligations.validTo')} />
      <Form.Item name="source_letter" {...required(t('obligations.letter'))}>
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
}

function SkillFields() {
  const { t } = useTranslation();
  const skills = useCodeOptions('skill');
  const required = useRequired();
  return (
    <>
      <Form.Item name="skill_codes" label={t('obligations.skills')}>
        <Select mode="multiple" options={skills} maxCount={10} />
      </Form.Item>
      <fieldset>
        <legend>{t('obligations.mix')}</legend>
        <Form.List name="mix">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className={styles.pair}>
                  <Form.Item name={[name, 'skill_code']} {...required(t('qualifications.skill'))}>
                    <Select options={skills} />
                  </Form.Item>
                  <Form.Item name={[name, 'count']} {...required(t('obligations.headcount'))}>
                    <InputNumber min={1} max={50} precision={0} />
                  </Form.Item>
                  <Button onClick={() => remove(name)}>{t('obligations.removeNominee')}</Button>
                </div>
              ))}
              <Button onClick={() => add({ count: 1 })}>{t('obligations.addSkill')}</Button>
            </>
          )}
        </Form.List>
      </fieldset>
    </>
  );
}

/** Who is named, of the department. */
export function NomineeFields({ departmentId }: { departmentId: string }) {
  const { t } = useTranslation();
  const required = useRequired();
  const roles = useEnumOptions('nomineeRole');
  return (
    <fieldset>
      <legend>{t('obligations.nominees')}</legend>
      {departmentId === '' && <p className={styles.soft}>{t('obligations.chooseDepartment')}</p>}
      <Form.List name="nominees">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.pair}>
                <PersonItem name={[name, 'person']} departmentId={departmentId} />
                <Form.Item name={[name, 'role']} {...required(t('obligations.role'))}>
                  <Select options={roles} />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('obligations.removeNominee')}</Button>
              </div>
            ))}
            <Button disabled={departmentId === ''} onClick={() => add({ role: 'A' })}>
              {t('obligations.addNominee')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Kept with the name, so that somebody not among those found now is still shown. */
function PersonItem({ name, departmentId }: { name: (string | number)[]; departmentId: string }) {
  const { t } = useTranslation();
  const required = useRequired();
  const [text, setText] = useState('');
  const still = useDebounced(text.trim(), STILL_MS);
  const { data, isFetching } = useQuery(membersOptions(departmentId, still));
  return (
    <Form.Item name={name} {...required(t('obligations.person'))}>
      <Select
        labelInValue
        showSearch={{ filterOption: false, onSearch: setText }}
        loading={isFetching}
        options={(data?.items ?? []).map((person) => ({ value: person.id, label: person.name }))}
      />
    </Form.Item>
  );
}
