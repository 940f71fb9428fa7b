#include "check_report.hpp"

#include <array>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace facewire::app {
namespace {

using gallery::GalleryCheck;
using gallery::GalleryContent;

std::string countOf(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// "0 bytes", "812 bytes", "12.4 KB", "3.1 MB".
std::string sizeInWords(std::uintmax_t bytes) {
  if (bytes < 1000) return countOf(bytes, "byte", "bytes");
  constexpr std::array kUnits{"KB", "MB", "GB", "TB"};
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; size >= 1000 && unit + 1 < kUnits.size(); ++unit) size /= 1000;
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << size << " " << kUnits.at(unit);
  return text.str();
}

void writeContent(std::ostringstream& out, const GalleryContent& content) {
  out << "  people       " << content.people - content.strangers;
  if (content.strangers > 0) out << ", " << countOf(content.strangers, "known stranger", "known strangers");
  out << "\n  samples      " << content.samples << ", " << sizeInWords(content.pictureBytes) << " of pictures\n";
  if (content.histograms > 0) out << "  of OpenCV    " << content.histograms << " without a picture\n";
  for (const auto& [encoder, count] : content.descriptors) {
    out << "  descriptors  " << count << " by " << encoder << "\n";
  }
  out << "  database     " << sizeInWords(content.databaseBytes) << ", schema " << content.schema << "\n";
  if (content.logBytes > 0) {
    out << "  log          " << sizeInWords(content.logBytes) << ", which the next start moves into the database\n";
  }
}

}  // namespace

std::string toReport(const std::filesystem::path& directory, const GalleryCheck& check,
                     const sightings::SightingCheck& seen) {
  std::ostringstream out;
  out << directory.string() << "\n";
  for (const std::string& problem : check.problems) out << "  problem      " << problem << "\n";
  for (const std::string& note : check.notes) out << "  note         " << note << "\n";
  if (check.content) writeContent(out, *check.content);
  if (seen.isThere) {
    out << "  sightings    " << seen.sightings << ", " << sizeInWords(seen.pictureBytes) << " of pictures\n";
  }
  if (check.isSound()) {
    out << "sound\n";
  } else {
    out << countOf(check.problems.size(), "problem", "problems") << "\n";
  }
  return out.str();
}

std::string toJsonLine(const std::filesystem::path& directory, const GalleryCheck& check,
                       const sightings::SightingCheck& seen) {
  nlohmann::json json{{"directory", directory.string()},
                      {"sound", check.isSound()},
                      {"problems", check.problems},
                      {"notes", check.notes}};
  if (check.content) {
    const GalleryContent& content = *check.content;
    json["schema"] = content.schema;
    json["people"] = content.people;
    json["strangers"] = content.strangers;
    json["samples"] = content.samples;
    json["picture_bytes"] = content.pictureBytes;
    json["without_picture"] = content.histograms;
    json["descriptors"] = content.descriptors;
    json["database_bytes"] = content.databaseBytes;
    json["log_bytes"] = content.logBytes;
  }
  if (seen.isThere) json["sightings"] = seen.sightings;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace facewire::app
