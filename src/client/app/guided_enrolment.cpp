#include "guided_enrolment.hpp"

#include <algorithm>
#include <utility>

#include "facewire/capture/picture.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr int kFrameQuality = 95;

}  // namespace

std::string GuidedEnrolment::labelOf(const capture::Frame& frame) const {
  return options_.source + " at " + clockText(frame.timeMs / 1000) + " (frame " + std::to_string(frame.index) + ")";
}

bool GuidedEnrolment::offer(const capture::Frame& frame) {
  if (windows_.endsBefore(frame.index, frame.timeMs)) enrolBest();
  if (isComplete()) return false;
  if (!windows_.wants(frame.index, frame.timeMs)) return true;

  const std::string label = labelOf(frame);
  Result<Bytes> jpeg = capture::encodeJpeg(frame.picture, kFrameQuality);
  const auto assessment = jpeg ? client_.assess(options_.name, *jpeg) : Result<client::Assessment>(fail(jpeg.error()));
  const FrameJudgement judgement = judge(assessment, label);
  if (over_) return false;
  if (judgement.fitness == Fitness::candidate) {
    windows_.noteCandidate(frame.timeMs);
    Candidate candidate{label, *std::move(jpeg), judgement.worth};
    if (!best_ || candidate.worth > best_->worth) {
      if (best_) keep(*std::exchange(best_, std::nullopt));
      best_ = std::move(candidate);
    } else {
      keep(std::move(candidate));
    }
  } else {
    windows_.noteRefused(frame.index);
  }
  guide(judgement.prompt);
  return true;
}

/// Counts the frame; `over_` where no other would fare better.
FrameJudgement GuidedEnrolment::judge(const Result<client::Assessment>& assessment, const std::string& label) {
  if (assessment) {
    FrameJudgement judgement = judgeFrame(*assessment, taken());
    ++judged_[judgement.fitness];
    return judgement;
  }
  const Error& error = assessment.error();
  ++refusals_[error.code];
  over_ = !client_.isOpen() || error.code == ErrorCode::badName || error.code == ErrorCode::unknownOp;
  if (over_) session_.report(error, label);
  return {Fitness::poor, 0, whyRefused(session_, error)};
}

void GuidedEnrolment::guide(const std::string& prompt) {
  if (!options_.guides || prompt.empty()) return;
  session_.console.status(std::to_string(taken()) + " of " + std::to_string(options_.samples) + ": " + prompt);
}

void GuidedEnrolment::keep(Candidate candidate) {
  // Who sits before a camera can be asked for another; a video has only what it has.
  if (options_.guides) return;
  leftovers_.push_back(std::move(candidate));
  if (leftovers_.size() <= kKeptLeftovers) return;
  leftovers_.erase(std::ranges::min_element(leftovers_, {}, &Candidate::worth));
}

void GuidedEnrolment::enrolBest() {
  if (!best_) return;
  const Candidate candidate = *std::exchange(best_, std::nullopt);
  if (!isComplete()) enrol(candidate);
}

void GuidedEnrolment::enrol(const Candidate& candidate) {
  const auto enrolled = client_.enrol(options_.name, candidate.jpeg, candidate.label, false, options_.stranger);
  if (!report_.note(candidate.label, options_.name, enrolled)) {
    const ErrorCode code = enrolled.error().code;
    ++refusals_[code];
    over_ = !client_.isOpen() || concernsName(code);
    return;
  }
  samples_ = enrolled->samples;
  session_.console.note(candidate.label + ": " + (enrolled->already ? "enrolled already" : "enrolled") + ", " +
                        std::to_string(taken()) + " of " + std::to_string(options_.samples));
}

/// Each is looked at again, since what it adds depends on the samples taken since.
void GuidedEnrolment::useLeftovers() {
  while (!isComplete() && !leftovers_.empty()) {
    std::optional<Candidate> best;
    std::vector<Candidate> rest;
    for (Candidate& candidate : leftovers_) {
      const auto assessment = client_.assess(options_.name, candidate.jpeg);
      if (!assessment) {
        judge(assessment, candidate.label);
        if (over_) return;
        continue;
      }
      const FrameJudgement judgement = judgeFrame(*assessment, taken());
      // What is like a sample now will be so when there are more.
      if (judgement.fitness != Fitness::candidate) continue;
      candidate.worth = judgement.worth;
      if (!best || candidate.worth > best->worth) {
        if (best) rest.push_back(*std::exchange(best, std::nullopt));
        best = std::move(candidate);
      } else {
        rest.push_back(std::move(candidate));
      }
    }
    leftovers_ = std::move(rest);
    if (best) enrol(*best);
  }
}

ExitStatus GuidedEnrolment::finish() {
  enrolBest();
  useLeftovers();
  session_.console.endProgress();
  tellWhatIsLacking();
  if (!session_.options.json) {
    std::string line = "enrolled " + std::to_string(report_.enrolled()) + " of " + counted(options_.samples, "sample") +
                       " for " + printable(options_.name);
    if (report_.already() > 0) line += ", " + std::to_string(report_.already()) + " enrolled already";
    if (samples_) line += "; " + counted(*samples_, "sample") + " now";
    session_.console.result(line);
  }
  report_.tellResemblances();
  return status();
}

void GuidedEnrolment::tellWhatIsLacking() const {
  std::size_t looked = 0;
  std::string reasons;
  const auto add = [&](const std::string& what, std::size_t count) {
    reasons += (reasons.empty() ? "" : ", ") + what + ": " + std::to_string(count);
  };
  for (const auto& [fitness, count] : judged_) {
    looked += count;
    if (fitness != Fitness::candidate) add(describeFitness(fitness), count);
  }
  for (const auto& [code, count] : refusals_) add(whyRefused(session_, {code, ""}), count);
  if (!reasons.empty()) session_.console.note("of " + counted(looked, "frame") + " looked at, not taken: " + reasons);
  if (over_ || taken() == 0 || taken() >= options_.samples) return;

  const std::size_t lacking = options_.samples - taken();
  const auto timesOf = [this](Fitness fitness) {
    const auto found = judged_.find(fitness);
    return found == judged_.end() ? std::size_t{0} : found->second;
  };
  const bool alike = timesOf(Fitness::alike) + timesOf(Fitness::candidate) >= timesOf(Fitness::poor);
  session_.console.note(counted(lacking, "sample") + (lacking == 1 ? " is" : " are") + " lacking: " +
                        (alike ? "the other good frames look like those taken. Recognition will be weaker where the "
                                 "head is turned otherwise or the light is different: enrol again with more movement"
                               : "too few frames were good enough. Hold still, come near, and see to the light"));
}

ExitStatus GuidedEnrolment::status() const {
  ExitStatus worst = report_.status();
  for (const auto& [code, count] : refusals_) worst = moreSerious(worst, exitStatusOf(code));
  if (worst == ExitStatus::unreachable || worst == ExitStatus::refused) return worst;
  if (taken() > 0) return ExitStatus::done;
  for (const auto& [fitness, count] : judged_) {
    worst = moreSerious(worst, fitness == Fitness::noFace ? ExitStatus::noFace : ExitStatus::badInput);
  }
  return worst == ExitStatus::done ? ExitStatus::badInput : worst;
}

}  // namespace facewire::app
