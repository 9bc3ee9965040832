import { deleteObjectFile } from '../disk/delete-object.ts'
import { emptyAnswer, type Operation } from '../operation.ts'

export const deleteObject: Operation = async ({ disk, bucket, key }) => {
  await deleteObjectFile(disk, bucket, key)
  return emptyAnswer(204)
}
