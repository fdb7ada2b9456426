import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DayRangeProps {
  id: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

/** From one day to another, either end open; days as the text an address has. */
export function DayRange({ id, from, to, onChange }: DayRangeProps) {
  return (
    <DatePicker.RangePicker
      id={{ start: id, end: `${id}-end` }}
      allowEmpty={[true, true]}
      value={[asDay(from), asDay(to)]}
      onChange={(_, range) => onChange(range?.[0], range?.[1])}
    />
  );
}

function asDay(date: string | undefined) {
  return date ? dayjs(date) : null;
}
