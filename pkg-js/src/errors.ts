// One failure, one stable code, the same as in Rust (tests/contract holds both to one list).
//
// Codes up to `busy` come from the core; the rest belong to what TypeScript does: loading and running it.

/** Why something failed. The text of a code never changes; new codes may be added. */
export type ErrorCode =
  | 'invalid_config'
  | 'invalid_input'
  | 'invalid_request'
  | 'wrong_credentials'
  | 'not_authorized'
  | 'user_not_found'
  | 'user_not_confirmed'
  | 'password_reset_required'
  | 'wrong_code'
  | 'code_expired'
  | 'code_not_sent'
  | 'challenge_expired'
  | 'too_many_attempts'
  | 'username_taken'
  | 'alias_taken'
  | 'password_refused'
  | 'factor_not_set_up'
  | 'passkey_refused'
  | 'trigger_failed'
  | 'blocked'
  | 'conflict'
  | 'signed_out'
  | 'session_expired'
  | 'throttled'
  | 'network_error'
  | 'timeout'
  | 'unexpected_reply'
  | 'not_configured'
  | 'unsafe_server_value'
  | 'service_error'
  | 'no_randomness'
  | 'busy'
  | LoadErrorCode;

/** Codes of loading and running the core. */
export type LoadErrorCode =
  | 'client_secret_refused'
  | 'insecure_context'
  | 'wasm_blocked'
  | 'wasm_load_failed'
  | 'core_crashed'
  | 'closed'
  | 'aborted'
  | 'passkey_unsupported'
  | 'passkey_cancelled';

/** What crosses from the core for a failure. */
export interface ErrorShape {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  serviceError?: string;
  serviceMessage?: string;
  reasonCode?: string;
  status?: number;
  requestId?: string;
}

/** Every failure of Poolkey: a stable `code`, and a `message` that says what happened and what to do. */
export class PoolkeyError extends Error {
  override readonly name = 'PoolkeyError';
  /** Stable; compare with this, not with the message. */
  declare readonly code: ErrorCode;
  /** Whether the same call may succeed a little later. */
  declare readonly retryable: boolean;
  /** The service's own name of the failure, such as `NotAuthorizedException`. */
  declare readonly serviceError?: string;
  /** The service's own sentence. */
  declare readonly serviceMessage?: string;
  /** Which rule a refused value broke, where the service says so. */
  declare readonly reasonCode?: string;
  /** The HTTP status. */
  declare readonly status?: number;
  /** The service's request id, where the browser was allowed to see it. */
  declare readonly requestId?: string;

  constructor({ message, ...details }: ErrorShape, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }
}

/** A failure that TypeScript noticed itself. */
export function failure(code: ErrorCode, message: string, cause?: unknown): PoolkeyError {
  return new PoolkeyError({ code, message, retryable: false }, cause);
}
