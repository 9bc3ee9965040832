'use client'

import {
  type StudioChannelFragment,
  StudioRemoveWatermarkDocument,
  StudioSetWatermarkDocument,
  type WatermarkCorner,
} from '@marquee/schema/graphql'
import { useEffect, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { judgePicture, sendPicture } from '../pictures/send-picture.ts'
import { type FieldError, refused, type Saved, settle } from '../save-video.ts'

export type Placing = { corner: WatermarkCorner; size: number; opacity: number }

/** As the API begins with. */
const AT_FIRST: Placing = { corner: 'BOTTOM_RIGHT', size: 0.12, opacity: 0.7 }

export type WatermarkEditing = Placing & {
  /** Address of the logo as it would be; null where there is none. */
  picture: string | null
  /** Whether films show one as it is saved. */
  isOn: boolean
  dirty: boolean
  saving: boolean
  /** Something was saved since the page was opened. */
  done: boolean
  error: FieldError | null
  place: (change: Partial<Placing>) => void
  pick: (picture: Blob) => void
  remove: () => Promise<void>
  save: () => Promise<void>
}

export function useWatermarkEditing(
  channel: Pick<StudioChannelFragment, 'id' | 'watermark'>,
): WatermarkEditing {
  const [saved, setSaved] = useState(channel.watermark)
  const [placing, setPlacing] = useState<Placing>(() => placingOf(channel.watermark))
  const [picked, setPicked] = useState<{ picture: Blob; url: string } | null>(null)
  const [saving, setSaving] = useState(false)
  const [done, setDone] = useState(false)
  const [error, setError] = useState<FieldError | null>(null)
  useEffect(() => {
    return () => {
      if (picked) URL.revokeObjectURL(picked.url)
    }
  }, [picked])

  const before = placingOf(saved)
  const isPlaced = placing.corner === before.corner && placing.size === before.size
  const dirty = picked !== null || (saved !== null && !(isPlaced && placing.opacity === before.opacity))
  const settleOn = async (change: () => Promise<Saved<StudioChannelFragment>>) => {
    setSaving(true)
    const result = await change()
    setSaving(false)
    if (!result.ok) return setError(result.errors[0] ?? null)
    setError(null)
    setPicked(null)
    setSaved(result.value.watermark)
    setPlacing(placingOf(result.value.watermark))
    setDone(true)
  }
  return {
    ...placing,
    picture: picked?.url ?? saved?.picture ?? null,
    isOn: saved !== null,
    dirty,
    saving,
    done,
    error,
    place: (change) => setPlacing((current) => ({ ...current, ...change })),
    pick: (picture) => {
      const code = judgePicture(picture)
      setError(code ? { field: 'uploadId', code, message: '' } : null)
      if (!code) setPicked({ picture, url: URL.createObjectURL(picture) })
    },
    remove: async () => {
      if (saved) return settleOn(() => removeWatermark(channel.id))
      setPicked(null)
    },
    save: async () => {
      if (dirty && !saving) await settleOn(() => setWatermark(channel.id, placing, picked?.picture))
    },
  }
}

function placingOf(watermark: StudioChannelFragment['watermark']): Placing {
  if (!watermark) return AT_FIRST
  const { corner, size, opacity } = watermark
  return { corner, size, opacity }
}

async function setWatermark(
  channelId: string,
  placing: Placing,
  picture: Blob | undefined,
): Promise<Saved<StudioChannelFragment>> {
  const sent = picture && (await sendPicture(picture))
  if (sent && !sent.ok) return sent
  const upload = sent ? { uploadId: sent.value } : {}
  const answer = await request(StudioSetWatermarkDocument, { input: { channelId, ...placing, ...upload } })
  if (!answer.ok) return refused(answer.code)
  const { channel, userErrors } = answer.data.setWatermark
  return settle(channel, userErrors)
}

async function removeWatermark(channelId: string): Promise<Saved<StudioChannelFragment>> {
  const answer = await request(StudioRemoveWatermarkDocument, { input: { channelId } })
  if (!answer.ok) return refused(answer.code)
  const { channel, userErrors } = answer.data.removeWatermark
  return settle(channel, userErrors)
}
