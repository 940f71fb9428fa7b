#include "schema.hpp"

#include <array>

namespace facewire::gallery {
namespace {

/// Released steps are never changed: a change of schema is a new step.
constexpr std::array kSteps{
    // AUTOINCREMENT: the number of somebody removed is never given to somebody else.
    // The picture comes last in its row, so that reading what stands before it does not walk through the picture's
    // pages.
    R"sql(
      CREATE TABLE people(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        created TEXT NOT NULL
      ) STRICT;
      CREATE TABLE samples(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
        source TEXT NOT NULL,
        created TEXT NOT NULL,
        face_x INTEGER NOT NULL,
        face_y INTEGER NOT NULL,
        face_w INTEGER NOT NULL,
        face_h INTEGER NOT NULL,
        png BLOB NOT NULL
      ) STRICT;
      CREATE INDEX samples_by_person ON samples(person);
    )sql",
    R"sql(
      ALTER TABLE people ADD COLUMN stranger INTEGER NOT NULL DEFAULT 0;
    )sql",
    // Distances mean nothing to another encoder, so each has its own.
    R"sql(
      CREATE TABLE calibrations(
        encoder TEXT PRIMARY KEY,
        threshold REAL NOT NULL,
        far REAL NOT NULL,
        people INTEGER NOT NULL,
        samples INTEGER NOT NULL,
        created TEXT NOT NULL
      ) STRICT;
    )sql",
    // What an encoder made of a sample's picture, so that a start need not make it again. In a table of its own: a
    // start reads it in one pass, without the pictures between.
    R"sql(
      CREATE TABLE descriptors(
        sample INTEGER PRIMARY KEY REFERENCES samples(id) ON DELETE CASCADE,
        encoder TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        counts BLOB NOT NULL
      ) STRICT;
    )sql",
    // One encoder's beside another's, so that what there is stays whole while the next encoder's are made. The rows
    // there were have checksums of another kind; they are made anew from the pictures, like any that are missing.
    R"sql(
      DROP TABLE descriptors;
      CREATE TABLE descriptors(
        sample INTEGER NOT NULL REFERENCES samples(id) ON DELETE CASCADE,
        encoder TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY(sample, encoder)
      ) STRICT;
    )sql",
    // Of who came out of a file of cv::face there is no picture: the PNG has no bytes, and this is all there is. The
    // label is the number that the file knew the person by.
    R"sql(
      ALTER TABLE people ADD COLUMN opencv_label INTEGER;
      CREATE TABLE histograms(
        sample INTEGER PRIMARY KEY REFERENCES samples(id) ON DELETE CASCADE,
        checksum INTEGER NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;
    )sql",
};

}  // namespace

const storage::DatabaseKind& galleryKind() {
  static constexpr storage::DatabaseKind kind{0x4657676c, kSteps, "gallery", "an empty gallery"};
  return kind;
}

std::int64_t newestSchema() {
  return galleryKind().newestSchema();
}

}  // namespace facewire::gallery
