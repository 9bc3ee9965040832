#!/usr/bin/env bash
# bash upload-to-play.sh film.mp4 "$TOKEN": uploads a film of one part and prints the address of its HLS playlist.
set -euo pipefail
file=$1 token=$2 api=${3:-http://localhost:3000/graphql}
ask() { curl -sf "$api" -H "authorization: Bearer $token" -H 'content-type: application/json' -d "{\"query\": \"${1//\"/\\\"}\"}"; }
field() { grep -o "\"$1\": *\"[^\"]*\"" | cut -d '"' -f 4; }
announce="createUpload(input: { fileName: \"film.mp4\", size: $(wc -c < "$file") })"
read -r upload video <<< "$(ask "mutation { $announce { upload { id video { id } } } }" | field id | xargs)"
presign="presignUploadParts(input: { uploadId: \"$upload\", partNumbers: [1] })"
curl -sf -T "$file" "$(ask "mutation { $presign { parts { url } } }" | field url)"
ask "mutation { completeUpload(input: { uploadId: \"$upload\" }) { video { id } } }" > /dev/null
until ask "{ video(id: \"$video\") { playback { hls } } }" | field hls; do sleep 1; done
