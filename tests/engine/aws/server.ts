import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages, {
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import anys from "google-protobuf/google/protobuf/any_pb.js";
import empties from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { CreateClient } from "./client.ts";
import { VERSION } from "./declarations.ts";
import type { Difference } from "./diff.ts";
import { FUNCTIONS } from "./functions.ts";
import { InitializationError } from "./operations.ts";
import { createPackageSchema } from "./package-schema.ts";
import { createProvider, type Provider } from "./provider.ts";
import { readRegion } from "./provider-config.ts";
import { RESOURCE_TYPES } from "./resource-types.ts";
import { hideSecrets, revealSecrets, type Values } from "./wire.ts";

const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves the plugin protocol on a free port, and prints it. */
export async function serve(createClient: CreateClient): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES });
  server.addService(services.ResourceProviderService, createService(createClient));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  process.stdout.write(`${port}\n`);
}

function createService(createClient: CreateClient) {
  let provider: Provider | undefined;
  const configured = () => {
    if (provider === undefined) throw new Error("The plugin is not configured");
    return provider;
  };
  return {
    getPluginInfo: answer(async () => {
      const info = new plugins.PluginInfo();
      info.setVersion(VERSION);
      return info;
    }),
    getSchema: answer(async () => {
      const response = new messages.GetSchemaResponse();
      const schema = createPackageSchema([...RESOURCE_TYPES.keys()], [...FUNCTIONS.keys()]);
      response.setSchema(JSON.stringify(schema));
      return response;
    }),
    checkConfig: answer(async (request: CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: answer(async () => new messages.DiffResponse()),
    configure: answer(async (request: ConfigureRequest) => {
      provider = createProvider(createClient, readRegion(reveal(request.getArgs()).plain));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: answer(async (request: CheckRequest) => check(configured(), request)),
    diff: answer(async (request: DiffRequest) => diff(configured(), request)),
    create: answer(async (request: CreateRequest) => {
      const { plain, secrets } = reveal(request.getProperties());
      const created = configured().create(request.getUrn(), plain, request.getPreview());
      const { id, state } = await partial(created, secrets);
      const response = new messages.CreateResponse();
      response.setId(id);
      response.setProperties(struct(hideSecrets(state, secrets)));
      return response;
    }),
    read: answer(async (request: ReadRequest) => read(configured(), request)),
    update: answer(async (request: UpdateRequest) => {
      const olds = reveal(request.getOlds());
      const { plain, secrets } = reveal(request.getNews());
      const id = request.getId();
      const preview = request.getPreview();
      const update = configured().update(request.getUrn(), id, olds.plain, plain, preview);
      const response = new messages.UpdateResponse();
      response.setProperties(struct(hideSecrets(await partial(update, secrets), secrets)));
      return response;
    }),
    delete: answer(async (request: DeleteRequest) => {
      const { plain } = reveal(request.getProperties());
      await configured().delete(request.getUrn(), request.getId(), plain);
      return new empties.Empty();
    }),
    invoke: answer(async (request: InvokeRequest) => {
      const { plain } = reveal(request.getArgs());
      const response = new messages.InvokeResponse();
      response.setReturn(struct(await configured().invoke(request.getTok(), plain)));
      return response;
    }),
    cancel: answer(async () => new empties.Empty()),
    attach: answer(async () => new empties.Empty()),
  };
}

function check(provider: Provider, request: CheckRequest) {
  const olds = reveal(request.getOlds());
  const news = reveal(request.getNews());
  const seed = request.getRandomseed_asU8();
  const { inputs, problems } = provider.check(request.getUrn(), olds.plain, news.plain, seed);
  const response = new messages.CheckResponse();
  response.setInputs(struct(hideSecrets(inputs, news.secrets)));
  for (const { input, reason } of problems) {
    const failure = new messages.CheckFailure();
    failure.setProperty(input);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diff(provider: Provider, request: DiffRequest) {
  const olds = reveal(request.getOlds());
  const news = reveal(request.getNews());
  const { differences, replaces, deleteBeforeReplace } = provider.diff(
    request.getUrn(),
    olds.plain,
    news.plain,
  );
  const { DiffChanges } = messages.DiffResponse;
  const response = new messages.DiffResponse();
  response.setChanges(differences.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setDiffsList([...new Set(differences.map(({ path }) => path.split(/[.[]/)[0] ?? path))]);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const difference of differences) {
    const replaced = replaces.some((name) => new RegExp(`^${name}\\b`).test(difference.path));
    response.getDetaileddiffMap().set(difference.path, detail(difference, replaced));
  }
  return response;
}

function detail({ kind }: Difference, replaces: boolean) {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const detailed = new messages.PropertyDiff();
  detailed.setKind(kinds[kind][replaces ? 1 : 0]);
  return detailed;
}

async function read(provider: Provider, request: ReadRequest) {
  const state = reveal(request.getProperties());
  const inputs = reveal(request.getInputs());
  const id = request.getId();
  const found = await provider.read(request.getUrn(), id, state.plain, inputs.plain);
  const response = new messages.ReadResponse();
  // No ID: the resource is gone
  if (found === null) return response;
  response.setId(id);
  response.setProperties(struct(hideSecrets(found.state, state.secrets)));
  response.setInputs(struct(hideSecrets(found.inputs, inputs.secrets)));
  return response;
}

function reveal(properties: InstanceType<typeof structs.Struct> | undefined) {
  return revealSecrets((properties?.toJavaScript() ?? {}) as Values);
}

function struct(values: Values): InstanceType<typeof structs.Struct> {
  // A round trip through JSON drops what is undefined
  return structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}

/** Answers a call, or says why not. */
function answer<Request, Response>(
  work: (request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    work(request).then(
      (response) => callback(null, response),
      (error) => callback(createServiceError(error)),
    );
  };
}

/** Adds to an error of a half-made resource what the engine has to remember. */
async function partial<T>(work: Promise<T>, secrets: readonly string[]): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof InitializationError)) throw error;
    throw new InitializationError(error.id, hideSecrets(error.state, secrets), error.cause);
  }
}

function createServiceError(error: Error): ServiceError {
  const metadata = new Metadata();
  if (error instanceof InitializationError) {
    const detail = new messages.ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(struct(error.state));
    detail.setReasonsList([error.message]);
    const any = new anys.Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const details = new statuses.Status();
    details.setCode(status.UNKNOWN);
    details.setMessage(error.message);
    details.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  }
  return Object.assign(new Error(error.message), {
    code: status.UNKNOWN,
    details: error.message,
    metadata,
  });
}
