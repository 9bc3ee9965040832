import { Skeleton } from '@marquee/ui'
import styles from './list-skeleton.module.css'

const ROWS = ['64%', '48%', '72%', '40%', '56%', '68%', '44%', '60%']

/** The list's own heights, before its rows are there. */
export function ListSkeleton() {
  return (
    <div aria-busy="true" className={styles.rows}>
      {ROWS.map((width) => (
        <div key={width} className={styles.row}>
          <span className={styles.picture}>
            <Skeleton shape="thumb" />
          </span>
          <span className={styles.title}>
            <Skeleton width={width} />
          </span>
          <span className={styles.state}>
            <Skeleton width="70%" />
          </span>
        </div>
      ))}
    </div>
  )
}
