import { CloseCircleFilled } from '@ant-design/icons';

/** For `allowClear`: Ant Design's own cross is too small to hit beside a button (WCAG 2.5.8). */
export const clearable = {
  clearIcon: (
    <span style={{ padding: 6 }}>
      <CloseCircleFilled />
    </span>
  ),
};
