#pragma once

#include <cstdint>
#include <string>

namespace facewire::portraits {

/// The invented name of a person: UTF-8 in one of several scripts, different for every number. From the 101st on, given
/// names come round again with a Roman numeral ("Ada II"). A pure function.
std::string nameOf(std::uint64_t person);

}  // namespace facewire::portraits
