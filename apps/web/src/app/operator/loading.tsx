import { Skeleton } from '@marquee/ui'
import styles from '../../features/operator/operator.module.css'

const LINES = ['70%', '55%', '80%', '60%', '75%', '50%', '65%', '58%']

/** The heights of a list, before it is there. */
export default function OperatorLoading() {
  return (
    <div className={`page ${styles.frame}`} aria-busy="true">
      <div className={styles.waiting}>
        {LINES.map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
    </div>
  )
}
