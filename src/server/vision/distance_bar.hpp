#pragma once

#include <opencv2/core/types.hpp>

#include "facewire/vision/explanation_sheet.hpp"
#include "sheet_painter.hpp"

namespace facewire::vision {

inline constexpr int kDistanceBarHeight = 78;

/// Draws how far the face is from its candidates: a scale from 0 with the part that earns a name filled, the limit and
/// the threshold marked below, the candidates above. `area` is kDistanceBarHeight high. Nothing without candidates.
void drawDistanceBar(SheetPainter& painter, const ExplainedFace& face, const cv::Rect& area);

/// "41.2"; "0.41" where embeddings are compared, whose thresholds are small. A point as the decimal sign whatever the
/// locale.
std::string distanceText(double distance, double threshold);

}  // namespace facewire::vision
