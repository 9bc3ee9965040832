'use client'

import { Button, useToast } from '@marquee/ui'
import { Copy } from '@marquee/ui/icons'
import styles from './code-sample.module.css'

export type SampleWords = { copy: string; copied: string; copyFailed: string }

/** A program or document as it is in its file. It scrolls sideways by itself, also from the keyboard. */
export function CodeSample({ title, text, words }: { title: string; text: string; words: SampleWords }) {
  const toast = useToast()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      toast({ text: words.copied })
    } catch {
      toast({ text: words.copyFailed })
    }
  }
  return (
    <figure className={styles.sample}>
      <figcaption className={styles.title}>
        <span translate="no">{title}</span>
        <Button tone="quiet" size="small" icon={<Copy size={16} aria-hidden="true" />} onClick={copy}>
          {words.copy}
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard (WCAG 2.1.1) */}
      <section className={styles.text} tabIndex={0} aria-label={title} dir="ltr" translate="no">
        <pre>
          <code>{text}</code>
        </pre>
      </section>
    </figure>
  )
}
