import { X264_PRESETS, type X264Preset } from '@marquee/media'
import type { Installation } from '@marquee/tests/support'

/** What the workers of an installation encode with. */
export function presetOf({ env }: Installation): X264Preset {
  return X264_PRESETS.find((known) => known === env.ENCODE_PRESET) ?? 'veryfast'
}
