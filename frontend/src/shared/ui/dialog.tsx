import { Modal, type ModalProps } from 'antd';
import { useReturnFocus } from '../lib/use-return-focus';

/** A dialog that is open as long as it is on the page. */
export function Dialog(props: ModalProps) {
  useReturnFocus();
  return <Modal open {...props} />;
}
