import { hkdfSync } from 'node:crypto'
import { type Blobs, type Incoming, intake, TooLarge, WrongType } from '#platform/blob'
import type { Evidence } from './types.ts'

/** A deed or a resolution as it was scanned or photographed. */
export const scans = { accept: ['application/pdf', 'image/jpeg', 'image/png'], most: 10 * 1024 * 1024 } as const
type File = NonNullable<Evidence['file']>

/** Documents that show a mandate: sealed, each under a key of its own mandate; what kind they are is read from their first bytes. They come from outside: given back to be saved, never shown inside a page. */
export function createEvidence(blobs: Blobs, secret: Uint8Array) {
  const keyOf = (mandate: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `ventanilla mandate ${mandate}`, 32))
  return {
    async keep(mandate: string, file: Incoming): Promise<File | 'file-type' | 'file-size'> {
      try { return await intake(blobs, mandate, keyOf(mandate), file, scans) } catch (error) {
        // The web server stops what is longer than any form may bring.
        if (error instanceof TooLarge || (error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') return 'file-size'
        if (error instanceof WrongType) return 'file-type'
        throw error
      }
    },
    open: (mandate: string, file: File): Promise<AsyncIterable<Uint8Array> | null> => blobs.get(mandate, keyOf(mandate), file.sha256),
    /** Documents of mandates that were never given after all. */
    sweep: (before: number, kept: (mandate: string) => Promise<ReadonlySet<string>>): Promise<number> => blobs.sweep(before, kept),
  }
}
