#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "report.hpp"

namespace facewire::eval {

/// Which of the engine's two parts is a network, as the server's options of the same names say it.
struct NetworkOptions {
  std::string engine = "auto";
  std::string detector = "auto";
  std::string recognizer = "auto";
  vision::YuNetOptions yunet{};
  vision::NetworkEncoderOptions encoder{};

  void addTo(CLI::App& app);

  /// Makes the run's engine the one that is asked for; where that has a network, the engine as it was stands beside it.
  /// Throws std::invalid_argument where a model is missing.
  void applyTo(RunOptions& run, bool thresholdIsGiven) const;

 private:
  bool findsByNetwork() const;
  bool encodesByNetwork() const;
};

}  // namespace facewire::eval
