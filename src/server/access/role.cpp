#include "facewire/access/role.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace facewire::access {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> kWords{
    {{Role::none, "none"}, {Role::viewer, "viewer"}, {Role::enroller, "enroller"}, {Role::admin, "admin"}}};

/// Who may only recognise learns nothing of who is enrolled but what a face in front of the camera tells: `explain`
/// shows enrolled pictures, so it is an enroller's. What is in neither list (status, verify) is a viewer's.
constexpr std::array<std::string_view, 9> kEnrollerOps{"people", "person",    "explain",  "assess", "enroll",
                                                       "sample", "sightings", "sighting", "watch"};
/// A picture that `add_sample` adds is not judged, and a file that goes out or in is everybody.
constexpr std::array<std::string_view, 15> kAdminOps{
    "remove_person", "rename_person", "remove_sample", "calibrate",  "reset_calibration",
    "add_sample",    "backup",        "backup_part",   "backup_end", "remove_sightings",
    "upload",        "upload_part",   "upload_end",    "restore",    "merge"};

}  // namespace

std::string_view toWord(Role role) {
  return std::ranges::find(kWords, role, &std::pair<Role, std::string_view>::first)->second;
}

std::optional<Role> roleFromWord(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &std::pair<Role, std::string_view>::second);
  if (found == kWords.end()) return std::nullopt;
  return found->first;
}

Role neededRole(std::string_view op) {
  if (std::ranges::find(kAdminOps, op) != kAdminOps.end()) return Role::admin;
  if (std::ranges::find(kEnrollerOps, op) != kEnrollerOps.end()) return Role::enroller;
  return Role::viewer;
}

}  // namespace facewire::access
