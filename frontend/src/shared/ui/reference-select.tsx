import { useQuery } from '@tanstack/react-query';
import { TreeSelect, type TreeSelectProps } from 'antd';
import { codeSetOptions, departmentsOptions, regionsOptions } from '../api/reference';
import { currentLanguage } from '../i18n/i18n';
import { type TreeNode, toTree } from '../lib/tree';

type ReferenceSelectProps = Omit<
  TreeSelectProps<string | string[] | null>,
  'treeData' | 'loading' | 'showSearch'
>;

/** A searchable tree of reference data; Ant Design's Form passes value and id through. */
function ReferenceTreeSelect(
  props: ReferenceSelectProps & { treeData: TreeNode[]; loading: boolean },
) {
  return (
    <TreeSelect
      allowClear
      showSearch={{ treeNodeFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      style={{ width: '100%' }}
      {...props}
    />
  );
}

export function CaseTypeSelect(props: ReferenceSelectProps) {
  const { data, isPending } = useQuery(codeSetOptions('case_type'));
  const english = currentLanguage() === 'en';
  const treeData = toTree(
    (data?.items ?? []).map((item) => ({
      value: item.code,
      label: (english && item.name_en) || item.name,
      parent: item.parent_code,
    })),
  );
  return <ReferenceTreeSelect {...props} treeData={treeData} loading={isPending} />;
}

export function RegionSelect(props: ReferenceSelectProps) {
  const { data = [], isPending } = useQuery(regionsOptions());
  const treeData = toTree(
    data.map(({ id, name, parent_id }) => ({ value: id, label: name, parent: parent_id })),
  );
  return (
    <ReferenceTreeSelect
      treeDefaultExpandedKeys={treeData.map(({ value }) => value)}
      {...props}
      treeData={treeData}
      loading={isPending}
    />
  );
}

export function DepartmentSelect(props: ReferenceSelectProps) {
  const { data = [], isPending } = useQuery(departmentsOptions());
  const treeData = toTree(
    data.map(({ id, name, parent_id }) => ({ value: id, label: name, parent: parent_id })),
  );
  return (
    <ReferenceTreeSelect treeDefaultExpandAll {...props} treeData={treeData} loading={isPending} />
  );
}
