#include "status_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "calibration_text.hpp"
#include "facewire/base/numbers.hpp"
#include "readable_number.hpp"
#include "table.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using protocol::Json;
using Lines = std::vector<std::string>;

/// A field of whatever the server sent; nothing where it is not there, or of another type.
std::optional<double> numberIn(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object[key].is_number()) return std::nullopt;
  return object[key].get<double>();
}

std::optional<std::string> textIn(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object[key].is_string()) return std::nullopt;
  return printable(object[key].get<std::string>());
}

std::string grouped(double number) {
  return number >= 0 && number < 1e18 ? groupedNumber(static_cast<std::uint64_t>(number)) : plainNumber(number, 0);
}

std::string valueText(const Json& value) {
  if (value.is_null()) return "none";
  if (value.is_number_float()) return plainNumber(value.get<double>(), 6);
  return printable(value.is_string() ? value.get<std::string>() : protocol::toText(value));
}

/// A limit in the unit that its name tells.
std::string limitText(const std::string& key, const Json& value) {
  if (!value.is_number()) return valueText(value);
  const double number = value.get<double>();
  if (key.ends_with("_timeout")) return secondsText(number);
  if (number < 0 || number > 1e18 || number != std::floor(number)) return plainNumber(number, 3);
  const auto whole = static_cast<std::uint64_t>(number);
  return key.ends_with("_bytes") || key.ends_with("_memory") ? bytesText(whole) : groupedNumber(whole);
}

/// The parts of a status, one after the other; remembers which fields have been told.
class StatusReport {
 public:
  StatusReport(const Json& status, const Console& console, std::size_t width)
      : status_(status), console_(console), width_(width) {}

  Lines lines(const std::string& address) {
    tellServer(address);
    tellPeople();
    tellEngine();
    tellFrames();
    tellSightings();
    tellLimits();
    tellOthers();
    return std::move(lines_);
  }

 private:
  std::optional<double> number(const char* key) {
    told_.insert(key);
    return numberIn(status_, key);
  }

  void say(const std::string& subject, const std::string& text) {
    if (!text.empty()) lines_.push_back("  " + padded(subject, 11) + text);
  }

  void tellServer(const std::string& address) {
    told_.insert("server");
    std::string title = textIn(status_, "server").value_or("a server") + " at " + address;
    if (const auto uptime = number("uptime_s")) {
      title +=
          ", up for " + durationText(std::chrono::seconds(static_cast<std::int64_t>(std::clamp(*uptime, 0.0, 1e15))));
    }
    lines_.push_back(console_.heading(title));
    lines_.push_back("");
  }

  void tellPeople() {
    const auto people = number("people");
    const auto samples = number("samples");
    if (!people) return;
    std::string text = grouped(*people);
    if (samples) text += ", with " + grouped(*samples) + (*samples == 1 ? " sample" : " samples");
    say("People", text);
  }

  void tellEngine() {
    told_.insert({"engine", "calibration"});
    if (!status_.contains("engine")) return;
    const Json& engine = status_["engine"];
    if (const auto name = textIn(engine, "name")) {
      const auto detector = textIn(engine, "detector");
      const auto recogniser = textIn(engine, "recogniser");
      say("Engine", *name + (detector && recogniser ? " (" + *detector + ", " + *recogniser + ")" : ""));
    }
    if (const auto threshold = numberIn(engine, "threshold")) {
      const auto from = textIn(engine, "threshold_from");
      say("Threshold", distanceNumber(*threshold, *threshold) + (from ? ", " + describeThresholdSource(*from) : ""));
    }
  }

