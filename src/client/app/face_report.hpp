#pragma once

#include <string>
#include <vector>

#include "console.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::app {

/// One face in people's words: "Ada (score 0.93, distance 41.2 of at most 70)", "unknown (nearest Bob at 88, limit
/// 70)". `nameWidth`: the column that the bracket starts after.
std::string describeFace(const protocol::Face& face, const Console& console, std::size_t nameWidth);

/// A line for each face, "no face" where there is none. Each begins with `image` and a colon, so that grep finds them,
/// and goes on in column `imageWidth` + 2 at the earliest.
std::vector<std::string> describeFaces(const std::string& image, const protocol::FacesResult& result,
                                       const Console& console, std::size_t imageWidth = 0);

}  // namespace facewire::app
