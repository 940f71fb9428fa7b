#include "log_setup.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <nlohmann/json.hpp>

namespace facewire::app {
namespace {

/// The message as a JSON string, which the pattern itself cannot write.
class JsonMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const nlohmann::json text = std::string(message.payload.data(), message.payload.size());
    const std::string escaped = text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    out.append(escaped.data(), escaped.data() + escaped.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonMessage>(); }
};

/// Syslog's number of a level, as sd-daemon(3) has it at a line's beginning.
class Priority : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const char digit = message.level >= spdlog::level::critical ? '2'
                       : message.level == spdlog::level::err    ? '3'
                       : message.level == spdlog::level::warn   ? '4'
                       : message.level == spdlog::level::info   ? '6'
                                                                : '7';
    out.push_back('<');
    out.push_back(digit);
    out.push_back('>');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }
};

/// As systemd.exec(5) has it: JOURNAL_STREAM is the device and inode of what it gave the service.
bool isJournal() {
  const char* told = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (!told || ::fstat(STDERR_FILENO, &status) != 0) return false;
  return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) == told;
}

std::unique_ptr<spdlog::formatter> makeFormatter(const std::string& format) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  if (format == "json") {
    formatter->add_flag<JsonMessage>('*').set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","room":"%n","message":%*})");
  } else if (format == "journal" || (format == "auto" && isJournal())) {
    formatter->add_flag<Priority>('*').set_pattern("%*%n: %v");
  } else {
    formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %n: %v");
  }
  return formatter;
}

Result<spdlog::level::level_enum> parseLevel(const std::string& word) {
  const auto level = spdlog::level::from_str(word);  // "off" for what is none
  if (level != spdlog::level::off || word == "off") return level;
  return fail(ErrorCode::invalidInput, "expected one of trace, debug, info, warn, error, off, not \"" + word + "\"");
}

}  // namespace

const std::vector<std::string>& logRooms() {
  static const std::vector<std::string> rooms{"app", "server", "access", "gallery", "sightings", "events", "metrics"};
  return rooms;
}

Result<LogLevels> parseLogLevels(const std::string& text) {
  LogLevels levels;
  std::istringstream parts(text);
  auto forAll = spdlog::level::info;
  std::string all;
  for (const std::string& room : logRooms()) all += (all.empty() ? "" : ", ") + room;
  for (std::string part; std::getline(parts, part, ',');) {
    const auto sign = part.find('=');
    const auto level = parseLevel(sign == std::string::npos ? part : part.substr(sign + 1));
    if (!level) return fail(level.error());
    if (sign == std::string::npos) {
      forAll = *level;
      continue;
    }
    const std::string room = part.substr(0, sign);
    if (std::ranges::find(logRooms(), room) == logRooms().end()) {
      return fail(ErrorCode::invalidInput, "\"" + room + "\" is no room of the server; there are " + all);
    }
    levels[room] = *level;
  }
  if (text.empty()) return fail(ErrorCode::invalidInput, "expected a level, such as info");
  for (const std::string& room : logRooms()) levels.try_emplace(room, forAll);
  return levels;
}

Logs::Logs(const LogLevels& levels, const std::string& format) {
  const auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  for (const std::string& room : logRooms()) {
    auto log = std::make_unique<spdlog::logger>(room, sink);
    log->flush_on(spdlog::level::trace);
    logs_.emplace(room, std::move(log));
  }
  sink->set_formatter(makeFormatter(format));
  setLevels(levels);
}

spdlog::logger& Logs::of(std::string_view room) {
  return *logs_.find(room)->second;
}

void Logs::setLevels(const LogLevels& levels) {
  for (const auto& [room, level] : levels) of(room).set_level(level);
}

}  // namespace facewire::app
