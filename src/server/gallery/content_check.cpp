#include "content_check.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

#include "checksum.hpp"
#include "facewire/base/parallel.hpp"
#include "facewire/base/person_name.hpp"
#include "facewire/storage/statement.hpp"
#include "histogram_code.hpp"
#include "schema.hpp"
#include "searchable_descriptor.hpp"

namespace facewire::gallery {
namespace {

using storage::Database;
using storage::Query;
using storage::Statement;

/// So many faces are in memory at a time.
constexpr std::size_t kBatch = 256;

/// The first schema in which a sample may have no picture.
constexpr std::int64_t kWithHistograms = 6;

/// So many findings of one kind are told one by one.
constexpr std::size_t kMostTold = 20;

/// In quotes, with nothing in it that a terminal would take for a command.
std::string inQuotes(const std::string& text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || byte == 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += letter;
    }
  }
  return out + '"';
}

/// Findings of one kind: the first ones, and how many more there are.
class Findings {
 public:
  explicit Findings(std::vector<std::string>& told) : told_(told) {}
  ~Findings() {
    if (count_ > kMostTold) told_.push_back("... and " + std::to_string(count_ - kMostTold) + " more of this kind");
  }
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  void add(std::string text) {
    if (++count_ <= kMostTold) told_.push_back(std::move(text));
  }

 private:
  std::vector<std::string>& told_;
  std::size_t count_ = 0;
};

struct Face {
  std::int64_t id;
  std::string owner;
  std::string origin;  ///< (from "ada3.jpg", enrolled 2026-11-20T08:00:00Z)
  StoredFace face;
  Result<void> seen{};
};

std::string originOf(const std::string& source, const std::string& created) {
  std::string origin = "(";
  if (!source.empty()) origin += "from " + inQuotes(source) + ", ";
  return origin + "enrolled " + created + ")";
}

class ContentCheck {
 public:
  ContentCheck(Database& database, const CheckHooks& hooks, GalleryCheck& check)
      : database_(database), hooks_(hooks), check_(check), content_(check.content.emplace()) {
    content_.newestSchema = newestSchema();
    content_.schema = database_.readInteger("PRAGMA user_version");
  }

  void run() {
    if (!checkStructure()) return;
    checkPeople();
    checkFaces();
    if (content_.schema < newestSchema()) return;
    checkHistograms();
    checkDescriptors();
  }

 private:
  std::string file() const { return '"' + database_.file().string() + '"'; }

  bool checkStructure() {
    if (content_.schema > newestSchema()) {
      check_.problems.push_back(file() + " was made by a newer Facewire (schema " + std::to_string(content_.schema) +
                                ", this one knows " + std::to_string(newestSchema()) +
                                "): run that one, or choose another --data");
      return false;
    }
    if (content_.schema < newestSchema()) {
      check_.notes.push_back(file() + " has schema " + std::to_string(content_.schema) +
                             ": the next start brings it up to " + std::to_string(newestSchema()));
    }
    const std::string remedy = ": restore it from a copy, or move it away to start with an empty gallery";
    Findings damage(check_.problems);
    bool isWhole = true;
    Statement integrity(database_, "PRAGMA integrity_check(1000)");
    for (Query row(integrity); row.next();) {
      const std::string found = row.text(0);
      if (found == "ok") continue;
      check_.damage.push_back(storage::inOneLine(found));
      damage.add(file() + " is damaged (" + check_.damage.back() + ")" + remedy);
      isWhole = false;
    }
    Statement orphans(database_, "PRAGMA foreign_key_check");
    for (Query row(orphans); row.next();) {
      check_.damage.push_back("row " + std::to_string(row.integer(1)) + " of " + inQuotes(row.text(0)) +
                              " belongs to nothing in " + inQuotes(row.text(2)));
      damage.add(file() + " is damaged (" + check_.damage.back() + ")" + remedy);
    }
    return isWhole;
  }

