#pragma once

#include <cstddef>
#include <span>

namespace facewire::calibration {

/// Between which a rate lies with 95 % confidence.
struct Interval {
  double low = 0;
  double high = 1;
};

/// Of a rate that was seen `hits` times in `trials` independent trials (Clopper and Pearson 1934). Where it was seen
/// never or always, all of the 5 % doubt is on the one side that is left ("rule of three": none of n is less than about
/// 3/n). 0 to 1 where there are no trials.
Interval rateInterval(std::size_t hits, std::size_t trials);

/// What was seen of one person.
struct PersonCount {
  std::size_t hits = 0;
  std::size_t trials = 0;
};

/// Of the rate over all trials where those of one person go together: people are drawn anew, with replacement, 2,000
/// times (cluster bootstrap: Bolle, Ratha and Pankanti 2004, "Error analysis of pattern recognition systems - the
/// subsets bootstrap"). The draws are the same each time. Says nothing of what was seen never or always.
Interval rateIntervalByPeople(std::span<const PersonCount> people);

}  // namespace facewire::calibration
