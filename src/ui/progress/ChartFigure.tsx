import { useId, useState, type ReactNode } from 'react';
import css from './charts.module.css';

export interface FigureTable {
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * A chart with its name, what it says in a sentence, and all of its figures as a table on request. The drawing itself
 * (`aria-hidden`) has nothing that these do not say.
 */
export function ChartFigure({
  title,
  says,
  table,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly says: ReactNode;
  readonly table: () => FigureTable;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <figure className={css.figure} data-wide={isWide || undefined} aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <p className={css.says}>{says}</p>
      </figcaption>
      {children}
      <TableView title={title} table={table} />
    </figure>
  );
}

/** Years of figures are many rows: they are there when somebody asks. */
function TableView({ title, table }: { readonly title: string; readonly table: () => FigureTable }) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={css.tableView}>
      <button
        type="button"
        className={css.tableToggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={`${title} as a table`}
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? 'Hide the table' : 'As a table'}
      </button>
      {isOpen && (
        // A long table scrolls inside itself, so the keyboard must be able to get in.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section id={id} className={css.scroller} aria-label={`${title}, table`} tabIndex={0}>
          <FiguresTable title={title} {...table()} />
        </section>
      )}
    </div>
  );
}

function FiguresTable({ title, columns, rows }: FigureTable & { readonly title: string }) {
  return (
    <table className={css.table}>
      <caption className="visuallyHidden">{title}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={columns[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
