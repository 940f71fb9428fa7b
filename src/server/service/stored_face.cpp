#include "stored_face.hpp"

#include "facewire/image/png_codec.hpp"
#include "facewire/service/recognition_service.hpp"

namespace facewire::service {
namespace {

/// Far above any chip that was ever stored: a damaged file must not cost memory.
constexpr std::size_t kMaxStoredPixels = 4'000'000;

}  // namespace

Result<gallery::StoredFace> toStored(const vision::FaceChip& chip) {
  auto png = image::encodePng(chip.picture);
  if (!png) return fail(png.error());
  return gallery::StoredFace{std::move(*png), {chip.face.x, chip.face.y, chip.face.width, chip.face.height}};
}

Result<vision::FaceChip> fromStored(const gallery::StoredFace& face) {
  auto picture = image::decodePng(face.png, kMaxStoredPixels);
  if (!picture) return fail(picture.error());
  const cv::Rect box(face.face.x, face.face.y, face.face.width, face.face.height);
  if (box.empty() || (box & cv::Rect(0, 0, picture->cols, picture->rows)) != box) {
    return fail(ErrorCode::corruptImage, "the face box is not inside its picture");
  }
  return vision::FaceChip{std::move(*picture), box};
}

Result<void> expectUsable(const gallery::StoredFace& face) {
  const auto chip = fromStored(face);
  if (!chip) return fail(chip.error());
  return {};
}

Result<vision::Descriptor> encodeStoredFace(const vision::Encoder& encoder, const gallery::StoredFace& face) {
  const auto chip = fromStored(face);
  if (!chip) return fail(chip.error());
  return encoder.encode(*chip);
}

}  // namespace facewire::service
