#include "gallery_exchange.hpp"

#include <algorithm>
#include <filesystem>

#include "facewire/protocol/message.hpp"
#include "facewire/service/recognition_service.hpp"
#include "opencv_export.hpp"

namespace facewire::service {
namespace {

using protocol::Json;
using protocol::Request;

/// Small enough for a slow line to take within the write time, large enough not to wait for the line.
constexpr std::int64_t kUsualPart = 256 * 1024;

tl::unexpected<Error> outOfTurn(const Request& request, const std::string& why) {
  return fail(ErrorCode::badMessage, "REQUEST " + request.op + ": " + why);
}

Result<bool> flagField(const Request& request, const char* field) {
  const auto found = request.body.find(field);
  if (found == request.body.end()) return false;
  if (!found->is_boolean()) return outOfTurn(request, '"' + std::string(field) + "\" must be true or false");
  return found->get<bool>();
}

Result<std::string> sumOf(const gallery::TransferFile& file) {
  Sha256 sum;
  for (std::uint64_t offset = 0, size = file.size(); offset < size;) {
    const auto part = file.read(offset, static_cast<std::size_t>(kUsualPart));
    if (!part) return fail(part.error());
    if (part->empty()) break;
    sum.add(*part);
    offset += part->size();
  }
  return sum.hex();
}

Json describe(const gallery::GalleryContent& content) {
  return {{"people", content.people},
          {"strangers", content.strangers},
          {"samples", content.samples},
          {"schema", content.schema}};
}

Json describe(const gallery::GallerySnapshot& snapshot) {
  std::size_t samples = 0;
  std::size_t strangers = 0;
  for (const auto& [id, person] : snapshot.people) {
    samples += person->samples.size();
    strangers += person->stranger ? 1 : 0;
  }
  return {{"people", snapshot.people.size()}, {"strangers", strangers}, {"samples", samples}};
}

}  // namespace

std::unique_ptr<ExchangePlaces::Place> ExchangePlaces::take() {
  if (++taken_ <= kMost) return std::make_unique<Place>(*this);
  --taken_;
  return nullptr;
}

void GalleryExchange::end() {
  incoming_.reset();
  file_.reset();
  place_.reset();
  isUpload_ = false;
}

Result<void> GalleryExchange::begin() {
  end();
  place_ = places_.take();
  if (!place_) {
    return fail(ErrorCode::busy, std::to_string(ExchangePlaces::kMost) +
                                     " galleries are on their way in or out already, and more would fill the disk");
  }
  file_ = std::make_unique<gallery::TransferFile>(gallery_.directory());
  return {};
}

/// Everybody into the file, in that form; how much it is.
Result<Json> GalleryExchange::makeCopy(const std::string& format, const std::stop_token& stop) {
  if (format == "opencv") {
    const auto written = writeForOpenCv(gallery_, *file_, stop);
    if (!written) return fail(written.error());
    return Json{{"people", written->people}, {"strangers", 0}, {"samples", written->samples}};
  }
  if (auto copied = gallery_.copyInto(file_->path(), stop); !copied) return fail(copied.error());
  return describe(*gallery_.snapshot());
}

Result<Json> GalleryExchange::beginBackup(const Request& request, const std::stop_token& stop) {
  std::string format = "gallery";
  if (request.body.contains("format")) {
    auto asked = protocol::requireText(request, "format");
    if (!asked) return fail(asked.error());
    format = std::move(*asked);
  }
  if (format != "gallery" && format != "opencv") {
    return outOfTurn(request, "\"format\" must be \"gallery\" or \"opencv\"");
  }
  if (auto begun = begin(); !begun) return fail(begun.error());
  auto answer = makeCopy(format, stop);
  if (!answer) {
    end();
    return answer;
  }
  // Whoever is removed from now on is in no file of the directory any more.
  file_->hide();
  auto sum = sumOf(*file_);
  if (!sum) {
    end();
    return fail(sum.error());
  }
  answer->update({{"bytes", file_->size()}, {"sha256", std::move(*sum)}});
  return answer;
}

protocol::Response GalleryExchange::answerBackupPart(const Request& request) {
  if (!file_ || isUpload_) return {request.id, outOfTurn(request, "there is no backup on this connection")};
  const auto offset = protocol::requireInteger(request, "offset");
  if (!offset) return {request.id, fail(offset.error())};
  if (*offset < 0 || static_cast<std::uint64_t>(*offset) >= file_->size()) {
    return {request.id, outOfTurn(request, "\"offset\" must be within the backup")};
  }
  auto part = file_->read(static_cast<std::uint64_t>(*offset), static_cast<std::size_t>(kUsualPart));
  if (!part) return {request.id, fail(part.error())};
  protocol::Response response{request.id, Json{{"offset", *offset}, {"bytes", part->size()}}};
  response.data = std::move(*part);
  return response;
}

Result<Json> GalleryExchange::beginUpload(const Request& request) {
  const auto bytes = protocol::requireInteger(request, "bytes");
  if (!bytes) return fail(bytes.error());
  if (*bytes <= 0) return outOfTurn(request, "\"bytes\" must be more than 0");
  auto sum = protocol::requireText(request, "sha256");
  if (!sum) return fail(sum.error());
  if (auto begun = begin(); !begun) return fail(begun.error());
  std::error_code unknown;
  const auto space = std::filesystem::space(gallery_.directory(), unknown);
  if (!unknown && space.available < static_cast<std::uint64_t>(*bytes)) {
    end();
    return fail(ErrorCode::internal, "nothing was changed: the gallery has " + std::to_string(*bytes) +
                                         " bytes, and the disk of \"" + gallery_.directory().string() +
                                         "\" has room for " + std::to_string(space.available) +
                                         "; make room on it, and try again");
  }
  isUpload_ = true;
  expected_ = static_cast<std::uint64_t>(*bytes);
  expectedSum_ = std::move(*sum);
  received_ = 0;
  sum_ = Sha256();
  return Json{{"received", 0}};
}

Result<Json> GalleryExchange::takePart(const Request& request, ByteView data) {
  if (!isUpload_) return outOfTurn(request, "there is no upload on this connection");
  const auto offset = protocol::requireInteger(request, "offset");
  if (!offset) return fail(offset.error());
  if (*offset < 0 || static_cast<std::uint64_t>(*offset) != received_) {
    return outOfTurn(request, "\"offset\" must be " + std::to_string(received_) + ", where the last part ended");
  }
  if (data.size() > expected_ - received_)
    return outOfTurn(request, "the part goes beyond the bytes that were announced");
  if (auto written = file_->append(data); !written) {
    end();
    return fail(written.error());
  }
  sum_.add(data);
  received_ += data.size();
  return Json{{"received", received_}};
}

Result<gallery::IncomingGallery*> GalleryExchange::prepareUpload(const std::stop_token& stop) {
  if (!isUpload_) return fail(ErrorCode::badMessage, "there is no upload on this connection");
  if (incoming_) return &*incoming_;
  if (received_ != expected_ || sum_.hex() != expectedSum_) {
    return fail(ErrorCode::badGallery,
                "it did not arrive whole: " + std::to_string(received_) + " of " + std::to_string(expected_) +
                    " bytes" + (received_ == expected_ ? ", with another SHA-256" : "") + "; send it again");
  }
  auto prepared = gallery_.prepare(file_->path(), expectUsable, stop);
  if (!prepared) return fail(prepared.error());
  return &incoming_.emplace(std::move(*prepared));
}

Result<Json> GalleryExchange::restore(const Request& request, const std::stop_token& stop) {
  const auto dryRun = flagField(request, "dry_run");
  if (!dryRun) return fail(dryRun.error());
  const auto incoming = prepareUpload(stop);
  if (!incoming) return fail(incoming.error());
  Json answer{{"incoming", describe((*incoming)->content())},
              {"present", describe(*gallery_.snapshot())},
              {"warnings", (*incoming)->warnings()},
              {"replaced", !*dryRun}};
  if (*dryRun) return answer;
  auto replaced = gallery_.replaceBy(std::move(**incoming));
  end();
  if (!replaced) return fail(replaced.error());
  if (sightings_) {
    if (const auto forgotten = sightings_->peopleReplaced(*gallery_.snapshot()); !forgotten) {
      return fail(forgotten.error().code,
                  "the gallery is restored, but sightings of people who are not in it are still there: " +
                      forgotten.error().detail);
    }
  }
  return answer;
}

Result<Json> GalleryExchange::merge(const Request& request, const std::stop_token& stop) {
  const auto dryRun = flagField(request, "dry_run");
  if (!dryRun) return fail(dryRun.error());
  const auto incoming = prepareUpload(stop);
  if (!incoming) return fail(incoming.error());
  const auto merged = gallery_.mergeFrom(**incoming, *dryRun);
  if (!merged) return fail(merged.error());
  Json people = Json::array();
  for (const auto& person : *merged) {
    people.push_back({{"name", person.name},
                      {"new", person.isNew},
                      {"other_kind", person.isOfOtherKind},
                      {"added", person.added},
                      {"already", person.already}});
  }
  Json answer{{"people", std::move(people)}, {"warnings", (*incoming)->warnings()}, {"merged", !*dryRun}};
  if (!*dryRun) end();
  return answer;
}

Result<Json> GalleryExchange::answerFields(const Request& request, ByteView data, const std::stop_token& stop) {
  if (request.op == "backup") return beginBackup(request, stop);
  if (request.op == "upload") return beginUpload(request);
  if (request.op == "upload_part") return takePart(request, data);
  if (request.op == "restore") return restore(request, stop);
  if (request.op == "merge") return merge(request, stop);
  end();  // backup_end, upload_end
  return Json::object();
}

protocol::Response GalleryExchange::answer(const Request& request, ByteView data, const std::stop_token& stop) {
  try {
    if (request.op == "backup_part") return answerBackupPart(request);
    return {request.id, answerFields(request, data, stop)};
  } catch (const std::exception& error) {  // no file, or no memory
    end();
    return {request.id, fail(ErrorCode::internal, error.what())};
  }
}

}  // namespace facewire::service
