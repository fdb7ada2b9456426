#!/usr/bin/env bash
# Turns DOCX files into PDF and pictures with LibreOffice, to be looked at by a person. Where a text
# of the same name lies beside a file, every line of it must stand in the PDF.
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
  if [ -f "${file%.docx}.txt" ]; then
    command -v pdftotext >/dev/null || { echo "pdftotext is missing (apt-get install poppler-utils)" >&2; exit 1; }
    # Lines break where the layout has them break: blanks do not count.
    said=$(pdftotext -raw "$pdf" - | tr -d '[:space:]')
    while IFS= read -r line || [ -n "$line" ]; do
      wanted=$(tr -d '[:space:]' <<<"$line")
      [[ $said == *"$wanted"* ]] || { echo "$file: not in the PDF: $line" >&2; exit 1; }
    done <"${file%.docx}.txt"
  fi
  if command -v pdftoppm >/dev/null; then
    pdftoppm -r 80 -png "$pdf" "${pdf%.pdf}"
  fi
done
