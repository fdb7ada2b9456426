import { Checkbox, Collapse, Form, Input, InputNumber, Select } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeOptions } from '../../../shared/api/reference';
import { useEnumOptions } from '../../../shared/i18n/use-enum-name';
import { today } from '../../../shared/lib/dates';
import { DayItem } from '../../../shared/ui/day-item';
import { PhoneField } from './phone-field';
import styles from './register.module.css';

/**
 * What can be added now or after saving. It stays mounted, so that nothing typed is lost; drawn when
 * the fields in front of it can be typed into.
 */
export function MoreFields() {
  const { t } = useTranslation();
  const isDrawn = useDeferredValue(true, false);
  return (
    <Collapse
      ghost
      className={styles.more ?? ''}
      items={[
        {
          key: 'more',
          label: t('cases.register.more'),
          forceRender: isDrawn,
          children: (
            <>
              <ApplicantFields />
              <RespondentFields />
              <MatterFields />
              <RestrictionFields />
            </>
          ),
        },
      ]}
    />
  );
}

function ApplicantFields() {
  const { t } = useTranslation();
  const kinds = useEnumOptions('partyKind');
  const idTypes = useCodeOptions('id_type');
  const genders = useCodeOptions('gender');
  return (
    <fieldset className={styles.group}>
      <legend>{t('cases.register.applicant')}</legend>
      <div className={styles.row}>
        <Form.Item name={['parties', 0, 'kind']} label={t('cases.field.kind')}>
          <Select allowClear options={kinds} placeholder={kinds[0]?.label} />
        </Form.Item>
        <Form.Item name={['parties', 0, 'id_type']} label={t('cases.field.id_type')}>
          <Select allowClear options={idTypes} />
        </Form.Item>
        <Form.Item name={['parties', 0, 'id_number']} label={t('cases.field.id_number')}>
          <Input autoComplete="off" maxLength={32} />
        </Form.Item>
      </div>
      <div className={styles.row}>
        <Form.Item name={['parties', 0, 'gender']} label={t('cases.field.gender')}>
          <Select allowClear options={genders} />
        </Form.Item>
        <Form.Item name={['parties', 0, 'ethnicity']} label={t('cases.field.ethnicity')}>
          <Input autoComplete="off" maxLength={20} />
        </Form.Item>
        <Form.Item name={['parties', 0, 'age']} label={t('cases.field.age')}>
          <InputNumber min={0} max={150} precision={0} className={styles.wide ?? ''} />
        </Form.Item>
        <Form.Item name={['parties', 0, 'occupation']} label={t('cases.field.occupation')}>
          <Input autoComplete="off" maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name={['parties', 0, 'address']} label={t('cases.field.home')}>
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
    </fieldset>
  );
}

function RespondentFields() {
  const { t } = useTranslation();
  const kinds = useEnumOptions('partyKind');
  return (
    <fieldset className={styles.group}>
      <legend>{t('cases.register.respondent')}</legend>
      <div className={styles.row}>
        <Form.Item name={['parties', 1, 'name']} label={t('cases.register.respondentName')}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <PhoneField name={['parties', 1, 'phone']} label={t('cases.register.respondentPhone')} />
        <Form.Item name={['parties', 1, 'kind']} label={t('cases.register.respondentKind')}>
          <Select allowClear options={kinds} placeholder={kinds[0]?.label} />
        </Form.Item>
      </div>
    </fieldset>
  );
}

function MatterFields() {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.group}>
      <legend>{t('cases.register.matter')}</legend>
      <Form.Item name="demand" label={t('cases.field.demand')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <div className={styles.row}>
        <Form.Item name={['place', 'address']} label={t('cases.field.address')}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
        <DayItem name="occurred_on" label={t('cases.field.occurred_on')} last={today()} />
        <Form.Item name="people_count" label={t('cases.field.people_count')}>
          <InputNumber min={1} max={100000} precision={0} className={styles.wide ?? ''} />
        </Form.Item>
        <Form.Item name="amount_yuan" label={t('cases.field.amount')}>
          <InputNumber min={0} precision={2} className={styles.wide ?? ''} />
        </Form.Item>
        <Form.Item name={['source', 'system']} label={t('cases.field.source_system')}>
          <Input autoComplete="off" maxLength={50} />
        </Form.Item>
        <Form.Item name={['source', 'number']} label={t('cases.field.source_number')}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item name="willing_to_mediate" valuePropName="checked">
        <Checkbox>{t('cases.field.willing_to_mediate')}</Checkbox>
      </Form.Item>
    </fieldset>
  );
}

/** 限制知悉: what few may know of, from the first moment on. */
function RestrictionFields() {
  const { t } = useTranslation();
  const classes = useEnumOptions('restriction');
  return (
    <fieldset className={styles.group}>
      <legend>{t('cases.restriction.legend')}</legend>
      <div className={styles.row}>
        <Form.Item
          name={['restriction', 'class']}
          label={t('cases.restriction.class')}
          extra={t('cases.restriction.hint')}
        >
          <Select allowClear options={classes} />
        </Form.Item>
        <Form.Item name={['restriction', 'reason']} label={t('cases.restriction.reason')}>
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
      </div>
    </fieldset>
  );
}
