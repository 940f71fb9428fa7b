#include "gallery_merge.hpp"

#include <unordered_set>

#include "facewire/base/sha256.hpp"
#include "facewire/storage/statement.hpp"

namespace facewire::gallery {

using storage::Database;
using storage::Query;
using storage::SqliteError;
using storage::Statement;
namespace {

/// Tells a person's pictures apart, however many there are, and what stands in a picture's place. `row`: the four
/// numbers of the box, the PNG, the histograms.
std::string keyOf(const Query& row, int firstColumn) {
  Sha256 sum;
  for (int column = firstColumn; column < firstColumn + 4; ++column) {
    sum.add(asBytes(std::to_string(row.integer(column)) + ","));
  }
  sum.add(row.blob(firstColumn + 4));
  if (!row.isNull(firstColumn + 5)) sum.add(row.blob(firstColumn + 5));
  return sum.hex();
}

constexpr const char* kPictures =
    "SELECT id, face_x, face_y, face_w, face_h, png, histograms.bytes FROM samples "
    "LEFT JOIN histograms ON histograms.sample = samples.id WHERE person = ?1 ORDER BY id";

}  // namespace

MergePlan planMerge(Database& ours, Database& theirs) {
  MergePlan plan;
  Statement readPeople(theirs, "SELECT id, name, stranger FROM people ORDER BY name");
  Statement find(ours, "SELECT id, stranger FROM people WHERE name = ?1");
  Statement readOurs(ours, kPictures);
  Statement readTheirs(theirs, kPictures);
  for (Query person(readPeople); person.next();) {
    MergePlan::Joining joining;
    joining.told.name = person.text(1);
    joining.told.isNew = true;
    joining.theirs = person.integer(0);
    std::unordered_set<std::string> present;
    if (Query found(find, std::string_view(joining.told.name)); found.next()) {
      joining.told.isNew = false;
      joining.ours = found.integer(0);
      joining.told.isOfOtherKind = found.integer(1) != person.integer(2);
    }
    if (joining.ours != 0) {
      for (Query row(readOurs, joining.ours); row.next();) present.insert(keyOf(row, 1));
    }
    for (Query row(readTheirs, joining.theirs); row.next();) {
      if (present.insert(keyOf(row, 1)).second) {
        joining.samples.push_back(row.integer(0));
      } else {
        ++joining.told.already;
      }
    }
    joining.told.added = joining.samples.size();
    if (joining.told.isOfOtherKind) {
      joining.told.added = joining.told.already = 0;
      joining.samples.clear();
    }
    plan.people.push_back(std::move(joining));
  }
  return plan;
}

std::vector<GalleryStore::Merged::Sample> addPlanned(const MergePlan& plan, Database& ours, Database& theirs) {
  std::vector<GalleryStore::Merged::Sample> added;
  Statement readPerson(theirs, "SELECT name, created, stranger, opencv_label FROM people WHERE id = ?1");
  Statement setLabel(ours, "UPDATE people SET opencv_label = ?2 WHERE id = ?1");
  Statement addPerson(ours, "INSERT INTO people(name, created, stranger) VALUES(?1, ?2, ?3)");
  Statement readSample(theirs,
                       "SELECT source, created, face_x, face_y, face_w, face_h, png FROM samples WHERE id = ?1");
  Statement addSample(ours,
                      "INSERT INTO samples(person, source, created, face_x, face_y, face_w, face_h, png) "
                      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  for (const MergePlan::Joining& joining : plan.people) {
    PersonId person = joining.ours;
    if (joining.told.isNew) {
      Query row(readPerson, joining.theirs);
      row.next();
      run(addPerson, row.text(0), row.text(1), row.integer(2));
      person = sqlite3_last_insert_rowid(ours.connection());
      if (!row.isNull(3)) run(setLabel, person, row.integer(3));
    }
    for (const SampleId sample : joining.samples) {
      Query row(readSample, sample);
      row.next();
      run(addSample, person, row.text(0), row.text(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5),
          ByteView(row.blob(6)));
      added.push_back({.theirs = sample, .ours = sqlite3_last_insert_rowid(ours.connection()), .person = person});
    }
  }
  return added;
}

}  // namespace facewire::gallery
