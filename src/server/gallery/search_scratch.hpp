#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "count_groups.hpp"
#include "facewire/gallery/descriptor_index.hpp"
#include "sample_block.hpp"
#include "view_tile.hpp"

namespace facewire::gallery {

/// A sample that may be among the nearest.
struct Candidate {
  PersonMatch match;
  const SampleBlock* block;
  std::size_t member;
  std::size_t view = 0;  ///< the one that is so near
};

/// What one search works with, so that the next one allocates nothing. Confined to one search at a time.
struct SearchScratch {
  CountGroups probe;
  std::vector<const SampleBlock*> blocks;
  std::array<SampleBlock::Encounter, 2> encounters;  ///< with the block in work and with the next
  SampleBlock::Sums sums;
  std::vector<Candidate> candidates;
  std::vector<CountGroups> room;           ///< for the counts of candidates in settled blocks
  std::vector<const CountGroups*> counts;  ///< of the candidates that are measured from every view
  std::vector<const vision::Descriptor*> views;
  ViewTile tile;
};

/// Scratches that are not in use: as many as there ever were searches at once. Safe for concurrent use.
class ScratchPool {
 public:
  class Lease {
   public:
    explicit Lease(ScratchPool& pool) : pool_(pool), scratch_(pool.take()) {}
    ~Lease() { pool_.giveBack(std::move(scratch_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    SearchScratch& operator*() const { return *scratch_; }

   private:
    ScratchPool& pool_;
    std::unique_ptr<SearchScratch> scratch_;
  };

 private:
  std::unique_ptr<SearchScratch> take();
  void giveBack(std::unique_ptr<SearchScratch> scratch) noexcept;

  std::mutex mutex_;
  std::vector<std::unique_ptr<SearchScratch>> free_;  ///< guarded by mutex_
};

/// What all searches share, and all snapshots of an index.
struct SearchTools {
  OverlapTables tables;
  ScratchPool scratches;
};

}  // namespace facewire::gallery
