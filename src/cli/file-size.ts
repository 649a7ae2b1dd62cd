import { amount } from '#report/html-format.js'

/** Bytes as a person reads them. */
export function fileSize(bytes: number): string {
  if (bytes >= 1e9) return `${amount(bytes / 1e9)} GB`
  if (bytes >= 1e6) return `${amount(bytes / 1e6, 1)} MB`
  return bytes >= 1e3 ? `${amount(bytes / 1e3, 1)} KB` : `${bytes} B`
}
