#!/usr/bin/env bash
# bash upload-to-play.sh film.mp4 "$TOKEN": uploads a film of one part and prints the address of its HLS playlist.
set -euo pipefail
file=$1 token=$2 api=${3:-http://localhost:3000/graphql}

ask() { curl -sf "$api" -H "authorization: Bearer $token" -H 'content-type: application/json' -d "{\"query\": \"$1\"}"; }
field() { grep -o "\"$1\": *\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

size=$(wc -c < "$file" | tr -d ' ')
announced=$(ask "mutation { createUpload(input: { fileName: \\\"film.mp4\\\", size: $size }) { upload { uploadId: id video { videoId: id } } } }")
upload=$(field uploadId <<< "$announced") video=$(field videoId <<< "$announced")
presigned=$(ask "mutation { presignUploadParts(input: { uploadId: \\\"$upload\\\", partNumbers: [1] }) { parts { url } } }")
curl -sf -o /dev/null -T "$file" "$(field url <<< "$presigned")"
ask "mutation { completeUpload(input: { uploadId: \\\"$upload\\\" }) { video { status } } }" > /dev/null
until hls=$(ask "{ video(id: \\\"$video\\\") { playback { hls } } }" | field hls); do sleep 1; done
echo "$hls"
