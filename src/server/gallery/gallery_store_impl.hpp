#pragma once

#include <string>

#include "checksum.hpp"
#include "facewire/gallery/gallery_store.hpp"
#include "facewire/storage/erasable_database.hpp"
#include "facewire/storage/statement.hpp"
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
  Statement selectFaces{database, "SELECT id, person, face_x, face_y, face_w, face_h, png FROM samples ORDER BY id"};
  Statement selectDescriptors{database,
                              "SELECT samples.id, samples.person, descriptors.checksum, descriptors.bytes "
                              "FROM samples LEFT JOIN descriptors "
                              "ON descriptors.sample = samples.id AND descriptors.encoder = ?1 ORDER BY samples.id"};
  Statement replaceDescriptor{
      database, "INSERT OR REPLACE INTO descriptors(sample, encoder, checksum, bytes) VALUES(?1, ?2, ?3, ?4)"};
  Statement deleteOtherDescriptors{
      database,
      "DELETE FROM descriptors WHERE encoder <> ?1 AND EXISTS("
      "SELECT 1 FROM descriptors AS present WHERE present.sample = descriptors.sample AND present.encoder = ?1)"};
  Statement selectCalibration{database,
                              "SELECT threshold, far, people, samples, created FROM calibrations WHERE encoder = ?1"};
  Statement replaceCalibration{database,
                               "INSERT OR REPLACE INTO calibrations(encoder, threshold, far, people, samples, created) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
  Statement deleteCalibration{database, "DELETE FROM calibrations WHERE encoder = ?1"};
  Statement selectPeople{database,
                         "SELECT people.id, people.name, people.created, samples.id, samples.source, samples.created, "
                         "people.stranger "
                         "FROM people LEFT JOIN samples ON samples.person = people.id "
                         "ORDER BY people.name, samples.id"};
};

}  // namespace facewire::gallery
