#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "facewire/base/clock.hpp"
#include "facewire/base/result.hpp"
#include "facewire/gallery/gallery_snapshot.hpp"
#include "facewire/gallery/gallery_store.hpp"
#include "facewire/gallery/incoming_gallery.hpp"

namespace facewire::gallery {

/// The people this server knows: the store on disk and the snapshot in memory, kept the same. Safe for concurrent use:
/// readers take the current snapshot and never wait for a change; changes wait for one another.
class Gallery {
 public:
  /// Makes the descriptor of a stored face. Called from several threads at once. Errors make the face unsearchable, and
  /// are reported through `onUnreadable`.
  using Encode = std::function<Result<vision::Descriptor>(const StoredFace&)>;
  using OnUnreadable = std::function<void(SampleId, const Error&)>;

  /// How far an opening is with the faces that it has to encode.
  struct Remaking {
    std::size_t done = 0;  ///< those that could not be encoded among them
    std::size_t all = 0;
    std::size_t unreadable = 0;
    Clock::duration elapsed{};
    bool ended = false;
  };

  /// Told after the first second of encoding, every few seconds from then on, and at its end, however short it was.
  /// What it throws ends the opening; what was made until then is stored.
  using OnRemaking = std::function<void(const Remaking&)>;

  /// Told once, where what was made cannot be stored: this opening goes on without, and the next one makes it again.
  using OnNotStored = std::function<void(const Error&)>;

  /// Reads everything in the store. `encoder` names what `encode` makes of a face: it is stored beside the face and
  /// read from there, and only faces without it are encoded. These are stored batch by batch, so that an opening which
  /// was cut off is gone on with by the next; other encoders' descriptors stay until that is done. With no name, all
  /// faces are encoded, every time. The reports come from the calling thread.
  /// Throws std::runtime_error where the store cannot be read.
  Gallery(GalleryStore store, int cellPixels, const Encode& encode, const OnUnreadable& onUnreadable,
          std::string encoder = {}, const OnRemaking& onRemaking = nullptr, const OnNotStored& onNotStored = nullptr);

  std::shared_ptr<const GallerySnapshot> snapshot() const;

  /// Told of each snapshot that becomes the current one, once at once of the one there is, in order and by the thread
  /// that makes the change, which waits for it: it must not take long, nor change anything here. One at most; null ends
  /// it, and when that returns it is not at work any more.
  using OnPublished = std::function<void(const GallerySnapshot&)>;
  void follow(OnPublished onPublished);

  struct Added {
    std::shared_ptr<const PersonInfo> person;  ///< shared with the snapshot; the new sample is the last of its samples
    SampleId sample = 0;
    bool newPerson = false;
  };

  /// Each change has reached the disk and the snapshot when it returns. Names are canonical ones. Errors as
  /// GalleryStore's, and `internal` for an embedding that is no vector of length 1. Somebody is removed, and `internal`
  /// says so, where a program has begun to read the database just then, so that it is erased as soon as that ends.
  Result<Added> addSample(const std::string& name, const std::string& source, const StoredFace& face,
                          const vision::Descriptor& descriptor, bool stranger = false,
                          const EnrolmentDates& dates = {});
  /// The same without a picture: what cv::face made of one, which is found by HistogramIndex. `label`: the number that
  /// it knew the person by. Errors: `invalidInput` where it is not valid.
  Result<Added> addHistogram(const std::string& name, const std::string& source,
                             const vision::OpenCvHistogram& histogram, std::optional<int> label = std::nullopt);
  Result<std::size_t> removePerson(const std::string& name);
  Result<void> renamePerson(const std::string& name, const std::string& newName);
  Result<void> removeSample(SampleId sample);

  /// A stored face, as it was enrolled. Waits for changes in work. Errors: `unknownPerson` (no such sample, or one
  /// without a picture), `internal`.
  Result<StoredFace> readFace(SampleId sample);

  /// What OpenCV made of each sample without a picture. Waits for changes in work.
  Result<std::map<SampleId, vision::OpenCvHistogram>> readHistograms();

  /// The calibration for the encoder of that id becomes the snapshot's: the stored one; a new one, stored first; none,
  /// forgotten on the disk too (whether there was one).
  Result<void> loadCalibration(const std::string& encoder);
  Result<void> storeCalibration(const std::string& encoder, const Calibration& calibration);
  Result<bool> removeCalibration(const std::string& encoder);

  /// Where the database is.
  std::filesystem::path directory() const { return directory_; }

  /// A copy of everything at one moment, as a database of its own in `file`, which is there and empty. Changes wait
  /// meanwhile, frames do not. Errors as GalleryStore::copyInto's.
  Result<void> copyInto(const std::filesystem::path& file, const std::stop_token& stop);

  /// Whether a stored face can be used; the error says why not.
  using Look = std::function<Result<void>(const StoredFace&)>;

  /// Makes a gallery that somebody has sent ready to be taken over: looks at all of it as checkGallery does, brings an
  /// older schema up to date, and encodes what this encoder has not. `file` is changed by that, nothing else is.
  /// Errors: `badGallery` (no gallery, damaged, newer), with the remedy; `shuttingDown` where `stop` was asked;
  /// `internal` (a full disk).
  Result<IncomingGallery> prepare(const std::filesystem::path& file, const Look& look, const std::stop_token& stop);

  /// All that is here is erased, and what came is in its place, for every frame from the next on; or, with an error,
  /// nothing is changed. Errors as removePerson's. `incoming` is used up.
  Result<void> replaceBy(IncomingGallery incoming);

  /// Those who came join those who are here: see GalleryStore::mergeFrom.
  Result<std::vector<GalleryStore::Merged::Person>> mergeFrom(IncomingGallery& incoming, bool dryRun);

 private:
  static Added include(GallerySnapshot& next, GalleryStore::Added stored, PersonInfo asNew);
  void publishCalibration(std::optional<Calibration> calibration);
  void publish(std::shared_ptr<const GallerySnapshot> next);
  Result<void> expectErased(const std::string& what);
  void eraseLater();

  const std::string encoder_;
  const int cellPixels_;
  const Encode encode_;
  const std::filesystem::path directory_;
  std::mutex changeMutex_;   ///< held for a whole change; readers never take it
  GalleryStore store_;       ///< guarded by changeMutex_
  bool isErasing_ = false;   ///< guarded by changeMutex_
  OnPublished onPublished_;  ///< guarded by changeMutex_

  mutable std::mutex snapshotMutex_;                 ///< held only to copy a pointer
  std::shared_ptr<const GallerySnapshot> snapshot_;  ///< guarded by snapshotMutex_; shared with the frames in work
  std::jthread eraser_;                              ///< while isErasing_: tries until nothing is left
};

}  // namespace facewire::gallery
