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
  AddressPlaces(std::size_t maxClients, std::optional<std::size_t> maxPerAddress)
      : maxPerAddress_(maxPerAddress), maxForOthers_(maxClients < 4 ? 1 : maxClients / 4) {}

  /// One client's; it is given back with it.
  using Place = std::unique_ptr<const std::string, GiveBack>;

  /// Null where the address has all it may have.
  Place take(const net::Peer& peer);

  /// How many an address like that may have; nothing: any number.
  std::optional<std::size_t> limitFor(const net::Peer& peer) const;

 private:
  void giveBack(const std::string& address) noexcept;

  const std::optional<std::size_t> maxPerAddress_;
  const std::size_t maxForOthers_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> clients_;  ///< guarded by mutex_; none with 0
};

}  // namespace facewire::server
