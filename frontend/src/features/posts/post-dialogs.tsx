import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { NewPost, Post } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { CaseTypeSelect } from '../../shared/ui/reference-select';

interface PostValues {
  name: string;
  kind: NewPost['kind'];
  window_no?: string | null;
  case_type_codes?: string[];
}

interface CreatePostDialogProps {
  onCreated: () => void;
  onClose: () => void;
}

export function CreatePostDialog({ onCreated, onClose }: CreatePostDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<PostValues, Post>
      title={t('posts.create')}
      initialValues={{ kind: 'window', case_type_codes: [] }}
      create={({ window_no, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/posts', {
            params: { header },
            body: {
              ...values,
              case_type_codes: values.case_type_codes ?? [],
              ...(window_no?.trim() && { window_no: window_no.trim() }),
            },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <PostFields />
    </CreateDialog>
  );
}

interface EditPostDialogProps {
  post: Post;
  onSaved: () => void;
  onClose: () => void;
}

/** Corrects a post; one at which something is owed stays in use. */
export function EditPostDialog({ post, onSaved, onClose }: EditPostDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const path = { id: post.id };
  return (
    <EditDialog<PostValues & { is_active: boolean }, Post>
      title={t('common.editOf', { name: post.name })}
      original={post}
      toValues={({ name, kind, window_no, case_type_codes, is_active }) => ({
        name,
        kind,
        window_no: window_no ?? null,
        case_type_codes,
        is_active,
      })}
      describe={(values) => ({
        [t('posts.name')]: values.name,
        [t('posts.kind')]: enumName('postKind', values.kind),
        [t('posts.windowNo')]: values.window_no,
        [t('posts.types')]: (values.case_type_codes ?? []).join(t('common.separator')),
        [t('posts.isActive')]: t(values.is_active ? 'common.yes' : 'common.no'),
      })}
      reload={() => unwrap(client.GET('/api/v1/posts/{id}', { params: { path } }))}
      save={({ window_no, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/posts/{id}', {
            params: { path, header: ifMatch(version) },
            body: { ...values, window_no: window_no?.trim() || null },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <PostFields />
      <Form.Item name="is_active" valuePropName="checked">
        <Checkbox>{t('posts.isActive')}</Checkbox>
      </Form.Item>
    </EditDialog>
  );
}

function PostFields() {
  const { t } = useTranslation();
  const kinds = useEnumOptions('postKind');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="name" {...required(t('posts.name'))}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="kind" {...required(t('posts.kind'))}>
        <Select options={kinds} />
      </Form.Item>
      <Form.Item name="window_no" label={t('posts.windowNo')}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="case_type_codes" label={t('posts.types')}>
        <CaseTypeSelect multiple />
      </Form.Item>
    </>
  );
}
