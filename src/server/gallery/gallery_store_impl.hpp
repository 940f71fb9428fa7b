#pragma once

#include <string>

#include "checksum.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/gallery/gallery_store.hpp"
#include "facewire/storage/erasable_database.hpp"
#include "facewire/storage/statement.hpp"
#include "gallery_error.hpp"
#include "gallery_file.hpp"

namespace facewire::gallery {

using storage::Query;
using storage::Statement;

/// The store's inside: the database and its statements.
struct GalleryStore::Impl : storage::ErasableDatabase {
  explicit Impl(const std::filesystem::path& file) : ErasableDatabase(openGalleryFile(file)) {}

  /// The person's id, 0 for nobody.
  PersonId findPerson(const std::string& name) {
    Query query(selectPerson, name);
    return query.next() ? query.integer(0) : 0;
  }

  bool isStranger(const std::string& name) {
    Query query(selectPerson, name);
    return query.next() && query.integer(1) != 0;
  }

  /// A sample, and its person where there is none of that name.
  Result<Added> insert(const std::string& name, const std::string& source, const StoredFace& face, bool stranger,
                       const EnrolmentDates& dates) {
    const std::string now = dates.sample.empty() ? utcNow() : dates.sample;
    Added added;
    added.person = findPerson(name);
    added.newPerson = added.person == 0;
    if (added.newPerson) {
      run(insertPerson, name, dates.person.empty() ? now : dates.person, stranger ? 1 : 0);
      added.person = sqlite3_last_insert_rowid(database.connection());
    } else if (isStranger(name) != stranger) {
      return fail(ofOtherKind(name, !stranger));
    }
    run(insertSample, added.person, source, now, face.face.x, face.face.y, face.face.width, face.face.height,
        ByteView(face.png));
    added.sample = {.id = sqlite3_last_insert_rowid(database.connection()), .source = source, .created = now};
    return added;
  }

  void writeHistogram(SampleId sample, const Bytes& bytes) {
    run(insertHistogram, sample, histogramChecksum(sample, bytes), ByteView(bytes));
  }

  void writeDescriptor(SampleId sample, const StoredDescriptor& descriptor) {
    run(replaceDescriptor, sample, descriptor.encoder, checksumOf(descriptor.encoder, sample, descriptor.bytes),
        ByteView(descriptor.bytes));
  }

  Statement selectPerson{database, "SELECT id, stranger FROM people WHERE name = ?1"};
  Statement insertPerson{database, "INSERT INTO people(name, created, stranger) VALUES(?1, ?2, ?3)"};
  Statement updateName{database, "UPDATE people SET name = ?2 WHERE id = ?1"};
  Statement deletePerson{database, "DELETE FROM people WHERE id = ?1"};
  Statement countSamples{database, "SELECT count(*) FROM samples WHERE person = ?1"};
  Statement insertSample{database,
                         "INSERT INTO samples(person, source, created, face_x, face_y, face_w, face_h, png) "
                         "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
  Statement deleteSample{database, "DELETE FROM samples WHERE id = ?1"};
  Statement selectFace{database, "SELECT face_x, face_y, face_w, face_h, png FROM samples WHERE id = ?1"};
  Statement selectFaces{database,
                        "SELECT id, person, face_x, face_y, face_w, face_h, png FROM samples "
                        "WHERE length(png) > 0 ORDER BY id"};
  Statement selectDescriptors{database,
                              "SELECT samples.id, samples.person, descriptors.checksum, descriptors.bytes "
                              "FROM samples LEFT JOIN descriptors "
                              "ON descriptors.sample = samples.id AND descriptors.encoder = ?1 "
                              "WHERE length(samples.png) > 0 ORDER BY samples.id"};
  Statement replaceDescriptor{
      database, "INSERT OR REPLACE INTO descriptors(sample, encoder, checksum, bytes) VALUES(?1, ?2, ?3, ?4)"};
  Statement deleteOtherDescriptors{
      database,
      "DELETE FROM descriptors WHERE encoder <> ?1 AND EXISTS("
      "SELECT 1 FROM descriptors AS present WHERE present.sample = descriptors.sample AND present.encoder = ?1)"};
  Statement setLabel{database, "UPDATE people SET opencv_label = ?2 WHERE id = ?1"};
  Statement insertHistogram{database, "INSERT INTO histograms(sample, checksum, bytes) VALUES(?1, ?2, ?3)"};
  Statement selectHistograms{database,
                             "SELECT samples.id, samples.person, histograms.checksum, histograms.bytes "
                             "FROM samples LEFT JOIN histograms ON histograms.sample = samples.id "
                             "WHERE length(samples.png) = 0 ORDER BY samples.id"};
  Statement selectCalibration{database,
                              "SELECT threshold, far, people, samples, created FROM calibrations WHERE encoder = ?1"};
  Statement replaceCalibration{database,
                               "INSERT OR REPLACE INTO calibrations(encoder, threshold, far, people, samples, created) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
  Statement deleteCalibration{database, "DELETE FROM calibrations WHERE encoder = ?1"};
  Statement selectPeople{database,
                         "SELECT people.id, people.name, people.created, samples.id, samples.source, samples.created, "
                         "people.stranger, length(samples.png), people.opencv_label "
                         "FROM people LEFT JOIN samples ON samples.person = people.id "
                         "ORDER BY people.name, samples.id"};
};

}  // namespace facewire::gallery
