import type { Rational } from '../source/source-facts.ts'
import { fieldsOf, isNatural, isPositive, parseJson } from './json-fields.ts'

/** What is known of every track before anything of it is made. */
export interface AnnouncedTrack {
  /** Folder and playlist: `1080p`, `audio`. Letters and digits only. */
  readonly name: string
  /** RFC 6381: `avc1.640028`, `mp4a.40.2`. */
  readonly codec: string
  /** Ticks a second. */
  readonly timescale: number
  /** Ceiling of any segment, in bit/s. */
  readonly peakBitrate: number
}

export interface PictureTrack extends AnnouncedTrack {
  readonly width: number
  readonly height: number
  /** Frames a second; of a variable rate, on average. */
  readonly frameRate: Rational
}

export interface SoundTrack extends AnnouncedTrack {
  readonly channels: number
  /** Hz. */
  readonly sampleRate: number
}

/** What a stream revision will be, written once before anything of it is there: {@link STREAM_HEAD}. */
export interface StreamHead {
  /** Of the whole film. */
  readonly durationMs: number
  /** No segment is longer, rounded to whole seconds (RFC 8216 §4.3.3.1). */
  readonly targetSeconds: number
  /** By codec, the one first that is offered while the stream grows; highest first. At least one. */
  readonly pictures: readonly PictureTrack[]
  /** The one that a player takes by itself first; the others are the same sound in another codec or with more channels. */
  readonly sounds: readonly SoundTrack[]
}

/** Codec of a track without its profile and level: `avc1`, `av01`. Players keep to one. */
export function codecFamily({ codec }: Pick<AnnouncedTrack, 'codec'>): string {
  return codec.split('.', 1)[0] ?? codec
}

/**
 * What of a stream is offered while it grows: its first codec and its first sound alone. The others take many times as long,
 * and a player that has chosen one of them would wait for it; it changes codecs at no seam.
 */
export function whileGrowing(head: StreamHead): StreamHead {
  const [first] = head.pictures
  const pictures = head.pictures.filter((track) => first && codecFamily(track) === codecFamily(first))
  return { ...head, pictures, sounds: head.sounds.slice(0, 1) }
}

/** What becomes a part of an address: `master`, `growth` and the like are files of every revision, no tracks. */
const TRACK_NAME = /^(?!master$|growth$|manifest$)[0-9A-Za-z]{1,32}$/
const CODEC = /^[0-9A-Za-z.-]{1,64}$/
/** More than any ladder has. */
const MAX_PICTURES = 32
const MAX_SOUNDS = 8

/** Null where the text is no head. */
export function parseStreamHead(text: string): StreamHead | null {
  return readStreamHead(parseJson(text))
}

/** The fields of a head, and no others; null where the value is none. */
export function readStreamHead(value: unknown): StreamHead | null {
  const head = fieldsOf(value)
  if (!head || !Array.isArray(head.pictures) || head.pictures.length > MAX_PICTURES) return null
  const pictures = head.pictures.map(pictureTrack).filter((track) => track !== null)
  const announced = announcedSounds(head)
  if (!announced || announced.length > MAX_SOUNDS) return null
  const sounds = announced.map(soundTrack).filter((track) => track !== null)
  const { durationMs, targetSeconds } = head
  const isWhole =
    pictures.length === head.pictures.length && pictures.length > 0 && sounds.length === announced.length
  if (!isWhole || !isNatural(durationMs) || !isPositive(targetSeconds)) return null
  const names = [...pictures, ...sounds].map(({ name }) => name)
  return new Set(names).size === names.length ? { durationMs, targetSeconds, pictures, sounds } : null
}

/** A head from before there were several sounds has one, or null. */
function announcedSounds({ sounds, sound }: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  if (sounds === undefined && sound !== undefined) return sound === null ? [] : [sound]
  return Array.isArray(sounds) ? sounds : null
}

function announcedTrack(value: unknown): AnnouncedTrack | null {
  const { name, codec, timescale, peakBitrate } = fieldsOf(value) ?? {}
  if (typeof name !== 'string' || !TRACK_NAME.test(name)) return null
  if (typeof codec !== 'string' || !CODEC.test(codec)) return null
  return isPositive(timescale) && isPositive(peakBitrate) ? { name, codec, timescale, peakBitrate } : null
}

function pictureTrack(value: unknown): PictureTrack | null {
  const track = announcedTrack(value)
  const { width, height, frameRate } = fieldsOf(value) ?? {}
  const { numerator, denominator } = fieldsOf(frameRate) ?? {}
  if (!track || !isPositive(width) || !isPositive(height)) return null
  if (!isPositive(numerator) || !isPositive(denominator)) return null
  return { ...track, width, height, frameRate: { numerator, denominator } }
}

function soundTrack(value: unknown): SoundTrack | null {
  const track = announcedTrack(value)
  const { channels, sampleRate } = fieldsOf(value) ?? {}
  return track && isPositive(channels) && isPositive(sampleRate) ? { ...track, channels, sampleRate } : null
}
