import { hkdfSync } from 'node:crypto'
import { type Incoming, takeFile } from '#cases'
import type { Blobs } from '#platform/blob'
import type { Evidence } from './types.ts'

/** A deed or a resolution as it was scanned or photographed. */
export const scans = { path: 'file', accept: ['application/pdf', 'image/jpeg', 'image/png'], most: 10 * 1024 * 1024 } as const
type File = NonNullable<Evidence['file']>

/** Documents that show a mandate: sealed, each under a key of its own mandate; what kind they are is read from their first bytes. They come from outside: given back to be saved, never shown inside a page. */
export function createEvidence(blobs: Blobs, secret: Uint8Array) {
  const keyOf = (mandate: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `ventanilla mandate ${mandate}`, 32))
  return {
    async keep(mandate: string, file: Incoming): Promise<File | 'file-type' | 'file-size'> {
      try {
        const kept = await takeFile({ blobs }, mandate, keyOf(mandate), file, scans)
        return kept.ok ? { name: kept.value.name, type: kept.value.type, size: kept.value.size, sha256: kept.value.sha256 } : kept.refusal === 'file-too-large' ? 'file-size' : 'file-type'
      } catch (error) {
        // The web server stops what is longer than any form may bring.
        if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') return 'file-size'
        throw error
      }
    },
    open: (mandate: string, file: File): Promise<AsyncIterable<Uint8Array> | null> => blobs.get(mandate, keyOf(mandate), file.sha256),
    /** Documents of mandates that were never given after all. */
    sweep: (before: number, kept: (mandate: string) => Promise<ReadonlySet<string>>): Promise<number> => blobs.sweep(before, kept),
  }
}
