#include "facewire/metrics/collectors.hpp"

namespace facewire::metrics {
namespace {

constexpr const char* kFramesHelp =
    "Frames by what became of them: recognised, or the protocol's word for why not (busy: dropped unseen, by a limit).";
constexpr const char* kStageHelp = "Time that recognised frames took in each stage of their way through the server.";

std::string textOf(const protocol::Json& engine, const char* key) {
  return engine.contains(key) ? engine[key].get<std::string>() : "";
}

}  // namespace

void collectBuild(Families& families, const std::string& version) {
  families.gauge("facewire_build_info", "Always 1; the label tells the version.", 1, {{"version", version}});
}

void collectService(Families& families, const service::RecognitionService& service) {
  const protocol::Json engine = service.welcome().engine;
  families.gauge("facewire_engine_info", "Always 1; the labels tell what finds and recognises faces.", 1,
                 {{"engine", textOf(engine, "name")},
                  {"detector", textOf(engine, "detector")},
                  {"recogniser", textOf(engine, "recogniser")}});
  const service::ServiceCounts counts = service.counts();
  const auto frames = [&families](std::string_view result, std::uint64_t count) {
    families.counter("facewire_frames_total", kFramesHelp, static_cast<double>(count),
                     {{"result", std::string(result)}});
  };
  frames("recognised", counts.recognised);
  for (std::size_t i = 0; i < counts.refused.size(); ++i) frames(toWord(service::kFrameRefusals[i]), counts.refused[i]);

  const auto faces = [&families](const char* result, std::uint64_t count) {
    families.counter("facewire_faces_total", "Faces in recognised frames: known (named) or unknown.",
                     static_cast<double>(count), {{"result", result}});
  };
  faces("known", counts.known);
  faces("unknown", counts.unknown);

  for (const auto& [stage, word] : service::kStages) {
    families.histogram("facewire_frame_stage_seconds", kStageHelp, counts.stages[static_cast<std::size_t>(stage)],
                       {{"stage", std::string(word)}});
  }
  families.histogram("facewire_frame_seconds",
                     "Time from when a recognised frame had arrived until its answer was ready to be sent.",
                     counts.whole);
  families.gauge("facewire_workers", "Frames that may be in work at a time.", static_cast<double>(counts.workers));
  families.gauge("facewire_workers_busy", "Workers that have a frame in work.", static_cast<double>(counts.busy));
  families.gauge("facewire_frames_waiting", "Frames that wait for a worker.", static_cast<double>(counts.waiting));
  families.gauge("facewire_gallery_people", "People who are enrolled, known strangers among them.",
                 static_cast<double>(counts.people));
  families.gauge("facewire_gallery_samples", "Samples of all people.", static_cast<double>(counts.samples));
}

void collectServer(Families& families, const server::Server& server) {
  families.gauge("facewire_clients", "Clients that are connected.", static_cast<double>(server.clients()));
  families.gauge("facewire_clients_max", "Clients that may be connected at a time.",
                 static_cast<double>(server.maxClients()));
  const server::FrameCounts& frames = server.frameCounts();
  families.counter("facewire_frames_total", kFramesHelp, static_cast<double>(frames.dropped.load()),
                   {{"result", "busy"}});
  families.histogram("facewire_frame_stage_seconds", kStageHelp, frames.send.read(), {{"stage", "send"}});
  const server::LimitCounts& limits = server.limitCounts();
  for (std::size_t i = 0; i < server::kLimits; ++i) {
    const auto limit = static_cast<server::Limit>(i);
    families.counter("facewire_refusals_total", "How often a limit was reached; named as its setting.",
                     static_cast<double>(limits.of(limit)), {{"limit", std::string(toWord(limit))}});
  }
  families.counter("facewire_login_failures_total",
                   "Log-ins with a token that is none of the server's, or was revoked.",
                   static_cast<double>(limits.failedLogins.load()));
}

}  // namespace facewire::metrics
