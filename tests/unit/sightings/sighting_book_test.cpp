#include "facewire/sightings/sighting_book.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "sighting_fixture.hpp"
#include "temporary_folder.hpp"

namespace facewire::sightings {
namespace {

using test::Camera;
using test::kAda;
using test::kBob;
using namespace std::chrono_literals;

/// Keeps what it was told; may be made to stop the book's thread for a while.
class Listener : public EventSink {
 public:
  void take(const Event& event) override {
    std::unique_lock lock(mutex_);
    told_.push_back(event);
    isHolding_ = holds_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !holds_; });
    isHolding_ = false;
  }

  void hold(bool on) {
    const std::lock_guard lock(mutex_);
    holds_ = on;
    changed_.notify_all();
  }
  void waitUntilHolding() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return isHolding_; });
  }
  std::vector<Event> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Event> told_;
  bool holds_ = false;
  bool isHolding_ = false;
};

class SightingBookTest : public testing::Test {
 protected:
  std::unique_ptr<SightingBook> open() {
    SightingOptions options;
    options.file = folder.path() / "sightings.db";
    return std::make_unique<SightingBook>(options, test::galleryOf({kAda, kBob}), std::vector<EventSink*>{&listener},
                                          log);
  }

  facewire::test::TemporaryFolder folder;
  spdlog::logger log{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
  Listener listener;
};

TEST_F(SightingBookTest, TellsItsSinksAndKeepsTheSighting) {
  auto book = open();
  auto stream = book->openStream("front-door");
  for (int i = 0; i < 5; ++i) stream->take({Camera::face(kAda)});
  book->settle();
  ASSERT_EQ(listener.told().size(), 1U);
  EXPECT_EQ(listener.told()[0].kind, EventKind::entered);
  EXPECT_EQ(book->events().wait(0, 10, 0ms, nullptr).events.size(), 1U);
  const auto read = book->read({});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().sighting.frames, 5U);
  EXPECT_TRUE(read->front().isOpen);
  EXPECT_EQ(book->status().open, 1U);
  EXPECT_EQ(book->status().kept, 1U);
  stream.reset();
  book.reset();
  ASSERT_EQ(listener.told().size(), 2U) << "who is there when it ends leaves";
  EXPECT_EQ(listener.told()[1].kind, EventKind::left);
  const auto again = open()->read({});
  ASSERT_EQ(again->size(), 1U);
  EXPECT_FALSE(again->front().isOpen);
}

TEST_F(SightingBookTest, AnswersWithWhatWasSeenAMomentBefore) {
  const auto book = open();
  const auto stream = book->openStream("front-door");
  for (int i = 0; i < 50; ++i) {
    stream->take({Camera::face(kAda)});
    ASSERT_EQ(book->read({})->at(0).sighting.frames, static_cast<std::uint64_t>(i + 1));
  }
}

TEST_F(SightingBookTest, DropsFramesRatherThanWaiting) {
  listener.hold(true);
  const auto book = open();
  const auto stream = book->openStream("front-door");
  stream->take({Camera::face(kAda)});
  listener.waitUntilHolding();
  for (int i = 0; i < 10'000; ++i) stream->take({Camera::face(kAda)});
  EXPECT_GT(book->status().dropped, 0U);
  listener.hold(false);
  book->settle();
  const std::uint64_t dropped = book->status().dropped;
  EXPECT_EQ(book->read({})->at(0).sighting.frames + dropped, 10'001U) << "each is counted, or counted as dropped";
}

TEST_F(SightingBookTest, WantsAPictureOnlyWhereItIsClearlyBetter) {
  const auto book = open();
  const auto stream = book->openStream("front-door");
  EXPECT_TRUE(stream->wantsPicture(1, 0.5));
  EXPECT_FALSE(stream->wantsPicture(1, 0.5));
  EXPECT_FALSE(stream->wantsPicture(1, 0.55));
  EXPECT_TRUE(stream->wantsPicture(1, 0.6));
  EXPECT_TRUE(stream->wantsPicture(2, 0.1));
}

TEST_F(SightingBookTest, KeepsAsMuchOfAClientsNameAsIsAName) {
  const auto book = open();
  std::string name(119, 'x');
  for (int i = 0; i < 5000; ++i) name += "\u00e4";
  const auto stream = book->openStream(name);
  stream->take({Camera::face(kAda)});
  EXPECT_EQ(book->read({})->at(0).sighting.client, std::string(119, 'x'));
}

TEST_F(SightingBookTest, TakesManyStreamsAtOnce) {
  const auto book = open();
  {
    std::vector<std::jthread> cameras;
    for (int i = 0; i < 4; ++i) {
      cameras.emplace_back([&, i] {
        const auto stream = book->openStream("camera " + std::to_string(i));
        for (int frame = 0; frame < 200; ++frame) {
          stream->take({Camera::face(kAda, 1), Camera::face(kBob, 2)});
          if (frame % 50 == 0) (void)book->read({});
        }
      });
    }
  }
  const auto read = book->read({});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 8U);
  for (const auto& found : *read) EXPECT_EQ(found.sighting.frames, 200U);
}

}  // namespace
}  // namespace facewire::sightings
