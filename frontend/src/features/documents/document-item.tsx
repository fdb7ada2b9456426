import { Link } from '@tanstack/react-router';
import styles from './documents.module.css';

interface DocumentItemProps {
  caseId: string;
  documentId: string;
  /** What the file is called. */
  name: string;
  documentNo?: string | null | undefined;
}

/** One issued paper, where papers of other kinds stand beside it. */
export function DocumentItem({ caseId, documentId, name, documentNo }: DocumentItemProps) {
  return (
    <p data-testid="document-item">
      <Link to="/cases/$caseId/documents/$documentId" params={{ caseId, documentId }}>
        {name}
      </Link>{' '}
      {documentNo && <span className={styles.soft}>{documentNo}</span>}
    </p>
  );
}
