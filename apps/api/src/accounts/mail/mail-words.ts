/**
 * Which mails there are: an address to confirm, one that has an account already, a forgotten password, one that was chosen
 * by the link of a mail (changed) or by somebody who is signed in (replaced).
 */
export type MailKind = 'confirm' | 'exists' | 'reset' | 'changed' | 'replaced'

interface Words {
  readonly subject: string
  readonly body: string
  readonly button: string
  /** Small, below the button: how long it holds, and what to do if this was somebody else. */
  readonly after: string
}

type Language = { readonly greeting: string } & Readonly<Record<MailKind, Words>>

/** The languages of the house. */
export const MAIL_WORDS = {
  en: {
    greeting: 'Hello {name},',
    confirm: {
      subject: 'Confirm your address',
      body: 'One step is left before you can sign in to Marquee: confirm that this address is yours.',
      button: 'Confirm the address',
      after: 'The link holds for 24 hours. If you did not make an account, do nothing: nobody can use it.',
    },
    exists: {
      subject: 'You already have an account',
      body: 'Somebody wanted to make a Marquee account with this address, which has one already. If it was you, sign in, or choose a new password there.',
      button: 'Sign in',
      after: 'If it was not you, do nothing: nothing has changed.',
    },
    reset: {
      subject: 'Choose a new password',
      body: 'Somebody asked for a new password for your Marquee account. If it was you, choose one here.',
      button: 'Choose a new password',
      after:
        'The link holds for one hour and works once. If it was not you, do nothing: your password stays as it is.',
    },
    changed: {
      subject: 'Your password was changed',
      body: 'The password of your Marquee account is a new one, and all your devices are signed out.',
      button: 'Sign in',
      after: 'If it was not you, ask for a new password at once on the sign-in page.',
    },
    replaced: {
      subject: 'Your password was changed',
      body: 'The password of your Marquee account was changed by somebody who is signed in and knew the old one.',
      button: 'Choose another password',
      after:
        'If it was you, do nothing. If it was not, choose another password at once: all devices are signed out by that.',
    },
  },
  de: {
    greeting: 'Hallo {name},',
    confirm: {
      subject: 'Bestätige deine Adresse',
      body: 'Ein Schritt fehlt noch, bevor du dich bei Marquee anmelden kannst: Bestätige, dass diese Adresse dir gehört.',
      button: 'Adresse bestätigen',
      after:
        'Der Link gilt 24 Stunden. Wenn du kein Konto angelegt hast, tu nichts: Niemand kann es benutzen.',
    },
    exists: {
      subject: 'Du hast schon ein Konto',
      body: 'Jemand wollte mit dieser Adresse ein Konto bei Marquee anlegen, aber es gibt schon eines. Wenn du es warst, melde dich an oder wähle dort ein neues Passwort.',
      button: 'Anmelden',
      after: 'Wenn du es nicht warst, tu nichts: Es hat sich nichts geändert.',
    },
    reset: {
      subject: 'Wähle ein neues Passwort',
      body: 'Jemand hat ein neues Passwort für dein Konto bei Marquee verlangt. Wenn du es warst, wähle es hier.',
      button: 'Neues Passwort wählen',
      after:
        'Der Link gilt eine Stunde und nur einmal. Wenn du es nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.',
    },
    changed: {
      subject: 'Dein Passwort wurde geändert',
      body: 'Dein Konto bei Marquee hat ein neues Passwort, und alle deine Geräte sind abgemeldet.',
      button: 'Anmelden',
      after: 'Wenn du es nicht warst, verlange auf der Anmeldeseite sofort ein neues Passwort.',
    },
    replaced: {
      subject: 'Dein Passwort wurde geändert',
      body: 'Das Passwort deines Kontos bei Marquee wurde von jemandem geändert, der angemeldet ist und das alte kannte.',
      button: 'Ein anderes Passwort wählen',
      after:
        'Wenn du es warst, tu nichts. Wenn nicht, wähle sofort ein anderes Passwort: Damit werden alle Geräte abgemeldet.',
    },
  },
  es: {
    greeting: 'Hola, {name}:',
    confirm: {
      subject: 'Confirma tu dirección',
      body: 'Falta un paso para iniciar sesión en Marquee: confirma que esta dirección es tuya.',
      button: 'Confirmar la dirección',
      after: 'El enlace vale 24 horas. Si no has creado una cuenta, no hagas nada: nadie puede usarla.',
    },
    exists: {
      subject: 'Ya tienes una cuenta',
      body: 'Alguien quiso crear una cuenta de Marquee con esta dirección, que ya tiene una. Si fuiste tú, inicia sesión o elige allí otra contraseña.',
      button: 'Iniciar sesión',
      after: 'Si no fuiste tú, no hagas nada: nada ha cambiado.',
    },
    reset: {
      subject: 'Elige una contraseña nueva',
      body: 'Alguien pidió una contraseña nueva para tu cuenta de Marquee. Si fuiste tú, elígela aquí.',
      button: 'Elegir una contraseña nueva',
      after:
        'El enlace vale una hora y una sola vez. Si no fuiste tú, no hagas nada: tu contraseña sigue igual.',
    },
    changed: {
      subject: 'Tu contraseña ha cambiado',
      body: 'Tu cuenta de Marquee tiene una contraseña nueva y se ha cerrado la sesión en todos tus dispositivos.',
      button: 'Iniciar sesión',
      after: 'Si no fuiste tú, pide enseguida una contraseña nueva en la página de inicio de sesión.',
    },
    replaced: {
      subject: 'Tu contraseña ha cambiado',
      body: 'Alguien con la sesión iniciada, que conocía la anterior, ha cambiado la contraseña de tu cuenta de Marquee.',
      button: 'Elegir otra contraseña',
      after:
        'Si fuiste tú, no hagas nada. Si no, elige enseguida otra contraseña: así se cierra la sesión en todos los dispositivos.',
    },
  },
  ja: {
    greeting: '{name} さん',
    confirm: {
      subject: 'メールアドレスの確認',
      body: 'Marquee にログインするまであと一歩です。このアドレスがご自分のものであることを確認してください。',
      button: 'アドレスを確認する',
      after:
        'リンクは 24 時間有効です。アカウントを作った覚えがなければ、何もしないでください。誰も使えません。',
    },
    exists: {
      subject: 'アカウントはすでにあります',
      body: 'このアドレスで Marquee のアカウントを作ろうとした人がいますが、すでにアカウントがあります。ご本人なら、ログインするか、そこで新しいパスワードを選んでください。',
      button: 'ログイン',
      after: '心当たりがなければ、何もしないでください。何も変わっていません。',
    },
    reset: {
      subject: '新しいパスワードの設定',
      body: 'Marquee のアカウントに新しいパスワードが求められました。ご本人なら、ここで設定してください。',
      button: '新しいパスワードを設定する',
      after:
        'リンクは 1 時間、1 回だけ有効です。心当たりがなければ、何もしないでください。パスワードはそのままです。',
    },
    changed: {
      subject: 'パスワードが変更されました',
      body: 'Marquee のアカウントのパスワードが新しくなり、すべての端末からログアウトしました。',
      button: 'ログイン',
      after: '心当たりがなければ、ログインのページですぐに新しいパスワードを求めてください。',
    },
    replaced: {
      subject: 'パスワードが変更されました',
      body: 'Marquee のアカウントのパスワードが、ログイン中で以前のパスワードを知っている人によって変更されました。',
      button: '別のパスワードを設定',
      after:
        'ご自身の操作なら何もする必要はありません。心当たりがなければ、すぐに別のパスワードを設定してください。すべての端末からログアウトします。',
    },
  },
  ko: {
    greeting: '{name} 님,',
    confirm: {
      subject: '이메일 주소를 확인해 주세요',
      body: 'Marquee에 로그인하기까지 한 단계가 남았습니다. 이 주소가 본인의 것인지 확인해 주세요.',
      button: '주소 확인하기',
      after:
        '링크는 24시간 동안 유효합니다. 계정을 만든 적이 없다면 그대로 두세요. 아무도 사용할 수 없습니다.',
    },
    exists: {
      subject: '이미 계정이 있습니다',
      body: '누군가 이 주소로 Marquee 계정을 만들려고 했지만 이미 계정이 있습니다. 본인이라면 로그인하거나 그곳에서 새 비밀번호를 정하세요.',
      button: '로그인',
      after: '본인이 아니라면 그대로 두세요. 바뀐 것은 없습니다.',
    },
    reset: {
      subject: '새 비밀번호를 정하세요',
      body: 'Marquee 계정의 새 비밀번호 요청이 있었습니다. 본인이라면 여기에서 정하세요.',
      button: '새 비밀번호 정하기',
      after:
        '링크는 한 시간 동안 한 번만 쓸 수 있습니다. 본인이 아니라면 그대로 두세요. 비밀번호는 바뀌지 않습니다.',
    },
    changed: {
      subject: '비밀번호가 바뀌었습니다',
      body: 'Marquee 계정의 비밀번호가 새로 바뀌었고 모든 기기에서 로그아웃되었습니다.',
      button: '로그인',
      after: '본인이 아니라면 로그인 페이지에서 바로 새 비밀번호를 요청하세요.',
    },
    replaced: {
      subject: '비밀번호가 바뀌었습니다',
      body: '로그인한 상태에서 이전 비밀번호를 아는 사람이 Marquee 계정의 비밀번호를 바꾸었습니다.',
      button: '다른 비밀번호 정하기',
      after:
        '본인이라면 아무것도 하지 않아도 됩니다. 아니라면 바로 다른 비밀번호를 정하세요. 모든 기기에서 로그아웃됩니다.',
    },
  },
  ar: {
    greeting: 'مرحبًا {name}،',
    confirm: {
      subject: 'أكّد عنوانك',
      body: 'بقيت خطوة واحدة قبل أن تسجّل الدخول إلى Marquee: أكّد أن هذا العنوان لك.',
      button: 'تأكيد العنوان',
      after: 'الرابط صالح 24 ساعة. إن لم تنشئ حسابًا فلا تفعل شيئًا: لا يستطيع أحد استخدامه.',
    },
    exists: {
      subject: 'لديك حساب بالفعل',
      body: 'أراد شخص إنشاء حساب في Marquee بهذا العنوان، وله حساب بالفعل. إن كنت أنت فسجّل الدخول، أو اختر هناك كلمة مرور جديدة.',
      button: 'تسجيل الدخول',
      after: 'إن لم تكن أنت فلا تفعل شيئًا: لم يتغيّر شيء.',
    },
    reset: {
      subject: 'اختر كلمة مرور جديدة',
      body: 'طلب شخص كلمة مرور جديدة لحسابك في Marquee. إن كنت أنت فاخترها هنا.',
      button: 'اختيار كلمة مرور جديدة',
      after: 'الرابط صالح ساعة واحدة ومرة واحدة. إن لم تكن أنت فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.',
    },
    changed: {
      subject: 'تغيّرت كلمة مرورك',
      body: 'أصبحت لحسابك في Marquee كلمة مرور جديدة، وسُجّل خروجك من كل أجهزتك.',
      button: 'تسجيل الدخول',
      after: 'إن لم تكن أنت فاطلب فورًا كلمة مرور جديدة من صفحة تسجيل الدخول.',
    },
    replaced: {
      subject: 'تغيّرت كلمة مرورك',
      body: 'غيّر كلمة مرور حسابك في Marquee شخص مسجّل الدخول يعرف الكلمة السابقة.',
      button: 'اختيار كلمة مرور أخرى',
      after: 'إن كنت أنت فلا تفعل شيئًا. وإلا فاختر فورًا كلمة مرور أخرى: يُسجَّل بها الخروج من كل الأجهزة.',
    },
  },
} as const satisfies Readonly<Record<string, Language>>

export type MailLanguage = keyof typeof MAIL_WORDS