  void checkPeople() {
    Findings names(check_.problems);
    Findings empty(check_.notes);
    const bool haveStrangers = content_.schema >= 2;
    Statement people(database_,
                     std::string("SELECT id, name, ") + (haveStrangers ? "stranger" : "0") +
                         ", (SELECT count(*) FROM samples WHERE person = people.id) FROM people ORDER BY name");
    for (Query row(people); row.next();) {
      const std::string name = row.text(1);
      ++content_.people;
      content_.strangers += row.integer(2) != 0;
      names_.emplace(row.integer(0), name);
      const auto canonical = canonicalName(name);
      if (!canonical || *canonical != name) {
        names.add("the name " + inQuotes(name) + " cannot be typed (" +
                  (canonical ? "white space at its ends" : canonical.error().detail) +
                  "), so that nobody can rename or remove it: with the server stopped, sqlite3 " + file() +
                  " \"UPDATE people SET name = 'NEW NAME' WHERE id = " + std::to_string(row.integer(0)) + "\"");
      }
      if (row.integer(3) != 0) continue;
      empty.add(inQuotes(name) + " has no pictures and is not recognised: facewire enroll " + inQuotes(name) +
                " PICTURE, or facewire people remove " + inQuotes(name));
    }
  }

  void checkFaces() {
    const auto all = static_cast<std::size_t>(database_.readInteger("SELECT count(*) FROM samples"));
    Findings unreadable(check_.problems);
    std::vector<Face> batch;
    const auto lookAtBatch = [&] {
      forEachInParallel(batch.size(), [&](std::size_t i) { batch[i].seen = hooks_.look(batch[i].face); });
      for (const Face& face : batch) {
        if (face.seen) continue;
        unreadable.add("sample " + std::to_string(face.id) + " of " + face.owner + " " + face.origin +
                       " cannot be used: " + face.seen.error().detail + "; facewire people remove-sample " +
                       std::to_string(face.id) + ", and enrol another picture in its place");
      }
      batch.clear();
      if (hooks_.onProgress) hooks_.onProgress(content_.samples, all);
    };
    Statement samples(
        database_,
        std::string("SELECT id, person, source, created, face_x, face_y, face_w, face_h, png FROM samples ") +
            (content_.schema < kWithHistograms ? "" : "WHERE length(png) > 0 ") + "ORDER BY id");
    for (Query row(samples); row.next();) {
      const auto column = [&](int number) { return static_cast<int>(row.integer(number)); };
      ++content_.samples;
      const auto owner = names_.find(row.integer(1));
      batch.push_back({
          row.integer(0),
          owner == names_.end() ? "nobody" : inQuotes(owner->second),
          originOf(row.text(2), row.text(3)),
          StoredFace{row.blob(8), {column(4), column(5), column(6), column(7)}},
      });
      content_.pictureBytes += batch.back().face.png.size();
      if (batch.size() == kBatch) lookAtBatch();
    }
    lookAtBatch();
  }

  void checkHistograms() {
    Findings damaged(check_.problems);
    Statement samples(
        database_,
        "SELECT samples.id, person, source, created, checksum, bytes FROM samples "
        "LEFT JOIN histograms ON histograms.sample = samples.id WHERE length(png) = 0 ORDER BY samples.id");
    for (Query row(samples); row.next();) {
      ++content_.samples;
      ++content_.histograms;
      if (!row.isNull(5)) {
        const Bytes bytes = row.blob(5);
        if (histogramChecksum(row.integer(0), bytes) == row.integer(4) && decodeHistogram(bytes)) continue;
      }
      const auto owner = names_.find(row.integer(1));
      damaged.add("sample " + std::to_string(row.integer(0)) + " of " +
                  (owner == names_.end() ? "nobody" : inQuotes(owner->second)) + " " +
                  originOf(row.text(2), row.text(3)) +
                  " cannot be used: what OpenCV made of it is damaged; facewire people remove-sample " +
                  std::to_string(row.integer(0)) + ", and import the file again, or enrol a picture");
    }
  }

  void checkDescriptors() {
    Findings damaged(check_.notes);
    Statement descriptors(database_,
                          "SELECT sample, encoder, checksum, bytes FROM descriptors ORDER BY sample, encoder");
    for (Query row(descriptors); row.next();) {
      const std::string encoder = row.text(1);
      const Bytes bytes = row.blob(3);
      ++content_.descriptors[encoder];
      if (checksumOf(encoder, row.integer(0), bytes) == row.integer(2) && decodeDescriptor(bytes)) continue;
      damaged.add("what " + inQuotes(encoder) + " made of sample " + std::to_string(row.integer(0)) +
                  " is damaged: the next start with that engine makes it again from the picture");
    }
  }

  Database& database_;
  const CheckHooks& hooks_;
  GalleryCheck& check_;
  GalleryContent& content_;
  std::unordered_map<std::int64_t, std::string> names_;
};

}  // namespace

void checkContent(Database& database, const CheckHooks& hooks, GalleryCheck& check) {
  ContentCheck(database, hooks, check).run();
}

}  // namespace facewire::gallery
