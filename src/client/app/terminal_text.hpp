#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace facewire::app {

/// The text as it may be shown in a terminal: control characters (C0, DEL, C1), bidirectional overrides and what is not
/// UTF-8 become '?', so that a name from the wire cannot move the cursor, recolour or reorder a line. A pure function.
std::string printable(std::string_view text);

/// Columns that `printable` UTF-8 takes in a terminal: East Asian wide characters and emoji two, combining marks none.
std::size_t displayWidth(std::string_view text);

/// As much of the beginning of printable text as fits into `width` columns.
std::string cutToWidth(std::string_view text, std::size_t width);

/// The text with spaces after it, up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// "61.2": a point as the decimal sign whatever the locale.
std::string fixed(double number, int digits);

/// A distance beside the threshold it is held against, as short as it says something: "70", "61.2"; "0.6", "0.57".
std::string distanceNumber(double distance, double threshold);

/// "1 picture", "3 pictures".
std::string counted(std::size_t count, std::string_view noun);

/// As one word of a shell's command line: Ada, 'Ada Lovelace'.
std::string quotedForShell(std::string_view text);

/// "0:05", "2:41", "1:02:07".
std::string clockText(double seconds);

}  // namespace facewire::app
