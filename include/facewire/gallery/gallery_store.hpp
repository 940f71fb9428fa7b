#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/gallery/calibration.hpp"
#include "facewire/gallery/person.hpp"
#include "facewire/gallery/stored_descriptor.hpp"
#include "facewire/gallery/stored_face.hpp"
#include "facewire/vision/opencv_histogram.hpp"

namespace facewire::gallery {

/// People and samples in one SQLite database (`gallery.db`), write-ahead logged and synchronous: when a change has
/// returned, it is on the disk. Confined to one thread (the Gallery serialises).
class GalleryStore {
 public:
  /// Opens or makes the database; the file is 0600. Brings an older schema up to date.
  /// Throws std::runtime_error, naming the file and the remedy: not a database, damaged, made by a newer Facewire, or
  /// not writable. A file that cannot be used is left as it is.
  explicit GalleryStore(const std::filesystem::path& file);
  ~GalleryStore();
  GalleryStore(GalleryStore&&) noexcept;

  /// Everybody, by name, with their samples.
  Result<std::vector<PersonInfo>> readPeople();

  /// Calls `visit` for every sample that has a picture, by id, one at a time in memory.
  Result<void> readFaces(const std::function<void(SampleId, PersonId, const StoredFace&)>& visit);

  /// Calls `visit` for every sample that has a picture, by id, with what that encoder made of it: nothing where it has
  /// not, or where that is damaged.
  Result<void> readDescriptors(const std::string& encoder,
                               const std::function<void(SampleId, PersonId, std::optional<Bytes> descriptor)>& visit);

  /// In place of what these encoders had made of these samples, all or none. Other encoders' stay.
  Result<void> writeDescriptors(const std::vector<std::pair<SampleId, StoredDescriptor>>& descriptors);

  /// The same with the last of an encoder's descriptors, which is now the one in use: what others had made of the
  /// samples that have one of its is erased together with that. Of a sample that it could make nothing of, the others'
  /// stay, for when one of them is in use again.
  Result<void> completeDescriptors(const std::string& encoder,
                                   const std::vector<std::pair<SampleId, StoredDescriptor>>& last);

  struct Added {
    PersonId person = 0;
    SampleInfo sample;
    bool newPerson = false;  ///< a new person is created together with the sample
  };

  /// Adds a sample, with its descriptor where there is one, and the person, a known stranger or not, where there is
  /// none of that (canonical) name. Errors: `nameTaken` where somebody of the other kind has the name; here and below:
  /// `internal`, with reason and remedy (disk full, read-only, damaged, ...); the database is then as before.
  Result<Added> addSample(const std::string& name, const std::string& source, const StoredFace& face,
                          bool stranger = false, const std::optional<StoredDescriptor>& descriptor = std::nullopt,
                          const EnrolmentDates& dates = {});

  /// The same without a picture: what cv::face made of it, which must be valid. `label`: the number that it knew the
  /// person by, kept for a new person.
  Result<Added> addHistogram(const std::string& name, const std::string& source,
                             const vision::OpenCvHistogram& histogram, std::optional<int> label = std::nullopt);

  /// Calls `visit` for every sample that has no picture, by id; nothing where what there is instead is damaged.
  Result<void> readHistograms(
      const std::function<void(SampleId, PersonId, std::optional<vision::OpenCvHistogram>)>& visit);

  /// How many samples went with the person. Erases: no byte of the pictures, of what was made of them, and of the name
  /// is left in the database or in its log; so does removeSample with the picture, and renamePerson with the old name.
  /// Errors: `unknownPerson`; `internal` also while another program reads the database, which would keep them.
  Result<std::size_t> removePerson(const std::string& name);

  /// A name may be kept as it is. Errors: `unknownPerson`, `nameTaken`.
  Result<void> renamePerson(const std::string& name, const std::string& newName);

  /// The person it belonged to stays, even with no sample left. Errors: `unknownPerson` (no such sample).
  Result<void> removeSample(SampleId sample);

  /// Whether what was erased, or could not be stored as a whole, may still be in the log: the disk is full, another
  /// program has begun to read the database in the moment of the change, or was at it at the opening. finishErasure
  /// tries again, without waiting; true: done.
  bool isErasureDue() const;
  bool finishErasure();

  /// Errors: `unknownPerson` (no such sample, or one without a picture).
  Result<StoredFace> readFace(SampleId sample);

  /// The calibration for the encoder of that id, if there is one.
  Result<std::optional<Calibration>> readCalibration(const std::string& encoder);
  /// In place of what there was.
  Result<void> writeCalibration(const std::string& encoder, const Calibration& calibration);
  /// Whether there was one.
  Result<bool> removeCalibration(const std::string& encoder);

  /// A copy of all that is in it, as a database of its own in `file`, which is there and empty. Errors: `shuttingDown`
  /// where `stop` was asked; `internal` (a full disk).
  Result<void> copyInto(const std::filesystem::path& file, const std::stop_token& stop);

  /// People, samples, descriptors and calibrations of another store, numbers and all, in the place of these, which are
  /// erased. Errors: as removePerson's; all is then as before.
  Result<void> replaceBy(GalleryStore& other);

  /// What came of the people of another store who were to join these.
  struct Merged {
    struct Person {
      std::string name;
      bool isNew = false;
      bool isOfOtherKind = false;  ///< a known stranger there and one of ours here, or the other way: left out
      std::size_t added = 0;
      std::size_t already = 0;  ///< pictures that were here before
    };
    struct Sample {
      SampleId theirs = 0;
      SampleId ours = 0;
      PersonId person = 0;
    };
    std::vector<Person> people;   ///< by name
    std::vector<Sample> samples;  ///< those that were added; none where nothing was to be changed
  };

  /// Adds the people of another store: whoever has the same name is the same person, and the same picture is not added
  /// twice. With them goes what `encoder` made of the pictures there. `dryRun`: says what would come of it.
  Result<Merged> mergeFrom(GalleryStore& other, const std::string& encoder, bool dryRun);

  /// The database.
  const std::filesystem::path& file() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::gallery
