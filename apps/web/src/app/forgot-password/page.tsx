import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountFrame } from '../../features/accounts/account-frame.tsx'
import { ForgotForm } from '../../features/accounts/forgot-form.tsx'
import { hasMailbox } from '../../features/accounts/mailbox/read-mailbox.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts'))('forgotTitle') }
}

export default async function ForgotPasswordPage() {
  return (
    <AccountFrame>
      <ForgotForm mailbox={await hasMailbox()} />
    </AccountFrame>
  )
}
