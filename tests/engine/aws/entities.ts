import type { Table } from "./dynamodb/entities.ts";
import type { Schedule, ScheduleGroup } from "./scheduler/entities.ts";

/** What an account holds. Names of properties are those of @pulumi/aws. */
export interface Entities {
  /** By ARN. */
  readonly function: LambdaFunction;
  /** By UUID. */
  readonly mapping: EventSourceMapping;
  /** By ARN. */
  readonly logGroup: LogGroup;
  /** By ARN. */
  readonly queue: Queue;
  /** By ARN: the name may not be used again for a minute. */
  readonly deletedQueue: { readonly deletedMs: number };
  /** By name. */
  readonly role: Role;
  /** By ARN. */
  readonly policy: Policy;
  /** By ARN. */
  readonly identityProvider: IdentityProvider;
  /** By `region/id`. */
  readonly api: HttpApi;
  /** By ID. */
  readonly securityGroup: SecurityGroup;
  /** By ARN. */
  readonly table: Table;
  /** By ARN. */
  readonly scheduleGroup: ScheduleGroup;
  /** By ARN. */
  readonly schedule: Schedule;
}

export type Tags = Readonly<Record<string, string>>;

export interface FunctionConfiguration {
  readonly architectures: readonly string[];
  readonly deadLetterConfig?: { readonly targetArn: string };
  readonly description?: string;
  readonly environment?: { readonly variables?: Readonly<Record<string, string>> };
  readonly ephemeralStorage: { readonly size: number };
  readonly handler: string;
  readonly layers?: readonly string[];
  readonly loggingConfig: {
    readonly applicationLogLevel?: string;
    readonly logFormat: string;
    readonly logGroup: string;
    readonly systemLogLevel?: string;
  };
  readonly memorySize: number;
  readonly role: string;
  readonly runtime: string;
  readonly timeout: number;
  readonly tracingConfig: { readonly mode: string };
  readonly vpcConfig?: {
    readonly ipv6AllowedForDualStack?: boolean;
    readonly securityGroupIds: readonly string[];
    readonly subnetIds: readonly string[];
  };
}

export interface FunctionCode {
  readonly sha256: string;
  readonly size: number;
}

export interface FunctionVersion {
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly code: FunctionCode;
}

export interface LambdaFunction {
  readonly arn: string;
  readonly name: string;
  readonly configuration: FunctionConfiguration;
  readonly code: FunctionCode;
  readonly lastModified: string;
  readonly tags: Tags;
  /** Reserved concurrency; null for none. */
  readonly reserved: number | null;
  /** Oldest first. */
  readonly versions: readonly FunctionVersion[];
  readonly aliases: Readonly<Record<string, Alias>>;
  /** Provisioned concurrency by version or alias. */
  readonly provisioned: Readonly<Record<string, number>>;
  /** Statements of the resource-based policy, by qualifier (empty for none). */
  readonly policies: Readonly<Record<string, readonly PermissionStatement[]>>;
  readonly recursiveLoop: string;
}

export interface Alias {
  readonly version: string;
  readonly description?: string;
  readonly weights?: Readonly<Record<string, number>>;
}

export interface PermissionStatement {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

export interface EventSourceMapping {
  readonly uuid: string;
  readonly arn: string;
  readonly batchSize: number;
  readonly enabled: boolean;
  readonly eventSourceArn: string;
  readonly filterCriteria?: { readonly filters: readonly { readonly pattern: string }[] };
  /** With the qualifier. */
  readonly functionArn: string;
  readonly functionResponseTypes: readonly string[];
  readonly lastModified: string;
  readonly maximumBatchingWindowInSeconds: number;
  readonly maximumConcurrency: number | null;
  readonly tags: Tags;
}

export interface LogGroup {
  readonly arn: string;
  readonly name: string;
  readonly logGroupClass: string;
  /** 0 for never. */
  readonly retentionInDays: number;
  readonly kmsKeyId?: string;
  readonly tags: Tags;
}

/** Attributes as SQS has them, in the types of @pulumi/aws. */
export interface QueueAttributes {
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope?: string;
  readonly delaySeconds: number;
  readonly fifoQueue: boolean;
  readonly fifoThroughputLimit?: string;
  readonly kmsDataKeyReusePeriodSeconds: number;
  readonly kmsMasterKeyId: string;
  readonly maxMessageSize: number;
  readonly messageRetentionSeconds: number;
  readonly policy: string;
  readonly receiveWaitTimeSeconds: number;
  readonly redriveAllowPolicy: string;
  readonly redrivePolicy: string;
  readonly sqsManagedSseEnabled: boolean;
  readonly visibilityTimeoutSeconds: number;
}

export interface Queue {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
}

export interface Role {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string;
  readonly createDate: string;
  readonly description: string;
  readonly assumeRolePolicy: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary?: string;
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicies: readonly string[];
  readonly tags: Tags;
}

export interface Policy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly policyId: string;
  readonly description: string;
  readonly policy: string;
  /** Versions ever made; AWS keeps five. */
  readonly versions: readonly string[];
  readonly tags: Tags;
}

export interface IdentityProvider {
  readonly arn: string;
  readonly url: string;
  readonly clientIdLists: readonly string[];
  readonly thumbprintLists: readonly string[];
  readonly tags: Tags;
}

export interface HttpApi {
  readonly id: string;
  readonly name: string;
  readonly protocolType: string;
  readonly apiEndpoint: string;
  readonly settings: {
    readonly apiKeySelectionExpression: string;
    readonly corsConfiguration?: Readonly<Record<string, unknown>>;
    readonly description: string;
    readonly disableExecuteApiEndpoint: boolean;
    readonly ipAddressType: string;
    readonly routeSelectionExpression: string;
    readonly version: string;
  };
  readonly integrations: Readonly<Record<string, ApiIntegration>>;
  readonly routes: Readonly<Record<string, ApiRoute>>;
  readonly stages: Readonly<Record<string, ApiStage>>;
  readonly tags: Tags;
}

export interface ApiIntegration {
  readonly connectionType: string;
  readonly description: string;
  readonly integrationMethod?: string;
  readonly integrationType: string;
  readonly integrationUri: string;
  readonly payloadFormatVersion: string;
  readonly timeoutMilliseconds: number;
}

export interface ApiRoute {
  readonly routeKey: string;
  readonly target: string;
  readonly authorizationType: string;
  readonly operationName: string;
}

export interface ApiStage {
  readonly autoDeploy: boolean;
  readonly deploymentId: string;
  readonly description: string;
  readonly routeSettings: RouteSettings;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface RouteSettings {
  readonly dataTraceEnabled: boolean;
  readonly detailedMetricsEnabled: boolean;
  readonly loggingLevel?: string;
  readonly throttlingBurstLimit: number;
  readonly throttlingRateLimit: number;
}

export interface SecurityGroup {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId?: string;
  readonly egress: readonly Readonly<Record<string, unknown>>[];
}
