import type { Person } from './start-test-api.ts'

/** Announces a picture and sends it, as a client does; answers its id. Throws where either was refused. */
export async function sendPicture(person: Person, picture: Buffer): Promise<string> {
  const { data } = await person.ask(
    `mutation ($input: CreatePictureUploadInput!) {
      createPictureUpload(input: $input) { upload { id url } userErrors { code } }
    }`,
    { input: { size: picture.length } },
  )
  const { upload, userErrors } = data.createPictureUpload
  if (!upload) throw new Error(`Refused: ${JSON.stringify(userErrors)}`)
  const { status } = await fetch(upload.url, { method: 'PUT', body: Uint8Array.from(picture) })
  if (status !== 200) throw new Error(`The store answered ${status}`)
  return upload.id
}
