#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "candidate.hpp"
#include "enrol_report.hpp"
#include "facewire/capture/frame_source.hpp"
#include "sample_windows.hpp"
#include "session.hpp"

namespace facewire::app {

struct GuidedOptions {
  std::string name;
  std::string source;       ///< what the frames come from, for people
  std::size_t samples = 5;  ///< at most
  bool guides = false;      ///< somebody sits before the camera and can be told what to do
  bool stranger = false;    ///< a known stranger, not one of ours
};

/// Enrols somebody from frames: has the server assess some of them, keeps of each window the sharpest that shows one
/// face, near enough to the samples to be the same person and not the same again, and says what is lacking. Confined to
/// one thread.
class GuidedEnrolment {
 public:
  GuidedEnrolment(const Session& session, client::Client& client, GuidedOptions options, SampleWindows windows)
      : session_(session), client_(client), options_(std::move(options)), windows_(windows), report_(session) {}

  /// Takes the next frame. False when it is over: enough samples, or the server does not take any more.
  bool offer(const capture::Frame& frame);

  /// After the last frame: tries what was left over, says what was enrolled and what is lacking.
  ExitStatus finish();

 private:
  struct Candidate {
    std::string label;  ///< "camera 0 at 0:05 (frame 120)"
    Bytes jpeg;
    double worth = 0;
  };

  std::size_t taken() const { return report_.enrolled() + report_.already(); }
  bool isComplete() const { return over_ || taken() >= options_.samples; }
  std::string labelOf(const capture::Frame& frame) const;
  FrameJudgement judge(const Result<client::Assessment>& assessment, const std::string& label);
  void guide(const std::string& prompt);
  void keep(Candidate candidate);
  void enrolBest();
  void enrol(const Candidate& candidate);
  void useLeftovers();
  void tellWhatIsLacking() const;
  ExitStatus status() const;

  static constexpr std::size_t kKeptLeftovers = 24;

  const Session& session_;
  client::Client& client_;
  const GuidedOptions options_;
  SampleWindows windows_;
  EnrolReport report_;
  std::optional<Candidate> best_;     ///< of this window
  std::vector<Candidate> leftovers_;  ///< good ones that others were preferred to
  std::map<Fitness, std::size_t> judged_;
  std::map<ErrorCode, std::size_t> refusals_;
  std::optional<std::size_t> samples_;  ///< that the person has
  bool over_ = false;                   ///< the server takes no more
};

}  // namespace facewire::app
