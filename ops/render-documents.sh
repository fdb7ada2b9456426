#!/usr/bin/env bash
# Turns DOCX files into PDF and pictures with LibreOffice, to be looked at by a person.
#
#   ops/render-documents.sh FOLDER      every *.docx of the folder; PDF and PNG beside them
#
# Without LibreOffice it says so and succeeds: nothing that is issued depends on it.
set -euo pipefail

folder=${1:?"name a folder with .docx files"}
soffice=$(command -v soffice || command -v libreoffice || true)
if [ -z "$soffice" ]; then
  echo "LibreOffice is not installed (apt-get install libreoffice-writer fonts-noto-cjk); nothing done." >&2
  exit 0
fi

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
shopt -s nullglob
files=("$folder"/*.docx)
if [ "${#files[@]}" -eq 0 ]; then
  echo "no .docx in $folder" >&2
  exit 1
fi
"$soffice" "-env:UserInstallation=file://$profile" --headless --convert-to pdf --outdir "$folder" "${files[@]}"
for file in "${files[@]}"; do
  pdf=${file%.docx}.pdf
  # A file that LibreOffice had to give up on leaves no PDF.
  [ -s "$pdf" ] || { echo "$file could not be opened" >&2; exit 1; }
  if command -v pdftoppm >/dev/null; then
    pdftoppm -r 80 -png "$pdf" "${pdf%.pdf}"
  fi
done
