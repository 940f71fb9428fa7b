#include "truth_file.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <sstream>

#include "facewire/base/file.hpp"

namespace facewire::eval {
namespace {

constexpr std::size_t kMaxTruthBytes = 256 << 20;

std::vector<std::string> fieldsOf(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
  return fields;
}

std::optional<int> numberIn(const std::string& field) {
  int number = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  if (error != std::errc{} || end != field.data() + field.size()) return std::nullopt;
  return number;
}

/// Where the columns stand.
struct Columns {
  std::size_t frame, x, y, width, height, identity;
};

std::optional<Columns> findColumns(const std::vector<std::string>& header) {
  const auto find = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
  };
  Columns columns{find("frame"), find("x"), find("y"), find("w"), find("h"), find("identity")};
  if (columns.identity == header.size()) columns.identity = find("name");
  const auto last = std::max({columns.frame, columns.x, columns.y, columns.width, columns.height, columns.identity});
  return last < header.size() ? std::optional(columns) : std::nullopt;
}

}  // namespace

Result<Truth> readTruth(const std::filesystem::path& file) {
  const auto bytes = readFile(file, kMaxTruthBytes);
  if (!bytes) return fail(bytes.error());
  std::istringstream lines{std::string(asText(*bytes))};
  std::string line;
  std::optional<Columns> columns;
  Truth truth;
  truth.step = 0;
  for (int number = 1; std::getline(lines, line); ++number) {
    const auto where = [&] { return file.string() + " line " + std::to_string(number) + ": "; };
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const std::vector<std::string> fields = fieldsOf(line);
    if (!columns) {
      columns = findColumns(fields);
      if (!columns)
        return fail(ErrorCode::invalidInput, where() + "expected columns frame, x, y, w, h and identity or name");
      continue;
    }
    const auto numberAt = [&](std::size_t column) {
      return column < fields.size() ? numberIn(fields[column]) : std::nullopt;
    };
    const auto frame = numberAt(columns->frame);
    const auto x = numberAt(columns->x);
    const auto y = numberAt(columns->y);
    const auto width = numberAt(columns->width);
    const auto height = numberAt(columns->height);
    if (!frame || !x || !y || !width || !height || *frame < 0 || *width < 1 || *height < 1 ||
        columns->identity >= fields.size()) {
      return fail(ErrorCode::invalidInput, where() + "is no face: whole numbers and an identity are needed");
    }
    truth.frames[*frame].push_back({{*x, *y, *width, *height}, fields[columns->identity]});
    truth.step = std::gcd(truth.step, std::int64_t{*frame});
  }
  if (truth.frames.empty()) return fail(ErrorCode::invalidInput, file.string() + ": holds no faces");
  truth.step = std::max<std::int64_t>(truth.step, 1);
  return truth;
}

}  // namespace facewire::eval
