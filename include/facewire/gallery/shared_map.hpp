#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace facewire::gallery {

/// A sorted map as a value whose copies share what is in them: a copy costs a pointer for about a hundred entries, and
/// a change copies those hundred only. For snapshots that differ by little. Safe for concurrent reading, also of copies
/// while another copy is changed.
template <typename Key, typename Value>
class SharedMap {
 public:
  using value_type = std::pair<Key, Value>;

 private:
  using Chunk = std::vector<value_type>;
  using Chunks = std::vector<std::shared_ptr<const Chunk>>;

  static constexpr std::size_t kMostInChunk = 128;

 public:
  class const_iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = SharedMap::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = const value_type&;

    const_iterator() = default;
    reference operator*() const { return (**chunk_)[place_]; }
    pointer operator->() const { return &**this; }
    const_iterator& operator++() {
      if (++place_ == (*chunk_)->size()) {
        ++chunk_;
        place_ = 0;
      }
      return *this;
    }
    const_iterator operator++(int) {
      const const_iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const const_iterator&, const const_iterator&) = default;

   private:
    friend class SharedMap;
    const_iterator(typename Chunks::const_iterator chunk, std::size_t place) : chunk_(chunk), place_(place) {}

    typename Chunks::const_iterator chunk_;
    std::size_t place_ = 0;
  };
  using iterator = const_iterator;

  const_iterator begin() const { return {chunks_.begin(), 0}; }
  const_iterator end() const { return {chunks_.end(), 0}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  const_iterator find(const Key& key) const {
    const auto chunk = chunkOf(key);
    if (chunk == chunks_.end()) return end();
    const std::size_t place = placeOf(**chunk, key);
    return holds(**chunk, place, key) ? const_iterator(chunk, place) : end();
  }
  bool contains(const Key& key) const { return find(key) != end(); }
  /// Throws std::out_of_range.
  const Value& at(const Key& key) const {
    const const_iterator found = find(key);
    if (found == end()) throw std::out_of_range("SharedMap::at");
    return found->second;
  }

  /// Nothing happens where the key is there.
  std::pair<const_iterator, bool> try_emplace(const Key& key, Value value) {
    if (const const_iterator found = find(key); found != end()) return {found, false};
    put(key) = std::move(value);
    return {find(key), true};
  }
  std::pair<const_iterator, bool> emplace(const Key& key, Value value) { return try_emplace(key, std::move(value)); }

  /// For an assignment at once: the next change, or copy, ends what may be done with it.
  Value& operator[](const Key& key) { return put(key); }

  std::size_t erase(const Key& key) {
    const const_iterator found = find(key);
    if (found == end()) return 0;
    const auto chunk = chunks_.begin() + (found.chunk_ - chunks_.cbegin());
    Chunk rest = **chunk;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(found.place_));
    if (rest.empty()) {
      chunks_.erase(chunk);
    } else {
      *chunk = std::make_shared<const Chunk>(std::move(rest));
    }
    --size_;
    return 1;
  }

  friend bool operator==(const SharedMap& a, const SharedMap& b) {
    return a.size_ == b.size_ && std::equal(a.begin(), a.end(), b.begin());
  }

 private:
  /// The chunk that holds the key, if any does: the last one that does not begin after it.
  typename Chunks::const_iterator chunkOf(const Key& key) const {
    const auto after = std::upper_bound(chunks_.begin(), chunks_.end(), key,
                                        [](const Key& k, const auto& chunk) { return k < chunk->front().first; });
    return after == chunks_.begin() ? chunks_.end() : std::prev(after);
  }
  static std::size_t placeOf(const Chunk& chunk, const Key& key) {
    const auto place = std::lower_bound(chunk.begin(), chunk.end(), key,
                                        [](const value_type& entry, const Key& k) { return entry.first < k; });
    return static_cast<std::size_t>(place - chunk.begin());
  }
  static bool holds(const Chunk& chunk, std::size_t place, const Key& key) {
    return place < chunk.size() && !(key < chunk[place].first);
  }

  /// The key's value in a chunk that nobody else has yet; a new one where there was none.
  Value& put(const Key& key) {
    const auto found = chunkOf(key);
    const auto number = found == chunks_.end() ? 0 : static_cast<std::size_t>(found - chunks_.cbegin());
    auto chunk = chunks_.empty() ? std::make_shared<Chunk>() : std::make_shared<Chunk>(*chunks_[number]);
    std::size_t place = placeOf(*chunk, key);
    if (!holds(*chunk, place, key)) {
      chunk->emplace(chunk->begin() + static_cast<std::ptrdiff_t>(place), key, Value());
      ++size_;
    }
    if (chunks_.empty()) chunks_.emplace_back();
    if (chunk->size() > kMostInChunk) {
      // Keys mostly come in order: a full chunk stays as it is, and the next begins.
      const bool isAtEnd = place + 1 == chunk->size();
      const std::size_t middle = isAtEnd ? place : chunk->size() / 2;
      const auto cut = chunk->begin() + static_cast<std::ptrdiff_t>(middle);
      auto upper = std::make_shared<Chunk>(std::make_move_iterator(cut), std::make_move_iterator(chunk->end()));
      chunk->erase(cut, chunk->end());
      chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(number) + 1, upper);
      chunks_[number] = chunk;
      if (place < middle) return (*chunk)[place].second;
      return (*upper)[place - middle].second;
    }
    chunks_[number] = chunk;
    return (*chunk)[place].second;
  }

  Chunks chunks_;  ///< none empty, ascending
  std::size_t size_ = 0;
};

}  // namespace facewire::gallery
