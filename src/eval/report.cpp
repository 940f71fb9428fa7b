#include "report.hpp"

#include <algorithm>
#include <iostream>
#include <system_error>

#include "facewire/base/file.hpp"

namespace facewire::eval {
namespace {

constexpr std::size_t kLeftColumns = 2;

/// Characters, not bytes: names are UTF-8.
std::size_t widthOf(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string renderTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], widthOf(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string space(widths[c] - widthOf(row[c]), ' ');
      line += (c == 0 ? "" : "  ") + (c < kLeftColumns ? row[c] + space : space + row[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

Json describeEngine(const EngineSettings& settings) {
  return {{"engine", settings.name},
          {"encoder", encoderId(settings)},
          {"threshold", settings.decision.threshold},
          {"detector", describeDetector(settings)}};
}

Result<void> publish(const Report& report, const RunOptions& options) {
  std::cout << report.heading << "\n\n" << renderTable(report.rows);
  for (const std::string& note : report.notes) std::cout << note << '\n';
  std::cout << std::flush;
  if (!options.json.empty()) {
    if (auto done = writeFile(options.json, asBytes(report.json.dump(2) + "\n")); !done) return done;
  }
  if (options.plots.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(options.plots, error);
  if (error) return fail(ErrorCode::invalidInput, options.plots.string() + ": " + error.message());
  for (const Plot& plot : report.plots) {
    if (auto done = writeFile(options.plots / (plot.name + ".svg"), asBytes(plot.svg)); !done) return done;
  }
  return {};
}

}  // namespace facewire::eval
