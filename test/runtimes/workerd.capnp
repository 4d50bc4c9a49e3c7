using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [(name = "worker", esModule = embed "agent-worker.bundle.mjs")],
  bindings = [
    (name = "config", json = embed "node_modules/@agentcards/embedder-static/model/config.json"),
    (name = "vocabulary", text = embed "node_modules/@agentcards/embedder-static/model/vocab.txt"),
    (name = "vectors", data = embed "node_modules/@agentcards/embedder-static/model/vectors.i8"),
    (name = "scales", data = embed "node_modules/@agentcards/embedder-static/model/scales.f32"),
  ],
);
