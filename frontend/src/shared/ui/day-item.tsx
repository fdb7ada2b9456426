import { DatePicker, Form, type FormItemProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';

interface DayItemProps extends Omit<FormItemProps, 'children' | 'getValueProps' | 'normalize'> {
  /** The first and the last day that may be chosen. */
  first?: string;
  last?: string;
}

/** A day in a form; kept as the text the contract has, which a draft can hold as well. */
export function DayItem({ first, last, ...item }: DayItemProps) {
  return (
    <Form.Item
      {...item}
      getValueProps={(value: string | undefined) => ({ value: value ? dayjs(value) : null })}
      normalize={(value: Dayjs | null) => value?.format('YYYY-MM-DD')}
    >
      <DatePicker
        {...(first && { minDate: dayjs(first) })}
        {...(last && { maxDate: dayjs(last) })}
        style={{ width: '100%' }}
      />
    </Form.Item>
  );
}
