#pragma once

#include <fstream>
#include <string>

#include "console.hpp"
#include "facewire/base/result.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::app {

/// One JSON object a line, to a file or to standard output ("-"), each line at once. Confined to one thread.
class ResultsOutput {
 public:
  /// Errors: `invalidInput`, naming the file.
  static Result<ResultsOutput> at(const std::string& path, Console& console);

  /// Errors: `invalidInput`: what the file holds so far is all there is. (Of standard output the console keeps
  /// account.)
  Result<void> write(const protocol::Json& json);

 private:
  ResultsOutput(std::string path, Console& console) : path_(std::move(path)), console_(&console) {}

  std::string path_;
  Console* console_;
  std::ofstream file_;
};

}  // namespace facewire::app
