#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "eval_engine.hpp"
#include "facewire/base/result.hpp"

namespace facewire::eval {

using Json = nlohmann::ordered_json;

/// What all commands take.
struct RunOptions {
  std::filesystem::path json;   ///< a file to write; empty: none
  std::filesystem::path plots;  ///< a folder to write to; empty: none
  std::size_t threads = 1;
  EngineSettings engine;
  EngineSettings baseline;
  std::optional<EngineSettings> classic{};  ///< what `engine` is beside, where that has a network

  std::vector<EngineSettings> engines() const {
    if (classic) return {engine, *classic, baseline};
    return {engine, baseline};
  }
  bool wantsColour() const { return engine.wantsColour(); }
};

struct Plot {
  std::string name;  ///< the file's, without its ending
  std::string svg;
};

/// What a command found, for people and for programs.
struct Report {
  std::string heading;                         ///< what was measured on what
  std::vector<std::vector<std::string>> rows;  ///< the first is the table's head
  std::vector<std::string> notes;              ///< lines below the table
  Json json;
  std::vector<Plot> plots;
};

/// The table with its columns aligned: the first two to the left, the others to the right.
std::string renderTable(const std::vector<std::vector<std::string>>& rows);

/// What is true of an engine in every report: name, encoder, detector and threshold.
Json describeEngine(const EngineSettings& settings);

/// Prints the table and writes the files. Errors: `invalidInput`, naming the file.
Result<void> publish(const Report& report, const RunOptions& options);

}  // namespace facewire::eval
