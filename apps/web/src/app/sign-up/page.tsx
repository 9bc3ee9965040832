import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '../../features/accounts/account-page.tsx'
import { safeNext } from '../../features/accounts/safe-next.ts'

type Props = { searchParams: Promise<{ next?: string | string[]; demo?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts'))('signUpTitle') }
}

export default async function SignUpPage({ searchParams }: Props) {
  const { next, demo } = await searchParams
  return (
    <AccountPage kind="sign-up" next={safeNext(next)} demo={typeof demo === 'string' ? demo : undefined} />
  )
}
