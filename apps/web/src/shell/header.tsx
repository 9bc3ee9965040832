import { Button } from '@marquee/ui'
import { Upload } from '@marquee/ui/icons'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { AccountMenu } from './account-menu.tsx'
import { BrandMark } from './brand.tsx'
import styles from './header.module.css'
import { PreferencesMenu } from './preferences-menu.tsx'
import { readViewer } from './read-viewer.ts'
import type { Theme } from './theme.ts'

/** The head of every page: the sign, and at the end what the reader can do. */
export async function Header({ theme, locale }: { theme: Theme; locale: string }) {
  const t = await getTranslations('shell')
  const viewer = await readViewer()
  return (
    <header className={styles.header}>
      <div className={styles.inside}>
        <Link href="/" className={styles.brand} aria-label={t('home')}>
          <BrandMark />
          <span className={styles.word} translate="no">
            Marquee
          </span>
        </Link>
        <nav className={styles.actions} aria-label={t('main')}>
          <Button
            as={Link}
            href="/studio"
            prefetch={false}
            tone="quiet"
            icon={<Upload size={18} aria-hidden="true" />}
          >
            <span className={styles.wideOnly}>{t('upload')}</span>
            <span className={styles.narrowOnly}>
              <span className="mq-hidden">{t('upload')}</span>
            </span>
          </Button>
          <PreferencesMenu theme={theme} locale={locale} />
          {viewer ? (
            <AccountMenu
              name={viewer.name}
              email={viewer.email}
              handle={viewer.channel?.handle}
              operator={viewer.role === 'ADMIN'}
            />
          ) : (
            <Button as={Link} href="/sign-in" prefetch={false} tone="line">
              {t('signIn')}
            </Button>
          )}
        </nav>
      </div>
    </header>
  )
}
