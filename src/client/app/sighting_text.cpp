#include "sighting_text.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "facewire/base/numbers.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using protocol::Json;
using Row = std::vector<std::string>;

double secondsOf(const client::Sighting& sighting) {
  return std::max(0.0, std::chrono::duration<double>(sighting.last - sighting.first).count());
}

double toThousandths(double number) {
  return std::round(number * 1000) / 1000;
}

/// Columns as wide as what is in them; those whose head ends with '>' to the right.
std::vector<std::string> aligned(std::vector<Row> rows) {
  Row& head = rows.front();
  std::vector<bool> isRight;
  for (std::string& title : head) {
    isRight.push_back(title.ends_with('>'));
    if (isRight.back()) title.pop_back();
  }
  std::vector<std::size_t> widths(head.size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], displayWidth(row[i]));
  }
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      if (isRight[i]) line += std::string(widths[i] - displayWidth(row[i]), ' ') + row[i];
      if (!isRight[i]) line += i + 1 < row.size() ? padded(row[i], widths[i]) : row[i];
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

/// One cell. What a spreadsheet would take for a formula is made text: clients choose their names themselves.
std::string cell(std::string_view text) {
  std::string safe = printable(text);
  if (!safe.empty() && std::string_view("=+-@").find(safe.front()) != std::string_view::npos) safe.insert(0, "'");
  if (safe.find_first_of(",\"") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char letter : safe) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + '"';
}

}  // namespace

std::string nameOf(const client::Sighting& sighting) {
  return sighting.person ? printable(*sighting.person) : "somebody unknown";
}

std::vector<std::string> tableOf(const std::vector<client::Sighting>& sightings) {
  std::vector<Row> rows{{"DAY", "CAME", "LEFT", "TIME>", "WHO", "CLIENT", "SCORE>"}};
  for (const client::Sighting& sighting : sightings) {
    const bool isSameDay = dayText(sighting.first) == dayText(sighting.last);
    const std::string left = (isSameDay ? "" : dayText(sighting.last) + " ") + timeOfDayText(sighting.last);
    rows.push_back({dayText(sighting.first), timeOfDayText(sighting.first), sighting.isOpen ? "is here" : left,
                    clockText(secondsOf(sighting)), nameOf(sighting), printable(sighting.client),
                    sighting.person ? fixed(sighting.score, 2) : "-"});
  }
  return aligned(std::move(rows));
}

std::vector<std::string> tableOf(const std::vector<Attendance>& attendance) {
  std::vector<Row> rows{{"DAY", "WHO", "FIRST IN", "LAST OUT", "PRESENT>", "SIGHTINGS>"}};
  for (const Attendance& one : attendance) {
    rows.push_back({one.day, printable(one.person), timeOfDayText(one.first), timeOfDayText(one.last),
                    clockText(one.present.count()), std::to_string(one.sightings)});
  }
  return aligned(std::move(rows));
}

std::vector<std::string> csvOf(const std::vector<client::Sighting>& sightings) {
  std::vector<std::string> lines{"id,person,client,first,last,seconds,frames,score,open"};
  for (const client::Sighting& sighting : sightings) {
    lines.push_back(std::to_string(sighting.id) + "," + cell(sighting.person.value_or("")) + "," +
                    cell(sighting.client) + "," + isoText(sighting.first) + "," + isoText(sighting.last) + "," +
                    plainNumber(secondsOf(sighting), 3) + "," + std::to_string(sighting.frames) + "," +
                    plainNumber(sighting.score, 3) + "," + (sighting.isOpen ? "true" : "false"));
  }
  return lines;
}

std::vector<std::string> csvOf(const std::vector<Attendance>& attendance) {
  std::vector<std::string> lines{"day,person,first,last,seconds,sightings"};
  for (const Attendance& one : attendance) {
    lines.push_back(one.day + "," + cell(one.person) + "," + isoText(one.first) + "," + isoText(one.last) + "," +
                    plainNumber(one.present.count(), 3) + "," + std::to_string(one.sightings));
  }
  return lines;
}

Json toJson(const client::Sighting& sighting) {
  Json json{{"id", sighting.id}};
  json["person"] = nullptr;
  if (sighting.person) json["person"] = *sighting.person;
  json["client"] = sighting.client;
  json["first"] = isoText(sighting.first);
  json["last"] = isoText(sighting.last);
  json["seconds"] = toThousandths(secondsOf(sighting));
  json["frames"] = sighting.frames;
  json["score"] = sighting.score;
  json["open"] = sighting.isOpen;
  return json;
}

Json toJson(const Attendance& attendance) {
  return {{"day", attendance.day},
          {"person", attendance.person},
          {"first", isoText(attendance.first)},
          {"last", isoText(attendance.last)},
          {"seconds", toThousandths(attendance.present.count())},
          {"sightings", attendance.sightings}};
}

Json toJson(const client::SightingEvent& event) {
  Json json{{"event", event.isLeft ? "left" : "entered"}};
  json.update(toJson(event.sighting));
  json["open"] = !event.isLeft;
  return json;
}

}  // namespace facewire::app
