import type { ErrorCode } from '../../core/errors';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { Reading } from '../../devices/exchange/Reading';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { CurveFit, DeviceText, OpraHit, OpraSummary } from '../FittingPort';
import type { AnswerMessage, RequestMessage } from '../WorkerConnection';

/** What the page asks of the fitting worker. */
export type FittingRequest =
  | { readonly kind: 'read'; readonly source: File | DeviceText }
  | { readonly kind: 'fit'; readonly curve: ToneCurve }
  | { readonly kind: 'loadOpra'; readonly loadId: number; readonly file: Blob }
  | { readonly kind: 'cancelLoad'; readonly loadId: number }
  | { readonly kind: 'restoreOpra'; readonly kept: Blob }
  | { readonly kind: 'searchOpra'; readonly query: string; readonly limit: number }
  | { readonly kind: 'opraDevice'; readonly id: string }
  | { readonly kind: 'forgetOpra' };

/** What it gives back for each kind of request. */
export interface FittingAnswers {
  readonly read: Reading;
  readonly fit: CurveFit;
  readonly loadOpra: { readonly summary: OpraSummary; readonly kept: Blob };
  readonly cancelLoad: null;
  readonly restoreOpra: OpraSummary;
  readonly searchOpra: readonly OpraHit[];
  readonly opraDevice: DeviceProfile | undefined;
  readonly forgetOpra: null;
}

/** An error on its way between threads, where classes are lost. */
export interface FittingFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: ErrorCode;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export type FittingRequestMessage = RequestMessage<FittingRequest>;
export type FittingAnswerMessage = AnswerMessage<FittingAnswers[FittingRequest['kind']], FittingFailure>;
