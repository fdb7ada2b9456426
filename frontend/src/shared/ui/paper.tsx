import type { DocumentBlock } from '../api/types';
import styles from './paper.module.css';
import { QrCode } from './qr-code';

interface PaperProps {
  blocks: DocumentBlock[];
  /** In whose name, above the text. */
  header?: string;
  /** Number and check code, below it. */
  footer?: string;
  /** Rows of the QR code; a draft has none yet. */
  qrRows?: string[];
}

/** A document as it is on A4: what stands where is the server's layout, the same as in the file. */
export function Paper({ blocks, header, footer, qrRows }: PaperProps) {
  return (
    <article className={styles.paper} lang="zh-CN" data-testid="paper">
      {header && <p className={styles.header}>{header}</p>}
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a paper never change places.
        <PaperBlock key={at} block={block} {...(qrRows && { qrRows })} />
      ))}
      {footer && <p className={styles.footer}>{footer}</p>}
    </article>
  );
}

interface PaperBlockProps {
  block: DocumentBlock;
  qrRows?: string[];
}

function PaperBlock({ block, qrRows }: PaperBlockProps) {
  switch (block.kind) {
    case 'form':
    case 'table':
      return <PaperTable block={block} />;
    case 'page_break':
      return <div className={styles.pageBreak} />;
    case 'qr_code':
      return (
        <figure className={styles.code}>
          {qrRows ? <QrCode rows={qrRows} /> : <div className={styles.noCode} />}
          <figcaption>{block.lines.join(' ')}</figcaption>
        </figure>
      );
    default:
      return <Lines block={block} />;
  }
}

function Lines({ block }: { block: DocumentBlock }) {
  const Tag = block.kind === 'title' ? 'h2' : block.kind === 'heading' ? 'h3' : 'p';
  return block.lines.map((line, at) => (
    <Tag
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a paper never change places.
      key={at}
      className={`${styles[block.kind] ?? ''} ${styles[block.align] ?? ''}`}
    >
      {line}
    </Tag>
  ));
}

function PaperTable({ block }: { block: DocumentBlock }) {
  const isList = block.kind === 'table';
  const scopeOf = (isLabel: boolean, row: number) =>
    isLabel && { scope: isList && row === 0 ? 'col' : 'row' };
  const all = block.widths.reduce((sum, width) => sum + width, 0) || 1;
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <colgroup>
          {block.widths.map((width, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places.
            <col key={at} style={{ width: `${(100 * width) / all}%` }} />
          ))}
        </colgroup>
        <tbody>
          {block.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never change places.
            <tr key={at} style={{ height: `${row.lines * 1.75}em` }}>
              {row.cells.map((cell, column) => {
                const Cell = cell.is_label ? 'th' : 'td';
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells never change places.
                  <Cell key={column} colSpan={cell.span} {...scopeOf(cell.is_label, at)}>
                    {cell.text}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
