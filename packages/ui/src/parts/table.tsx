import type { ComponentProps, ReactNode } from 'react'
import { classes } from './class-names.ts'

/** A table that scrolls inside its frame, by keyboard too; `label` names it. Rows are 44 px, the head sticks. */
export function Table({ label, className, children, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="mq-table-frame" aria-label={label} tabIndex={0}>
      <table {...rest} className={classes('mq-table', className)}>
        {children}
      </table>
    </section>
  )
}

/** A cell with a figure: at the end of its column, in tabular digits. */
export function NumberCell(props: ComponentProps<'td'>) {
  return <td {...props} data-numeric="" />
}

/** What to do with the chosen rows. */
export function BulkBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="mq-bulk-bar" role="toolbar" aria-label={label}>
      {children}
    </div>
  )
}
