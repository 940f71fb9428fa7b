#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <set>
#include <string_view>
#include <thread>
#include <unordered_set>

#include "data_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

/// So many bytes in a row would tell of whom they were.
constexpr std::size_t kWindow = 16;

/// The first column of all rows, as another program reads it.
std::vector<std::string> readColumn(const ServerProcess& server, const std::string& sql) {
  sqlite3* connection = nullptr;
  sqlite3_open_v2((server.dataFolder() / "gallery.db").c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
      << sqlite3_errmsg(connection);
  std::vector<std::string> values;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    values.emplace_back(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                        static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
  }
  sqlite3_finalize(statement);
  sqlite3_close(connection);
  return values;
}

using Windows = std::unordered_set<std::string_view>;

void addWindows(std::string_view bytes, Windows& windows) {
  for (std::size_t at = 0; at + kWindow <= bytes.size(); ++at) windows.insert(bytes.substr(at, kWindow));
}

std::string asUtf16(const std::string& ascii, bool littleEndian) {
  std::string out;
  for (const char letter : ascii) out += littleEndian ? std::string{letter, '\0'} : std::string{'\0', letter};
  return out;
}

/// All that the data directory knew of a person or a sample.
class Remains {
 public:
  /// `where` tells which samples they are; what others' pictures and descriptors have in common with them tells
  /// nothing.
  Remains(const ServerProcess& server, const std::string& where, std::vector<std::string> texts)
      : texts_(std::move(texts)) {
    const std::string samples =
        "(SELECT samples.id FROM samples JOIN people ON people.id = person WHERE " + where + ")";
    const auto read = [&](const std::string& in) {
      std::vector<std::string> blobs = readColumn(server, "SELECT png FROM samples WHERE id " + in + samples);
      std::ranges::move(readColumn(server, "SELECT bytes FROM descriptors WHERE sample " + in + samples),
                        std::back_inserter(blobs));
      return blobs;
    };
    blobs_ = read("IN ");
    others_ = read("NOT IN ");
    for (const std::string& blob : blobs_) addWindows(blob, windows_);
    Windows common;
    for (const std::string& blob : others_) addWindows(blob, common);
    std::erase_if(windows_, [&](std::string_view window) {
      return common.contains(window) || std::set<char>(window.begin(), window.end()).size() < 6;
    });
  }

  std::size_t size() const { return windows_.size(); }

  /// Where something of it is, and what; empty for nowhere.
  std::string findIn(const std::filesystem::path& directory) const {
    for (const auto& [name, content] : filesIn(directory)) {
      for (const std::string& text : texts_) {
        for (const std::string& form : {text, asUtf16(text, true), asUtf16(text, false)}) {
          if (content.find(form) != std::string::npos) return "\"" + text + "\" is in " + name;
        }
      }
      for (std::size_t at = 0; at + kWindow <= content.size(); ++at) {
        if (windows_.contains(std::string_view(content).substr(at, kWindow))) {
          return "a picture or a descriptor is in " + name + " at " + std::to_string(at);
        }
      }
    }
    return {};
  }

 private:
  std::vector<std::string> texts_;
  std::vector<std::string> blobs_;
  std::vector<std::string> others_;
  Windows windows_;  ///< into blobs_
};

/// Clients that stream as long as it lives.
class Streams {
 public:
  Streams(const ServerProcess& server, int count) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this, &server, i](const std::stop_token& stop) {
        auto client = connectTo(server);
        const Bytes frame = groupJpeg({1, 2}, {320, 240}, static_cast<std::uint64_t>(i) + 1);
        while (!stop.stop_requested() && client.recognise(frame)) ++answered_;
      });
    }
  }
  int answered() const { return answered_; }

 private:
  std::atomic<int> answered_ = 0;
  std::vector<std::jthread> threads_;
};

class Erasure : public testing::Test {
 protected:
  Erasure() {
    for (std::uint64_t person = 1; person <= 3; ++person) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) {
        const auto enrolled = client_.enrol(kNames.at(person - 1), portraitJpeg(person, shot),
                                            kSources.at(person - 1) + std::to_string(shot), false);
        if (!enrolled) throw std::runtime_error(enrolled.error().detail);
        samples_.push_back(enrolled->sample);
      }
    }
  }

  std::string leftOf(const Remains& remains) const { return remains.findIn(server_.dataFolder()); }

  const std::vector<std::string> kNames{"Zaphod Beeblebrox", "Trillian Astra", "Marvin the Android"};
  const std::vector<std::string> kSources{"kitchen-camera-", "garden-camera-", "garage-camera-"};
  ServerProcess server_;
  client::Client client_ = connectTo(server_);
  std::vector<std::int64_t> samples_;
};

