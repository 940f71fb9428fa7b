#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/client/client.hpp"
#include "real_models.hpp"
#include "server_process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// Servers with the real networks, on one gallery, and the pictures of two people and a film of one of them and of a
/// man whom nobody enrols. Skips where these are absent.
class InterviewEndToEnd : public testing::Test {
 protected:
  using Words = std::vector<std::string>;

  static constexpr const char* kSmith = "Mr smith";
  static constexpr const char* kEmma = "Ms Emma";
  static constexpr int kPicturesEach = 50;

  void SetUp() override;

  /// A server on the test's gallery; one that runs is stopped first.
  void start(const Words& arguments);
  void stop() { server_.reset(); }
  ServerProcess& server() { return *server_; }

  /// `facewire --server ... ARGUMENTS...`, run to its end.
  ProcessResult facewire(const Words& arguments) const;
  std::vector<nlohmann::json> facewireJson(Words arguments) const;
  client::Client connect(std::vector<protocol::Reply> reply = {protocol::Reply::faces}, bool track = true) const;

  /// Enrols every second picture of both.
  void importHalf() const;
  /// The picture of Mr smith (1) or Ms Emma (2); the odd ones are not enrolled by importHalf().
  static std::string picture(int person, int number);
  static std::string film() { return sharedData() / "interview" / "video1.mkv"; }

  /// How many of the pictures that importHalf() left out are named right; those named wrong fail the test.
  int namedRight() const;

  std::string path(const std::string& name) const { return folder_.path() / name; }
  std::string put(const std::string& name, const cv::Mat& picture) const;

  TemporaryFolder folder_;
  const RealModels models_;
  std::unique_ptr<ServerProcess> server_;
};

/// A picture as a JPEG; grey ones become grey JPEGs.
Bytes asJpeg(const cv::Mat& picture);

}  // namespace facewire::test
