#pragma once

#include <string>
#include <vector>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct VerifyOptions {
  std::string name;
  std::vector<std::string> images;  ///< "-": standard input
};

ExitStatus runVerify(const Session& session, const VerifyOptions& options);

/// One answer in people's words: "yes, Ada (score 0.93, distance 41.2 of at most 58)", "no, this is Bob (Ada at 71.2,
/// Bob at 33, limit 58)".
std::string describeVerification(const client::Verification& verification, const Console& console);

}  // namespace facewire::app
