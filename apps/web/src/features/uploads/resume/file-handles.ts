const handles = new WeakMap<File, FileSystemFileHandle>()

/** Remembers where on the disk a chosen file is, for as long as the file itself is held. */
export function linkHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle)
}

/** Undefined where the browser gave a file alone. */
export function handleOf(file: File): FileSystemFileHandle | undefined {
  return handles.get(file)
}
