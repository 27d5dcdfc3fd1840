export interface ScheduleGroup {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Schedule {
  readonly arn: string;
  readonly name: string;
  readonly groupName: string;
  readonly description: string;
  readonly flexibleTimeWindow: { readonly mode: string; readonly maximumWindowInMinutes?: number };
  readonly scheduleExpression: string;
  readonly scheduleExpressionTimezone: string;
  readonly state: string;
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    readonly input?: string;
    readonly retryPolicy: {
      readonly maximumEventAgeInSeconds: number;
      readonly maximumRetryAttempts: number;
    };
  };
}
