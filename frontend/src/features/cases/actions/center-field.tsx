import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { centersOptions } from '../../../shared/api/reference';
import type { CaseView, Center } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { useField } from './action-fields';

const isBelow = (code: string, above: string) => code !== above && code.startsWith(above);

/** Only centres above this one, and those below it that lie on the way to where the matter is. */
export function CenterField({ seen }: { seen: CaseView }) {
  const enumName = useEnumName();
  const { data = [], isPending } = useQuery(centersOptions());
  const own = data.find(({ id }) => id === seen.center.id)?.region_code ?? '';
  const matter = seen.place.region.code;
  const up = data.filter(({ region_code }) => isBelow(own, region_code));
  const down = data.filter(
    ({ region_code: code }) =>
      isBelow(code, own) && (code.startsWith(matter) || matter.startsWith(code)),
  );
  const group = (way: 'up' | 'down', centers: Center[]) => ({
    label: enumName('handed', way),
    options: centers.map(({ id, name }) => ({ value: id, label: name })),
  });
  return (
    <Form.Item {...useField('to_center_id', true, true)}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={isPending}
        options={[group('up', up), group('down', down)].filter(({ options }) => options.length > 0)}
      />
    </Form.Item>
  );
}
