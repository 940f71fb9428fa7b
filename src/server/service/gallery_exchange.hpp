#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "facewire/base/sha256.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/gallery/transfer_file.hpp"
#include "facewire/server/service.hpp"
#include "facewire/sightings/sighting_book.hpp"

namespace facewire::service {

/// How many galleries are on their way in or out, over all connections: each is a file as large as the gallery. Safe
/// for concurrent use.
class ExchangePlaces {
 public:
  static constexpr int kMost = 2;

  class Place {
   public:
    explicit Place(ExchangePlaces& places) : places_(places) {}
    ~Place() { --places_.taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    ExchangePlaces& places_;
  };

  /// Nothing where all are taken.
  std::unique_ptr<Place> take();

 private:
  std::atomic<int> taken_ = 0;
};

/// One connection's backup on its way out, or gallery on its way in: a private file that is gone with the connection.
/// Confined to one thread.
class GalleryExchange : public server::Exchange {
 public:
  /// `sightings`: told when the gallery was replaced; may be null.
  GalleryExchange(gallery::Gallery& gallery, sightings::SightingBook* sightings, ExchangePlaces& places)
      : gallery_(gallery), sightings_(sightings), places_(places) {}

  protocol::Response answer(const protocol::Request& request, ByteView data, const std::stop_token& stop) override;

 private:
  Result<protocol::Json> answerFields(const protocol::Request& request, ByteView data, const std::stop_token& stop);
  Result<void> begin();
  Result<protocol::Json> beginBackup(const protocol::Request& request, const std::stop_token& stop);
  Result<protocol::Json> makeCopy(const std::string& format, const std::stop_token& stop);
  protocol::Response answerBackupPart(const protocol::Request& request);
  Result<protocol::Json> beginUpload(const protocol::Request& request);
  Result<protocol::Json> takePart(const protocol::Request& request, ByteView data);
  Result<gallery::IncomingGallery*> prepareUpload(const std::stop_token& stop);
  Result<protocol::Json> restore(const protocol::Request& request, const std::stop_token& stop);
  Result<protocol::Json> merge(const protocol::Request& request, const std::stop_token& stop);
  void end();

  gallery::Gallery& gallery_;
  sightings::SightingBook* sightings_;
  ExchangePlaces& places_;
  std::unique_ptr<ExchangePlaces::Place> place_;  ///< while there is a file
  std::unique_ptr<gallery::TransferFile> file_;
  bool isUpload_ = false;
  std::uint64_t expected_ = 0;  ///< bytes of an upload
  std::uint64_t received_ = 0;
  std::string expectedSum_;
  Sha256 sum_;
  std::optional<gallery::IncomingGallery> incoming_;  ///< an upload that was looked at; its file is file_
};

}  // namespace facewire::service
