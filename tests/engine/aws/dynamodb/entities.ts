export interface Table {
  readonly arn: string;
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
  readonly billingMode: string;
  readonly deletionProtectionEnabled: boolean;
  readonly hashKey: string;
  readonly pointInTimeRecovery: boolean;
  readonly rangeKey?: string;
  /** The attribute that says when an item expires; null for none. */
  readonly ttl: string | null;
  readonly tags: Readonly<Record<string, string>>;
}
