#include "facewire/tracking/identity_vote.hpp"

#include <algorithm>

namespace facewire::tracking {
namespace {

using gallery::PersonId;
using protocol::Reason;

/// What gallery::decide gives a distance a tenth above the threshold.
constexpr double kNearMissScore = 0.29;

/// Whether a frame speaks for or against anybody.
bool isEvidence(Reason reason) {
  return reason == Reason::accepted || reason == Reason::tooFar || reason == Reason::ambiguous;
}

}  // namespace

IdentityVote::Verdict IdentityVote::ofFrame(std::span<const gallery::PersonMatch> matches,
                                            const gallery::Decision& decision) {
  Verdict verdict{std::nullopt, decision.score, decision.reason, matches, decision.threshold};
  if (decision.accepted() && !matches.empty()) verdict.person = matches.front().person;
  return verdict;
}

IdentityVote::Verdict IdentityVote::add(std::span<const gallery::PersonMatch> matches,
                                        const gallery::Decision& decision, Clock::time_point now) {
  Verdict alone = ofFrame(matches, decision);
  if (!alone.person) lastRefusal_ = decision.reason;
  rests_ = 0;
  compared_ = now;
  seen_ = now;
  if (!isEvidence(decision.reason)) return window_.empty() ? alone : verdict();

  const bool first = window_.empty();
  const bool nearMiss = !alone.person && (decision.reason == Reason::ambiguous || decision.score >= kNearMissScore);
  if (window_.size() == kWindow) window_.erase(window_.begin());
  window_.push_back({alone.person, alone.score, nearMiss});
  weigh(window_.back());
  if (first) {
    label_ = alone.person;
    basis_.assign(matches.begin(), matches.end());
    threshold_ = alone.threshold;
    alone.basis = basis_;
    return alone;
  }
  relabel();
  if (label_ == alone.person) {
    basis_.assign(matches.begin(), matches.end());
    threshold_ = alone.threshold;
  }
  if (isUnanimous(rest_.after)) {
    rests_ = isUnanimous(kWindow) ? rest_.longest : rest_.frames;
  } else if (isUndisputed(rest_.after)) {
    rests_ = isUndisputed(kWindow) ? rest_.longest : rest_.frames;
  }
  return verdict();
}

IdentityVote::Verdict IdentityVote::rest(Clock::time_point now) {
  --rests_;
  seen_ = now;
  return verdict();
}

bool IdentityVote::isSteady() const {
  return label_ ? supportOf(*label_) >= kLead : static_cast<double>(window_.size()) >= kLead;
}

bool IdentityVote::isUnanimous(std::size_t frames) const {
  if (window_.size() < frames) return false;
  return std::all_of(window_.end() - static_cast<std::ptrdiff_t>(frames), window_.end(),
                     [this](const Frame& frame) { return frame.person == label_; });
}

bool IdentityVote::isUndisputed(std::size_t frames) const {
  if (!label_ || supportOf(*label_) < kFirmSupport || window_.size() < frames) return false;
  const auto accepts = [this](const Frame& frame) { return frame.person == label_; };
  if (static_cast<double>(std::ranges::count_if(window_, accepts)) < kLead) return false;
  return std::all_of(window_.end() - static_cast<std::ptrdiff_t>(frames), window_.end(),
                     [&](const Frame& frame) { return accepts(frame) || (!frame.person && frame.nearMiss); });
}

void IdentityVote::weigh(const Frame& frame) {
  const double cost = frame.person ? 1 : frame.nearMiss ? kNearMissCost : kFarCost;
  bool counted = false;
  for (Support& support : supports_) {
    if (support.person == frame.person) {
      support.amount = std::min(support.amount + 1, kMaxSupport);
      counted = true;
    } else {
      support.amount -= cost;
    }
  }
  std::erase_if(supports_, [](const Support& support) { return support.amount <= 0; });
  if (frame.person && !counted) supports_.push_back({*frame.person, 1});
}

double IdentityVote::supportOf(PersonId person) const {
  const auto found = std::ranges::find(supports_, person, &Support::person);
  return found == supports_.end() ? 0 : found->amount;
}

/// Who was accepted in so many frames of the window that the others fall behind.
std::optional<PersonId> IdentityVote::leader() const {
  for (const Support& support : supports_) {
    double lead = 0;
    for (const Frame& frame : window_) {
      lead += frame.person == support.person ? 1 : frame.nearMiss ? -kNearMissVote : -1;
    }
    if (lead >= kLead) return support.person;
  }
  return std::nullopt;
}

void IdentityVote::relabel() {
  const bool hadLabel = label_.has_value();
  const double held = label_ ? supportOf(*label_) : 0;
  if (held <= 0) {
    label_.reset();
    // The frames that used up the support may all have been one other person's.
    const auto strongest = std::ranges::max_element(supports_, {}, &Support::amount);
    if (strongest != supports_.end() && strongest->amount >= kLead && hadLabel) label_ = strongest->person;
  }
  if (const auto person = leader(); person && supportOf(*person) > held) label_ = person;
}

IdentityVote::Verdict IdentityVote::verdict() const {
  double sum = 0;
  int count = 0;
  for (const Frame& frame : window_) {
    // Of a name all frames that gave it; of no name all frames, for a rare accepted one is a doubt too.
    if (label_ && frame.person != label_) continue;
    sum += frame.score;
    ++count;
  }
  const double mean = count > 0 ? sum / count : 0.5;
  if (label_) return {label_, std::max(0.5, mean), Reason::accepted, basis_, threshold_};
  return {std::nullopt, std::min(0.5, mean), lastRefusal_.value_or(Reason::tooFar), basis_, threshold_};
}

}  // namespace facewire::tracking
