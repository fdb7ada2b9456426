import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Input, type InputProps } from 'antd';
import { isTouch } from '../../shared/lib/is-touch';

/** Around the eye of 14 px: 26 px for a mouse, 44 px for a finger, without a higher field. */
const reach = isTouch ? 15 : 6;
const target = { padding: reach, margin: -reach };

/** A password that may be looked at; Ant Design's own eye is too small to hit (WCAG 2.5.8). */
export function PasswordInput(props: InputProps) {
  return (
    <Input.Password
      {...props}
      iconRender={(visible) => (
        <span style={target}>{visible ? <EyeOutlined /> : <EyeInvisibleOutlined />}</span>
      )}
    />
  );
}
