import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountFrame } from '../../features/accounts/account-frame.tsx'
import { ResetForm } from '../../features/accounts/reset-form.tsx'

type Props = { searchParams: Promise<{ token?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts'))('resetTitle'), referrer: 'no-referrer' }
}

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams
  return (
    <AccountFrame>
      <ResetForm token={typeof token === 'string' ? token : ''} />
    </AccountFrame>
  )
}
