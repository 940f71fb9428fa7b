#include <bit>

#include "facewire/client/client.hpp"
#include "read_fields.hpp"
#include "read_number.hpp"

namespace facewire::client {
namespace {

using protocol::Json;

GallerySize readSize(const Json& json) {
  return {readCount(json.at("people")), readCount(json.at("strangers")), readCount(json.at("samples"))};
}

Backup readBackup(const Json& json) {
  return {readCount(json.at("bytes")), json.at("sha256").get<std::string>(), readSize(json)};
}

Restore readRestore(const Json& json) {
  return {readSize(json.at("incoming")), readSize(json.at("present")),
          json.at("warnings").get<std::vector<std::string>>()};
}

Merge readMerge(const Json& json) {
  Merge merge;
  for (const Json& person : json.at("people")) {
    merge.people.push_back({person.at("name").get<std::string>(), person.at("new").get<bool>(),
                            person.at("other_kind").get<bool>(), readCount(person.at("added")),
                            readCount(person.at("already"))});
  }
  merge.warnings = json.at("warnings").get<std::vector<std::string>>();
  return merge;
}

StoredAgain readStoredAgain(const Json& json) {
  return {json.at("sample").get<std::int64_t>(), json.at("new_person").get<bool>(), json.at("already").get<bool>()};
}

protocol::Box readFace(const Json& json) {
  const Json& face = json.at("face");
  return {face.at(0).get<int>(), face.at(1).get<int>(), face.at(2).get<int>(), face.at(3).get<int>()};
}

}  // namespace

Result<Backup> Client::beginBackup(std::chrono::milliseconds patience, BackupFormat format) {
  const auto json =
      askPatiently("backup", {{"format", format == BackupFormat::opencv ? "opencv" : "gallery"}}, patience);
  if (!json) return fail(json.error());
  return readFields(*json, "backup", readBackup);
}

Result<Bytes> Client::readBackupPart(std::uint64_t offset) {
  const auto json = ask("backup_part", {{"offset", offset}});
  if (!json) return fail(json.error());
  return readData();
}

Result<void> Client::endBackup() {
  const auto json = ask("backup_end", Json::object());
  if (!json) return fail(json.error());
  return {};
}

Result<void> Client::beginUpload(std::uint64_t bytes, std::string_view sha256) {
  const auto json = ask("upload", {{"bytes", bytes}, {"sha256", sha256}});
  if (!json) return fail(json.error());
  return {};
}

Result<void> Client::sendUploadPart(std::uint64_t offset, ByteView part) {
  const auto json = ask("upload_part", {{"offset", offset}}, part);
  if (!json) return fail(json.error());
  return {};
}

Result<Restore> Client::restoreUpload(bool dryRun, std::chrono::milliseconds patience) {
  const auto json = askPatiently("restore", {{"dry_run", dryRun}}, patience);
  if (!json) return fail(json.error());
  return readFields(*json, "restore", readRestore);
}

Result<Merge> Client::mergeUpload(bool dryRun, std::chrono::milliseconds patience) {
  const auto json = askPatiently("merge", {{"dry_run", dryRun}}, patience);
  if (!json) return fail(json.error());
  return readFields(*json, "merge", readMerge);
}

Result<void> Client::endUpload() {
  const auto json = ask("upload_end", Json::object());
  if (!json) return fail(json.error());
  return {};
}

Result<StoredPicture> Client::readSample(std::int64_t sample) {
  const auto json = ask("sample", {{"sample", sample}});
  if (!json) return fail(json.error());
  auto png = readData();
  if (!png) return fail(png.error());
  const auto face = readFields(*json, "sample", readFace);
  if (!face) return fail(face.error());
  return StoredPicture{std::move(*png), *face};
}

Result<StoredAgain> Client::addSample(const StoredPicture& picture, const StoredOrigin& origin) {
  const protocol::Box& face = picture.face;
  Json fields{{"name", origin.name},
              {"face", {face.x, face.y, face.width, face.height}},
              {"source", origin.source},
              {"stranger", origin.stranger}};
  if (!origin.created.empty()) fields["created"] = origin.created;
  if (!origin.personCreated.empty()) fields["person_created"] = origin.personCreated;
  if (picture.png.size() > protocol::kMaxDataBytes) {
    return fail(ErrorCode::tooLong, "the picture has " + std::to_string(picture.png.size()) +
                                        " bytes; a stored face has at most " + std::to_string(protocol::kMaxDataBytes));
  }
  const auto json = ask("add_sample", std::move(fields), picture.png);
  if (!json) return fail(json.error());
  return readFields(*json, "add_sample", readStoredAgain);
}

Result<StoredAgain> Client::addHistogram(const StoredHistogram& histogram) {
  Bytes shares;
  shares.reserve(sizeof(float) * histogram.shares.size());
  for (const float share : histogram.shares) {
    const auto bits = std::bit_cast<std::uint32_t>(share);
    for (std::size_t part = 0; part < sizeof(float); ++part) {
      shares.push_back(static_cast<std::byte>(bits >> (8 * part)));
    }
  }
  if (shares.size() > protocol::kMaxDataBytes) {
    return fail(ErrorCode::tooLong, "the histograms have " + std::to_string(histogram.shares.size()) +
                                        " numbers; a server takes at most " +
                                        std::to_string(protocol::kMaxDataBytes / sizeof(float)));
  }
  const Json opencv{{"radius", histogram.radius}, {"grid_x", histogram.gridX}, {"grid_y", histogram.gridY}};
  const auto json = ask(
      "add_sample",
      {{"name", histogram.name}, {"source", histogram.source}, {"label", histogram.label}, {"opencv", opencv}}, shares);
  if (!json) return fail(json.error());
  return readFields(*json, "add_sample", readStoredAgain);
}

}  // namespace facewire::client
