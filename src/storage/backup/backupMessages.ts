import type { ErrorCode } from '../../core/errors';
import type { BackupEntry, OpenedBackup } from './BackupPort';

export type BackupRequest =
  | { readonly kind: 'write'; readonly entries: readonly BackupEntry[]; readonly createdAt: string }
  | { readonly kind: 'open'; readonly file: Blob };

/** Any number of times how far it is, then the answer or why there is none. */
export type BackupMessage =
  | { readonly fraction: number }
  | { readonly answer: Blob | OpenedBackup }
  | {
      readonly failure: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly detail: Readonly<Record<string, string | number>>;
      };
    };
