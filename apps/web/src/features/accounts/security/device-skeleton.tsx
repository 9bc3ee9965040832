import { Skeleton } from '@marquee/ui'
import styles from './security.module.css'

const ROWS = ['first', 'second', 'third']

/** The shape of the list of devices. */
export function DeviceSkeleton() {
  return (
    <div className={styles.devices} aria-busy="true">
      {ROWS.map((row) => (
        <div key={row} className={styles.device}>
          <Skeleton shape="round" size="24px" />
          <div className={styles.ghost}>
            <Skeleton width="200px" />
            <Skeleton width="140px" />
          </div>
        </div>
      ))}
    </div>
  )
}
