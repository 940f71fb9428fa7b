#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facewire/protocol/request.hpp"

namespace facewire::fuzz {

/// Who must be enrolled, by the answers that the server has given so far. Every answer that contradicts them is a
/// finding.
class PeopleModel {
 public:
  std::size_t size() const { return people_.size(); }

  std::vector<std::string> names() const;

  /// Some sample's id; one that nobody has where there is none.
  std::int64_t someSample(unsigned number) const;

  /// Holds an answer beside what is known, and takes over what it says was changed. `isDamaged`: whether the picture
  /// that was sent, if any, may have been damaged on its way.
  void check(const protocol::Request& request, const protocol::Response& response, bool isDamaged);

  /// Begins anew with what the server says.
  void takeOver(const protocol::Json& people, const std::map<std::string, std::set<std::int64_t>>& samples);

 private:
  struct Known {
    std::set<std::int64_t> samples;
    bool stranger = false;
  };

  void checkEnrolled(const protocol::Request& request, const std::string& name, const protocol::Json& answer);
  void checkChanged(const protocol::Request& request, const std::string& name, const protocol::Json& answer);
  void checkTold(const protocol::Request& request, const std::optional<std::string>& name,
                 const protocol::Json& answer);
  void checkFailure(const protocol::Request& request, const std::optional<std::string>& name, const Error& error,
                    bool isDamaged) const;

  std::map<std::string, Known> people_;
};

}  // namespace facewire::fuzz
