// node translate.mjs HOST:PORT [FILE]
// TIDINGS_CA (a PEM file) turns TLS on, TIDINGS_KEY is sent as a bearer key.
// Asks for health, translates FILE (or a line of Norwegian), then shows what three bad requests are answered with.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import protoFiles from "google-proto-files";
import protobuf from "protobufjs";

const here = dirname(fileURLToPath(import.meta.url));
const protos = process.env.TIDINGS_PROTOS ?? join(here, "..", "..", "..", "protos");
const options = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
const google = protoFiles.getProtoPath("..");
const definition = loader.loadSync(join(protos, "tidings/v1/newsroom.proto"), { ...options, includeDirs: [protos, google] });
const { tidings } = grpc.loadPackageDefinition(definition);
const root = new protobuf.Root();
root.resolvePath = (_, target) => join(google, target);
root.loadSync(["google/rpc/status.proto", "google/rpc/error_details.proto"]);
const Status = root.lookupType("google.rpc.Status");
const BadRequest = root.lookupType("google.rpc.BadRequest");

const [address = "127.0.0.1:50051", file] = process.argv.slice(2);
const { TIDINGS_CA, TIDINGS_KEY } = process.env;
const credentials = TIDINGS_CA ? grpc.credentials.createSsl(readFileSync(TIDINGS_CA)) : grpc.credentials.createInsecure();
const client = new tidings.v1.NewsroomService(address, credentials);
const health = new grpc.Client(address, credentials);
const metadata = new grpc.Metadata();
if (TIDINGS_KEY) metadata.set("authorization", `Bearer ${TIDINGS_KEY}`);

const call = (method, request) =>
  new Promise((resolve) => client[method](request, metadata, { deadline: Date.now() + 120_000 }, (error, reply) => resolve({ error, reply })));

function badRequest(error) {
  if (!error.metadata.get("grpc-status-details-bin").length) return [];
  const status = Status.decode(error.metadata.get("grpc-status-details-bin")[0]);
  const found = status.details.find((detail) => detail.type_url.endsWith("google.rpc.BadRequest"));
  return found ? BadRequest.decode(found.value).fieldViolations.map(({ field, description }) => ({ field, description })) : [];
}

const served = await new Promise((resolve) =>
  health.makeUnaryRequest("/grpc.health.v1.Health/Check", () => Buffer.alloc(0), (bytes) => bytes[1], {}, (error, status) =>
    resolve(error ? error.message : status === 1 ? "SERVING" : `status ${status}`)));

const text = file ? readFileSync(file, "utf8") : "Statsministeren møtte den iranske presidenten i Oslo på fredag.";
const good = await call("TranslateDocument", { document: { document_id: "from-node", text } });
const bad = {
  empty: { document_id: "empty", text: "  " },
  long: { document_id: "long", text: "ord ".repeat(400_000) },
  language: { document_id: "language", text: "Rząd ogłosił wczoraj nowy program pomocy dla rolników w całym kraju." },
};
const refused = {};
for (const [name, document] of Object.entries(bad)) {
  const { error } = await call("TranslateDocument", { document });
  refused[name] = error ? { code: grpc.status[error.code], violations: badRequest(error) } : { code: "OK", violations: [] };
}
console.log(JSON.stringify({ health: served, translation: good.reply?.translation?.text ?? good.error.message, refused }, null, 2));
client.close();
health.close();
