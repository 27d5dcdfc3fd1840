/** Who a request, a job or a message is for. */
import type { Auth } from "./register.ts";

/** The user that the backend's own `authenticate` returns; where that is not known, any with an ID. */
export type User = Auth extends { authenticate: (...args: never[]) => infer Result }
  ? unknown extends Result
    ? AnyUser
    : Exclude<Awaited<Result>, null | undefined>
  : AnyUser;

/** Before types are generated, and of an `authenticate` in JavaScript. */
type AnyUser = { readonly id: string; readonly [claim: string]: unknown };

/** What is known of a user outside HTTP requests: the ID travels with jobs, the rest does not. */
export interface UserId {
  readonly id: string;
}

/**
 * Says who sends a request: a user, who has an ID that is not empty; null for nobody in particular;
 * undefined for somebody who may not come in, which is answered 401.
 */
export type Authenticate<Request> = (
  request: Request,
) => UserId | null | undefined | Promise<UserId | null | undefined>;
