#include "results_output.hpp"

namespace facewire::app {

Result<ResultsOutput> ResultsOutput::at(const std::string& path, Console& console) {
  ResultsOutput output(path, console);
  if (path != "-") {
    output.file_.open(path, std::ios::binary | std::ios::trunc);
    if (!output.file_) return fail(ErrorCode::invalidInput, path + ": cannot be written");
  }
  return output;
}

Result<void> ResultsOutput::write(const protocol::Json& json) {
  const std::string line = protocol::toText(json);
  if (path_ == "-") {
    console_->result(line);
    return {};
  }
  file_ << line << '\n' << std::flush;
  if (!file_) return fail(ErrorCode::invalidInput, path_ + ": cannot be written any more; is the disk full?");
  return {};
}

}  // namespace facewire::app
