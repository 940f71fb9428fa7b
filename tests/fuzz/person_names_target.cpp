#include "facewire/album/natural_order.hpp"
#include "facewire/album/picture_ending.hpp"
#include "facewire/album/users_file.hpp"
#include "facewire/base/person_name.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

void tryName(std::string_view text) {
  const auto name = canonicalName(text);
  if (!name) {
    require(name.error().code == ErrorCode::badName, "a name is refused with another error");
    return;
  }
  require(!name->empty() && name->size() <= kMaxNameBytes, "a name of no length, or of too much");
  const auto again = canonicalName(*name);
  require(again && *again == *name, "a name is another one when it is read twice");
}

}  // namespace

/// What names people: a name in a request, the lines of users_name.txt, the names of folders and files.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = asText(fuzz::toView(data, size));
  tryName(text);
  if (const auto users = album::parseUsersFile(text, "users_name.txt")) {
    for (const auto& [id, name] : *users) {
      require(id >= 0, "a person of a negative number");
      require(canonicalName(name) == name, "a name that the server would not take");
    }
  }
  const std::string_view one = text.substr(0, size / 2);
  const std::string_view other = text.substr(size / 2);
  require(!album::comesBefore(one, one), "a name comes before itself");
  const bool before = album::comesBefore(one, other);
  const bool after = album::comesBefore(other, one);
  require(before != after || one == other, "of two names both come first, or neither");
  if (text.find('\0') == std::string_view::npos) album::hasPictureEnding(std::filesystem::path(text));
  return 0;
}
