#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "facewire/metrics/http_listener.hpp"
#include "facewire/metrics/metrics.hpp"

namespace facewire::metrics {

/// What the listener shows: /metrics, /healthz, /readyz. The functions may be called by any thread, and say why not.
struct Pages {
  Metrics& metrics;
  std::function<std::optional<std::string>()> whyNotAlive;
  std::function<std::optional<std::string>()> whyNotReady;

  /// 200; 503 with the reason where the server is not alive (ready); 404, with what there is, for any other path.
  HttpAnswer answer(std::string_view path) const;
};

}  // namespace facewire::metrics
