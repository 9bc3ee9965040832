const DATABASE = 'marquee-uploads'
const STORE = 'handles'

/** Keeps on this device where the file of an upload is, by the upload's id, until it is forgotten. */
export async function keepHandle(uploadId: string, handle: FileSystemFileHandle): Promise<void> {
  await inStore('readwrite', (store) => store.put(handle, uploadId))
}

export async function forgetHandle(uploadId: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(uploadId))
}

/** What an earlier page kept. Undefined also where the browser keeps nothing, as in some private windows. */
export async function keptHandle(uploadId: string): Promise<FileSystemFileHandle | undefined> {
  return inStore<FileSystemFileHandle | undefined>('readonly', (store) => store.get(uploadId)).catch(
    () => undefined,
  )
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openDatabase()
  try {
    const transaction = database.transaction(STORE, mode)
    const request = act(transaction.objectStore(STORE))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    return request.result
  } finally {
    database.close()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
