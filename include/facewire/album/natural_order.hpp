#pragma once

#include <string_view>

namespace facewire::album {

/// Orders names as people do: numbers in them by value, so that "2.jpg" comes before "10.jpg". A strict weak order.
bool comesBefore(std::string_view one, std::string_view other);

}  // namespace facewire::album
