import { linkHandle } from '../resume/file-handles.ts'

/** What the system's dialogue offers; a convenience, since the server decides what a video is. */
const VIDEO_EXTENSIONS = [
  ...['.mkv', '.mov', '.mp4', '.webm', '.avi', '.ts', '.m2ts'],
  ...['.mpg', '.mpeg', '.flv', '.ogv', '.mxf', '.wmv'],
]
/** For the pipeline `audio`. */
const SOUND_EXTENSIONS = ['.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.wav', '.aiff']

/** The same, for an `<input>`. */
export const OFFERED_FILES = ['video/*', 'audio/*', ...VIDEO_EXTENSIONS, ...SOUND_EXTENSIONS].join()

/** Whether this browser says where on the disk a chosen file is, so that it can be found again after a restart. */
export function canPickHandles(): boolean {
  return typeof window.showOpenFilePicker === 'function'
}

/** Asks for files by the system's dialogue, and remembers where they are. Empty where the person closed it. */
export async function pickFiles({ single }: { single: boolean }): Promise<File[]> {
  const handles = await askForHandles(single)
  return Promise.all(
    handles.map(async (handle) => {
      const file = await handle.getFile()
      linkHandle(file, handle)
      return file
    }),
  )
}

async function askForHandles(single: boolean): Promise<FileSystemFileHandle[]> {
  try {
    const types = [{ accept: { 'video/*': VIDEO_EXTENSIONS, 'audio/*': SOUND_EXTENSIONS } }]
    return (await window.showOpenFilePicker?.({ multiple: !single, types })) ?? []
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return []
    throw error
  }
}
