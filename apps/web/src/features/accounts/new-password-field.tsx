import { TextField } from '@marquee/ui'
import { useTranslations } from 'next-intl'

/** Where another password is chosen: the field `password` of its form. */
export function NewPasswordField({ error }: { error: string | null | undefined }) {
  const t = useTranslations('accounts')
  return (
    <TextField
      label={t('newPassword')}
      help={t('passwordHelp')}
      error={error}
      name="password"
      type="password"
      autoComplete="new-password"
      dir="ltr"
      required
    />
  )
}
