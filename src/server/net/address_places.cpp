#include "address_places.hpp"

namespace facewire::server {

void AddressPlaces::setLimits(std::size_t maxClients, std::optional<std::size_t> maxPerAddress) {
  const std::lock_guard lock(mutex_);
  maxPerAddress_ = maxPerAddress;
  maxForOthers_ = maxClients < 4 ? 1 : maxClients / 4;
}

std::optional<std::size_t> AddressPlaces::limitFor(const net::Peer& peer) const {
  const std::lock_guard lock(mutex_);
  return limitUnderLock(peer);
}

std::optional<std::size_t> AddressPlaces::limitUnderLock(const net::Peer& peer) const {
  if (peer.isUnix) return std::nullopt;  // whoever may open the socket's file is trusted with it
  if (maxPerAddress_) return maxPerAddress_;
  if (peer.isLocal) return std::nullopt;
  return maxForOthers_;
}

AddressPlaces::Place AddressPlaces::take(const net::Peer& peer) {
  const std::lock_guard lock(mutex_);
  const auto [found, isNew] = clients_.try_emplace(peer.place, 0);
  const auto limit = limitUnderLock(peer);
  if (limit && found->second >= *limit) return nullptr;
  ++found->second;
  return Place(&found->first, GiveBack{this});
}

void AddressPlaces::giveBack(const std::string& address) noexcept {
  const std::lock_guard lock(mutex_);
  const auto found = clients_.find(address);
  if (--found->second == 0) clients_.erase(found);
}

}  // namespace facewire::server