  void tellFrames() {
    const auto clients = number("clients");
    const auto most = number("max_clients");
    if (clients) say("Clients", grouped(*clients) + (most ? " of at most " + grouped(*most) : ""));
    const auto frames = number("frames");
    const auto rate = number("frames_per_second");
    const auto refused = number("frames_refused");
    if (frames) {
      std::string text = grouped(*frames) + " recognised";
      if (rate) text += ", " + fixed(*rate, 1) + " a second now";
      if (refused && *refused > 0) text += ", " + console_.refused(grouped(*refused) + " refused");
      say("Frames", text);
    }
    const auto known = number("faces_known");
    const auto unknown = number("faces_unknown");
    if (known && unknown) {
      const std::string named = grouped(*known) + " known";
      const std::string nameless = grouped(*unknown) + " unknown";
      say("Faces",
          (*known > 0 ? console_.known(named) : named) + ", " + (*unknown > 0 ? console_.unknown(nameless) : nameless));
    }
    const auto workers = number("workers");
    const auto busy = number("workers_busy");
    const auto waiting = number("frames_waiting");
    if (!workers) return;
    std::string text = busy ? grouped(*busy) + " of " + grouped(*workers) + " busy" : grouped(*workers);
    if (waiting) text += *waiting > 0 ? ", " + grouped(*waiting) + " waiting" : ", nothing waiting";
    say("Workers", text);
  }

  void tellSightings() {
    if (!status_.contains("sightings")) return;
    const Json& sightings = status_["sightings"];
    const auto open = numberIn(sightings, "open");
    if (!open) return;
    told_.insert("sightings");
    const auto kept = numberIn(sightings, "kept");
    const auto days = numberIn(sightings, "days");
    const auto dropped = numberIn(sightings, "dropped");
    std::string text = kept ? grouped(*kept) + " kept" : "none kept";
    if (kept && days) text += " for " + plainNumber(*days, 3) + (*days == 1 ? " day" : " days");
    text += ", " + (*open > 0 ? grouped(*open) : "nobody") + " there now";
    if (dropped && *dropped > 0) text += ", " + console_.refused(grouped(*dropped) + " frames dropped");
    say("Sightings", text);
  }

  /// Each limit, and how often it was reached; what was refused by no limit below.
  void tellLimits() {
    told_.insert({"limits", "refusals"});
    const Json none = Json::object();
    const Json& limits = status_.contains("limits") && status_["limits"].is_object() ? status_["limits"] : none;
    const Json& refusals = status_.contains("refusals") && status_["refusals"].is_object() ? status_["refusals"] : none;
    if (limits.empty() && refusals.empty()) return;
    using Align = Table::Column::Align;
    Table table({{"  LIMIT"}, {"SET TO", Align::right}, {"REACHED", Align::right}});
    std::vector<bool> wasReached{false};
    const auto add = [&](const std::string& key, const std::string& setTo) {
      const double times = numberIn(refusals, key.c_str()).value_or(0);
      wasReached.push_back(times > 0);
      table.add({"  " + printable(key), setTo, refusals.contains(key) ? (times > 0 ? grouped(times) : "-") : ""});
    };
    for (const auto& [key, value] : limits.items()) add(key, limitText(key, value));
    for (const auto& [key, times] : refusals.items()) {
      if (!limits.contains(key) && times.is_number() && times.get<double>() > 0) add(key, "");
    }
    lines_.push_back("");
    const Lines rows = table.lines(width_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      lines_.push_back(i == 0 ? console_.heading(rows[i]) : wasReached[i] ? console_.refused(rows[i]) : rows[i]);
    }
  }

  void tellOthers() {
    Json others = Json::object();
    for (const auto& [key, value] : status_.items()) {
      if (!told_.contains(key)) others[key] = value;
    }
    if (others.empty()) return;
    lines_.push_back("");
    tellFields(others, "  ");
  }

  void tellFields(const Json& object, const std::string& indent) {
    std::size_t wide = 0;
    for (const auto& [key, value] : object.items()) wide = std::max(wide, displayWidth(printable(key)));
    for (const auto& [key, value] : object.items()) {
      if (value.is_object() && !value.empty()) {
        lines_.push_back(indent + printable(key) + ":");
        tellFields(value, indent + "  ");
      } else {
        lines_.push_back(indent + padded(printable(key) + ":", wide + 2) + valueText(value));
      }
    }
  }

  const Json& status_;
  const Console& console_;
  const std::size_t width_;
  std::set<std::string> told_;
  Lines lines_;
};

}  // namespace

Lines describeStatus(const Json& status, const std::string& address, const Console& console, std::size_t width) {
  return StatusReport(status, console, width).lines(address);
}

}  // namespace facewire::app
