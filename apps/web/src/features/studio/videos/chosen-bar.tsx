'use client'

import type { Visibility } from '@marquee/schema/graphql'
import { BulkBar, Button, IconButton, Menu, MenuItem } from '@marquee/ui'
import { ChevronDown, Trash2, X } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { VISIBILITIES, VisibilityIcon } from '../visibility.tsx'
import styles from './chosen-bar.module.css'

type BarProps = {
  count: number
  onVisibility: (visibility: Visibility) => void
  onRemove: () => void
  onClear: () => void
}

/** What to do with the chosen rows. Its count is said politely as it changes. */
export function ChosenBar({ count, onVisibility, onRemove, onClear }: BarProps) {
  const t = useTranslations('studio.list')
  const words = useTranslations('studio.visibility')
  return (
    <>
      <p className="mq-hidden" role="status">
        {count > 0 ? t('chosen', { count }) : ''}
      </p>
      {count > 0 ? (
        <div className={styles.bar}>
          <BulkBar label={t('chosen', { count })}>
            <strong className={styles.count} aria-hidden="true">
              {t('chosen', { count })}
            </strong>
            <Menu
              align="start"
              side="top"
              trigger={(wiring) => (
                <Button {...wiring} size="small">
                  {t('visibility')}
                  <ChevronDown size={16} aria-hidden="true" />
                </Button>
              )}
            >
              {VISIBILITIES.map((visibility) => (
                <MenuItem
                  key={visibility}
                  icon={<VisibilityIcon of={visibility} />}
                  onSelect={() => onVisibility(visibility)}
                >
                  {words(visibility)}
                </MenuItem>
              ))}
            </Menu>
            <Button
              size="small"
              tone="danger"
              icon={<Trash2 size={16} aria-hidden="true" className={styles.icon} />}
              onClick={onRemove}
            >
              {t('delete')}
            </Button>
            <IconButton size="small" label={t('clear')} onClick={onClear}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </BulkBar>
        </div>
      ) : null}
    </>
  )
}
