#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "session.hpp"

namespace facewire::app {

/// Tells what became of each picture that was to be enrolled, and counts it. Confined to one thread.
class EnrolReport {
 public:
  explicit EnrolReport(const Session& session) : session_(session) {}

  /// `image` is named in every line. True where it was enrolled, now or before.
  bool note(const std::string& image, const std::string& person, const Result<client::Enrolled>& result);

  /// Says, once for each pair, half or more of whose pictures look like somebody else's: fewer are an accident, as
  /// happens while there are few others to compare with. Call it when all is done.
  void tellResemblances() const;

  std::size_t enrolled() const { return enrolled_; }
  std::size_t already() const { return already_; }  ///< the same picture had been enrolled before
  std::size_t refused() const { return refused_; }

  /// What to end with: done where anything was enrolled, now or before, else what stands for the refusals (noFace only
  /// where that was always the reason).
  ExitStatus status() const;

 private:
  const Session& session_;
  std::size_t enrolled_ = 0;
  std::size_t already_ = 0;
  std::size_t refused_ = 0;
  std::map<std::string, std::size_t> taken_;  ///< person: pictures enrolled, now or before
  std::map<std::pair<std::string, std::string>, std::size_t> resemblances_;  ///< person and other: pictures
  ExitStatus worst_ = ExitStatus::done;
};

/// Whether what was refused with one picture is refused with every picture, for its name's sake.
bool concernsName(ErrorCode code);

/// Why a picture was not taken: the server's words, or, where there are none, what its code means.
std::string whyRefused(const Session& session, const Error& error);

}  // namespace facewire::app
