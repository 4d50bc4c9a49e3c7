using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [(name = "worker", esModule = embed "auth-worker.bundle.mjs")],
);
