#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "count_groups.hpp"
#include "facewire/base/lease_pool.hpp"
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

struct PersonCount {
  PersonId person;
  std::size_t count;
};

/// What one search works with, so that the next one allocates nothing. Confined to one search at a time.
struct SearchScratch {
  CountGroups probe;
  std::vector<std::uint32_t> entries;  ///< memory that `probe` is made in
  std::vector<const SampleBlock*> blocks;
  std::array<SampleBlock::Encounter, 2> encounters;  ///< with the block in work and with the next
  SampleBlock::Sums sums;
  std::vector<PersonMatch> nearest;  ///< by the first view
  std::vector<Candidate> candidates;
  std::vector<PersonCount> taken;          ///< of each person's candidates
  std::vector<CountGroups> room;           ///< for the counts of candidates in settled blocks
  std::vector<const CountGroups*> counts;  ///< of the candidates that are measured from every view
  std::vector<const vision::Descriptor*> views;
  std::vector<vision::Descriptor> finer;
  ViewTile tile;
};

/// What all searches share, and all snapshots of an index.
struct SearchTools {
  OverlapTables tables;
  LeasePool<SearchScratch> scratches{[] { return std::make_unique<SearchScratch>(); }};
};

}  // namespace facewire::gallery
