import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountFrame } from '../../features/accounts/account-frame.tsx'
import { ConfirmAddress } from '../../features/accounts/confirm-address.tsx'

type Props = { searchParams: Promise<{ token?: string | string[]; account?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts'))('confirmTitle'), referrer: 'no-referrer' }
}

export default async function ConfirmEmailPage({ searchParams }: Props) {
  const { token, account } = await searchParams
  const text = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '')
  return (
    <AccountFrame>
      <ConfirmAddress token={text(token)} account={text(account)} />
    </AccountFrame>
  )
}
