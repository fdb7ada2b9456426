import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import { useMe } from '../../shared/api/session';
import type { Post } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { CreatePostDialog, EditPostDialog } from './post-dialogs';
import { postsOptions } from './queries';

/** What is to be served at the centres. */
export function PostsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(postsOptions);
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Post | null>(null);
  const changed = () => void queryClient.invalidateQueries({ queryKey: postsOptions.queryKey });
  return (
    <>
      <PageHeader
        title={t('nav.posts')}
        note={t('posts.note')}
        actions={
          me.nav.includes('post_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('posts.create')}
            </Button>
          )
        }
      />
      <KeysetTable<Post>
        label={t('nav.posts')}
        query={query}
        empty={t('posts.empty')}
        columns={[
          { title: t('posts.name'), cell: (row) => row.name },
          { title: t('posts.center'), cell: (row) => row.center.name },
          { title: t('posts.kind'), cell: (row) => enumName('postKind', row.kind) },
          { title: t('posts.windowNo'), cell: (row) => row.window_no },
          {
            title: t('posts.types'),
            cell: (row) => row.case_type_codes.map(typeName).join(t('common.separator')),
          },
          {
            title: t('posts.isActive'),
            cell: (row) => t(row.is_active ? 'common.yes' : 'common.no'),
          },
          {
            title: t('posts.manage'),
            cell: (row) =>
              row.allowed_actions.includes('update') && (
                <Button
                  size="small"
                  aria-label={t('common.editOf', { name: row.name })}
                  onClick={() => setEditing(row)}
                >
                  {t('common.edit')}
                </Button>
              ),
          },
        ]}
      />
      {creating && <CreatePostDialog onCreated={changed} onClose={() => setCreating(false)} />}
      {editing && (
        <EditPostDialog post={editing} onSaved={changed} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
