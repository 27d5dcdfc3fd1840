/** Where the backend is reached, and which routes it has: what `url` makes its URLs of. */
export interface Site {
  /** Without a slash at its end: `https://ID.execute-api.REGION.amazonaws.com`. Empty if it is not known. */
  readonly url: string;
  /** Lists the paths: `/users/[id]`. Absent where any is taken, as in a backend's own tests. */
  readonly routes?: () => readonly string[];
}
