/** What a backend answers in place of a result: `application/problem+json`, as in RFC 9457. */
export interface Problem {
  /** `Unprocessable Content` */
  readonly title: string;
  readonly status: number;
  /** What went wrong; not from 500 on. */
  readonly detail?: string;
  /** The same as in the backend's log. */
  readonly requestId?: string;
  /** Of 422: what does not fit the schemas. */
  readonly errors?: readonly { readonly detail: string; readonly pointer: string }[];
  readonly [extension: string]: unknown;
}

/** A response with a status of 300 and above. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** Title and status are there even if something else than the backend has answered. */
  readonly problem: Problem;
  /** Its headers: `retry-after`, for one. The body has been read. */
  readonly response: Response;

  /** @param request `GET /users/[id]`: without the values, so that equal errors have equal messages. */
  constructor(request: string, response: Response, problem: Problem) {
    super(`${request}: ${response.status} ${problem.detail ?? problem.title}`);
    this.status = response.status;
    this.problem = problem;
    this.response = response;
  }
}
