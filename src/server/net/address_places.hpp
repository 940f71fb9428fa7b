#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "facewire/net/peer.hpp"

namespace facewire::server {

/// Counts the clients of each address. Safe for concurrent use. Outlives its places.
class AddressPlaces {
  struct GiveBack {
    AddressPlaces* places;
    void operator()(const std::string* address) const noexcept { places->giveBack(*address); }
  };

 public:
  /// As server::ServerLimits.
  AddressPlaces(std::size_t maxClients, std::optional<std::size_t> maxPerAddress) {
    setLimits(maxClients, maxPerAddress);
  }

  /// For clients that come from then on.
  void setLimits(std::size_t maxClients, std::optional<std::size_t> maxPerAddress);

  /// One client's; it is given back with it.
  using Place = std::unique_ptr<const std::string, GiveBack>;

  /// Null where the address has all it may have.
  Place take(const net::Peer& peer);

  /// How many an address like that may have; nothing: any number.
  std::optional<std::size_t> limitFor(const net::Peer& peer) const;

 private:
  std::optional<std::size_t> limitUnderLock(const net::Peer& peer) const;
  void giveBack(const std::string& address) noexcept;

  mutable std::mutex mutex_;
  std::optional<std::size_t> maxPerAddress_;    ///< guarded by mutex_
  std::size_t maxForOthers_ = 1;                ///< guarded by mutex_
  std::map<std::string, std::size_t> clients_;  ///< guarded by mutex_; none with 0
};

}  // namespace facewire::server
