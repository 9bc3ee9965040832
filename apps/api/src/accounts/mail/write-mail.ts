import { MAIL_SECONDS } from './mail-life.ts'
import { MAIL_WORDS, type MailKind, type MailLanguage } from './mail-words.ts'
import type { UsefulMail } from './mailer.ts'

export interface MailRequest {
  readonly kind: MailKind
  readonly language: MailLanguage
  readonly recipient: string
  /** What the person is called; they chose it, so it is never trusted. */
  readonly name: string
  /** Where the button leads. */
  readonly link: string
}

/** A mail in the person's language, as text and as HTML. */
export function writeMail({ kind, language, recipient, name, link }: MailRequest): UsefulMail {
  const words = MAIL_WORDS[language]
  const { subject, body, button, after } = words[kind]
  const greeting = words.greeting.replace('{name}', () => name)
  return {
    recipient,
    subject,
    usefulSeconds: MAIL_SECONDS[kind],
    text: [greeting, body, link, after, 'Marquee'].join('\n\n'),
    html: `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#faf9f7;color:#1c1815;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:520px;margin:0 auto">
<p style="font-weight:700;font-size:22px;margin:0 0 24px">Marquee</p>
<p>${escapeHtml(greeting)}</p>
<p>${escapeHtml(body)}</p>
<p style="margin:28px 0"><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#f0a020;color:#1c1205;font-weight:600;text-decoration:none">${escapeHtml(button)}</a></p>
<p style="color:#6b645d;font-size:14px">${escapeHtml(after)}</p>
</div></body></html>`,
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)
}
