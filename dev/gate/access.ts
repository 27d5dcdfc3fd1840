/** One action on one resource, which a request to a service asks for. */
export interface Access {
  /** `sqs:SendMessage` */
  readonly action: string;
  /** An ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  /** Stands for the resource in lists, where there may be any number of such. Default: itself. */
  readonly pattern?: string;
}
