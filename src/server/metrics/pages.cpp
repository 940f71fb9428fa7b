#include "facewire/metrics/pages.hpp"

namespace facewire::metrics {
namespace {

HttpAnswer answerProbe(const std::string& word, const std::optional<std::string>& whyNot) {
  if (whyNot) return {503, "not " + word + ": " + *whyNot + "\n"};
  return {200, word + "\n"};
}

}  // namespace

HttpAnswer Pages::answer(std::string_view path) const {
  if (path == "/metrics") return {200, metrics.text(), "text/plain; version=0.0.4; charset=utf-8"};
  if (path == "/healthz") return answerProbe("alive", whyNotAlive());
  if (path == "/readyz") return answerProbe("ready", whyNotReady());
  return {404,
          "There is nothing here, but:\n"
          "  /metrics  what the server counts, for Prometheus\n"
          "  /healthz  200 while the server is alive\n"
          "  /readyz   200 while it takes clients, 503 and the reason otherwise\n"};
}

}  // namespace facewire::metrics
