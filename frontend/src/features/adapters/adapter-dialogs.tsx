import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Adapter, AdapterDefinition } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import styles from './adapters.module.css';
import { reloadAdapter } from './queries';
import { readObject, readObjects } from './read-json';

export type AdapterActing = 'stop' | 'resume' | 'edit';

interface AdapterDialogProps {
  adapter: Adapter;
  acting: AdapterActing;
  onDone: (changed: Adapter) => void;
  onClose: () => void;
}

interface Values {
  reason?: string;
  source?: string;
  definition?: string;
  examples?: string;
}

/** Stops and resumes a system, or gives it another mapping with the messages it has to read. */
export function AdapterDialog({ adapter, acting, onDone, onClose }: AdapterDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const title = t(`adapters.action.${acting}`);
  const isEdit = acting === 'edit';
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  const json = (isRead: (text: string) => boolean) => ({
    validator: (_: unknown, text = '') =>
      isRead(text) ? Promise.resolve() : Promise.reject(new Error(t('adapters.notJson'))),
  });
  const describe = ({ version, is_active, source, definition }: Adapter) => ({
    [t('adapters.version')]: version,
    [t('adapters.isActive')]: t(is_active ? 'common.yes' : 'common.no'),
    [t('adapters.source')]: source,
    ...(isEdit && { [t('adapters.definition')]: JSON.stringify(definition, null, 2) }),
  });
  return (
    <ActDialog<Values, Adapter, Adapter>
      title={title}
      okText={title}
      original={adapter}
      initialValues={
        isEdit
          ? {
              definition: JSON.stringify(adapter.definition, null, 2),
              examples: JSON.stringify([adapter.example], null, 2),
            }
          : {}
      }
      describe={describe}
      mine={({ source, definition }) => ({
        [t('adapters.isActive')]: t(acting === 'stop' ? 'common.no' : 'common.yes'),
        [t('adapters.source')]: source ?? adapter.source,
        ...(isEdit && { [t('adapters.definition')]: definition ?? '' }),
      })}
      reload={() => reloadAdapter(adapter.code)}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('update')}
      send={({ reason = '', source = '', definition = '', examples = '' }, { version }) =>
        unwrap(
          client.PATCH('/api/v1/adapters/{code}', {
            params: { path: { code: adapter.code }, header: ifMatch(version) },
            body: isEdit
              ? {
                  reason: reason.trim(),
                  source: source.trim(),
                  definition: readObject(definition) as unknown as AdapterDefinition,
                  examples: readObjects(examples) ?? [],
                }
              : { reason: reason.trim(), is_active: acting === 'resume', examples: [] },
          }),
        )
      }
      onDone={(changed) => {
        notices.success(t('common.saved'));
        onDone(changed);
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      {isEdit && (
        <>
          <Form.Item
            name="definition"
            label={t('adapters.definition')}
            rules={[json((text) => readObject(text) !== null)]}
          >
            <Input.TextArea className={styles.code ?? ''} autoSize={{ minRows: 8, maxRows: 18 }} />
          </Form.Item>
          <Form.Item
            name="examples"
            label={t('adapters.examples')}
            rules={[json((text) => readObjects(text) !== null)]}
          >
            <Input.TextArea className={styles.code ?? ''} autoSize={{ minRows: 4, maxRows: 12 }} />
          </Form.Item>
          <Form.Item
            name="source"
            label={t('adapters.source')}
            rules={needed(t('adapters.source'))}
          >
            <Input maxLength={500} />
          </Form.Item>
        </>
      )}
      <Form.Item name="reason" label={t('adapters.reason')} rules={needed(t('adapters.reason'))}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </ActDialog>
  );
}
