import { BoardAction, Button, Readerboard } from '@marquee/ui'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { CodeSample } from '../../features/developers/code-sample.tsx'
import { ProgramTabs } from '../../features/developers/program-tabs.tsx'
import { readExamples } from '../../features/developers/read-examples.ts'
import styles from './developers.module.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('developers'))('title') }
}

/** From a file to a stream by API: two programs that run as they stand, and every example operation. */
export default async function DevelopersPage() {
  const t = await getTranslations('developers')
  const examples = await readExamples()
  if (!examples) {
    return (
      <Readerboard
        letters={t('title')}
        level={1}
        action={
          <BoardAction as="a" href="/graphql">
            {t('playground')}
          </BoardAction>
        }
      >
        {t('missing')}
      </Readerboard>
    )
  }
  const words = { copy: t('copy'), copied: t('copied'), copyFailed: t('copyFailed') }
  const program = (file: string) => examples.programs.get(file) ?? ''
  return (
    <div className={`page ${styles.page}`}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        <p>
          <Button as="a" href="/graphql" tone="bulb">
            {t('playground')}
          </Button>
        </p>
      </header>
      <section className={styles.step}>
        <h2>{t('tokenTitle')}</h2>
        <p className={styles.words}>{t('tokenText')}</p>
        <CodeSample title="sign-in.sh" text={program('sign-in.sh')} words={words} />
      </section>
      <section className={styles.step}>
        <h2>{t('uploadTitle')}</h2>
        <p className={styles.words}>{t('uploadText')}</p>
        <ProgramTabs
          label={t('languages')}
          programs={[
            { file: 'upload-to-play.ts', language: 'TypeScript', text: program('upload-to-play.ts') },
            { file: 'upload-to-play.sh', language: 'curl', text: program('upload-to-play.sh') },
          ]}
          words={words}
        />
      </section>
      <section className={styles.step}>
        <h2>{t('operationsTitle')}</h2>
        <p className={styles.words}>{t('operationsText')}</p>
        {examples.operations.map(({ name, purpose, text }) => (
          <details className={styles.operation} key={name}>
            <summary>
              <span className={styles.name} translate="no">
                {name}
              </span>
              <span className={styles.purpose} lang="en">
                {purpose}
              </span>
            </summary>
            <CodeSample title={`${name}.graphql`} text={text} words={words} />
            <p>
              <Link className="mq-link" prefetch={false} href={`/graphql?query=${encodeURIComponent(text)}`}>
                {t('tryIt')}
              </Link>
            </p>
          </details>
        ))}
      </section>
    </div>
  )
}