TEST_F(Erasure, LeavesNoByteOfAPersonInAnyFileOfARunningServer) {
  const Remains zaphod(server_, "name = 'Zaphod Beeblebrox'", {kNames[0], kSources[0]});
  ASSERT_GT(zaphod.size(), 50'000U);
  ASSERT_NE(leftOf(zaphod), "");
  ASSERT_EQ(nameOf(client_, portraitJpeg(1, 4)), kNames[0]);
  {
    Streams streams(server_, 3);
    while (streams.answered() < 6) std::this_thread::yield();
    const auto removed = client_.removePerson(kNames[0]);
    ASSERT_TRUE(removed) << removed.error().detail;
    EXPECT_EQ(*removed, 3U);
    EXPECT_EQ(leftOf(zaphod), "");
  }
  EXPECT_EQ(nameOf(client_, portraitJpeg(1, 4)), "");
  EXPECT_EQ(nameOf(client_, portraitJpeg(2, 4)), kNames[1]);
  EXPECT_EQ(peopleIn(client_), (std::vector<std::string>{kNames[2], kNames[1]}));
  const auto status = client_.status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->dump().find(kNames[0]), std::string::npos) << *status;

  // Nor does it come back with what is written later, or with the next start.
  ASSERT_TRUE(client_.enrol(kNames[1], portraitJpeg(2, 5), "", false));
  EXPECT_EQ(leftOf(zaphod), "");
  EXPECT_EQ(server_.stop().exitStatus, 0);
  EXPECT_EQ(leftOf(zaphod), "");
  EXPECT_EQ(checkData(server_.dataFolder()).exitStatus, 0);
  server_.startAgain();
  EXPECT_EQ(leftOf(zaphod), "");
  auto again = connectTo(server_);
  EXPECT_EQ(nameOf(again, portraitJpeg(1, 1)), "");
}

TEST_F(Erasure, IsCompleteWhenTheServerIsKilledRightAfterTheAnswer) {
  const Remains trillian(server_, "name = 'Trillian Astra'", {kNames[1], kSources[1]});
  ASSERT_TRUE(client_.removePerson(kNames[1]));
  server_.kill();
  EXPECT_EQ(leftOf(trillian), "");
  server_.startAgain();
  EXPECT_EQ(leftOf(trillian), "");
}

TEST_F(Erasure, IncludesOldNamesAndSinglePictures) {
  const Remains sample(server_, "samples.id = " + std::to_string(samples_[0]), {kSources[0] + "1"});
  ASSERT_TRUE(client_.removeSample(samples_[0]));
  EXPECT_EQ(leftOf(sample), "");
  const Remains oldName(server_, "0", {kNames[2]});
  ASSERT_NE(leftOf(oldName), "");
  ASSERT_TRUE(client_.renamePerson(kNames[2], "M."));
  EXPECT_EQ(leftOf(oldName), "");
  EXPECT_EQ(nameOf(client_, portraitJpeg(3, 4)), "M.");
}

/// Faces that are followed have their names from many frames, and are not compared on every one.
TEST_F(Erasure, ForgetsWhomAStreamHasNamedFromItsNextFrameOn) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server_.port()};
  options.timeout = std::chrono::seconds(60);
  auto stream = client::Client::connect(options);
  ASSERT_TRUE(stream);
  const Bytes frame = portraitJpeg(1, 4);
  const auto nextName = [&] { return nameOf(*stream, frame); };
  int frames = 0;
  while (nextName() != kNames[0] && frames < 50) ++frames;
  for (int more = 0; more < 20; ++more) ASSERT_EQ(nextName(), kNames[0]);
  ASSERT_TRUE(client_.removePerson(kNames[0]));
  for (int more = 0; more < 20; ++more) {
    const auto answer = stream->recognise(frame);
    ASSERT_TRUE(answer);
    for (const protocol::Face& face : answer->faces->faces) {
      EXPECT_FALSE(face.name) << *face.name << ", " << more << " frames after the removal";
      EXPECT_NE(face.runnerUp ? face.runnerUp->name : "", kNames[0]);
    }
  }
}

}  // namespace
}  // namespace facewire::test
