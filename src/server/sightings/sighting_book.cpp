#include "facewire/sightings/sighting_book.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "ledger.hpp"

namespace facewire::sightings {
namespace {

/// Frames that wait, and pictures among them: 10 MB at most.
constexpr std::size_t kMostWaiting = 4096;
constexpr std::size_t kMostPictures = 256;

/// Frames are taken together, so that they do not wake a thread each.
constexpr std::chrono::milliseconds kGather{100};

/// Tracks of one stream whose best picture is remembered.
constexpr std::size_t kMostTracks = 64;

/// A client may call itself what it likes; as much of it is kept, in whole characters.
constexpr std::size_t kMostOfName = 120;

std::string shortened(const std::string& name) {
  std::size_t end = std::min(name.size(), kMostOfName);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

struct SightingBook::Impl {
  Impl(SightingOptions&& given, const gallery::GallerySnapshot& people, std::vector<EventSink*>&& eventSinks,
       spdlog::logger& logger)
      : options(std::move(given)), sinks(std::move(eventSinks)), log(logger), ledger(options, people, log) {
    ledger.advance(options.now());
    publish();
    worker = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  ~Impl() {
    worker.request_stop();
    worker.join();
    look();
    try {
      const std::lock_guard lock(ledgerMutex);
      ledger.close();
    } catch (const std::exception& error) {
      log.error("the last sightings are not written: {}", error.what());
    }
    deliver();
  }

  void push(Observation observation) {
    bool wasEmpty = false;
    {
      const std::lock_guard lock(queueMutex);
      // What is told of an end is never left out, and there are no more of those than of connections.
      if (queue.size() >= kMostWaiting && !observation.isEnd) {
        if (dropped++ == 0) {
          log.warn("frames come faster than their sightings can be written: some are not counted; is the disk slow?");
        }
        return;
      }
      for (SeenFace& face : observation.faces) {
        if (!face.picture.empty() && ++pictures > kMostPictures) face.picture.release();
      }
      wasEmpty = queue.empty();
      queue.push_back(std::move(observation));
    }
    if (wasEmpty) wake.notify_one();
  }

  /// With ledgerMutex held.
  void drain() {
    std::vector<Observation> taken;
    {
      const std::lock_guard lock(queueMutex);
      taken.swap(queue);
      pictures = 0;
    }
    for (const Observation& observation : taken) ledger.take(observation);
  }

  /// What `status` tells, so that it waits for no disk. With ledgerMutex held.
  void publish() {
    open = ledger.open();
    kept = ledger.kept() ? static_cast<std::int64_t>(*ledger.kept()) : -1;
  }

  /// Everything until now, by a thread that waits for an answer.
  template <typename Work>
  auto upToDate(const Work& work) -> decltype(work()) {
    const std::lock_guard lock(ledgerMutex);
    drain();
    auto result = work();
    publish();
    poke();
    return result;
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::uint64_t asked = 0;
      Clock::duration untilDue{};
      {
        const std::lock_guard lock(ledgerMutex);
        untilDue = ledger.nextWork() - options.now().steady;
      }
      {
        std::unique_lock lock(queueMutex);
        wake.wait_for(lock, stop, untilDue, [this] { return !queue.empty() || settled < wanted; });
        asked = wanted;
      }
      look();
      deliver();
      std::unique_lock lock(queueMutex);
      settled = asked;
      isSettled.notify_all();
      pause.wait_for(lock, stop, kGather, [this] { return settled < wanted; });
    }
  }

  /// What was seen, and what is due. Recognition goes on whatever happens here.
  void look() try {
    const std::lock_guard lock(ledgerMutex);
    drain();
    ledger.advance(options.now());
    publish();
  } catch (const std::exception& error) {
    log.error("sightings of the last moment are lost: {}", error.what());
  }

  /// By the worker, and by the last owner after it.
  void deliver() {
    std::vector<Event> events;
    {
      const std::lock_guard lock(ledgerMutex);
      events = ledger.takeEvents();
    }
    for (const Event& event : events) {
      for (EventSink* const sink : sinks) {
        try {
          sink->take(event);
        } catch (const std::exception& error) {
          log.error("an event could not be handed on: {}", error.what());
        }
      }
    }
  }

  /// Has the worker look at once. What it has done when this number is settled.
  std::uint64_t poke() {
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(queueMutex);
      number = ++wanted;
    }
    wake.notify_one();
    pause.notify_one();
    return number;
  }

  void settle() {
    const std::uint64_t number = poke();
    std::unique_lock lock(queueMutex);
    isSettled.wait(lock, [&] { return settled >= number; });
  }

  // Constant after construction.
  const SightingOptions options;
  const std::vector<EventSink*> sinks;
  spdlog::logger& log;

  std::mutex queueMutex;  ///< held for a moment only
  std::condition_variable_any wake;
  std::condition_variable_any pause;
  std::condition_variable isSettled;
  std::vector<Observation> queue;  ///< guarded by queueMutex; so are the next
  std::size_t pictures = 0;        ///< in the queue
  std::uint64_t wanted = 0;
  std::uint64_t settled = 0;

  std::mutex ledgerMutex;  ///< held while the database is written; no frame takes it
  Ledger ledger;           ///< guarded by ledgerMutex

  std::atomic<std::uint64_t> dropped = 0;
  std::atomic<std::uint64_t> streams = 0;
  std::atomic<std::size_t> open = 0;
  std::atomic<std::int64_t> kept = -1;  ///< below 0: none can be

  std::jthread worker;  // last: it uses all of the above
};

SightingBook::SightingBook(SightingOptions options, const gallery::GallerySnapshot& people,
                           std::vector<EventSink*> sinks, spdlog::logger& log)
    : impl_(std::make_unique<Impl>(std::move(options), people, std::move(sinks), log)) {}

SightingBook::~SightingBook() = default;

std::unique_ptr<SightingStream> SightingBook::openStream(const std::string& client) {
  return std::unique_ptr<SightingStream>(new SightingStream(*this, ++impl_->streams, shortened(client)));
}

Result<std::vector<StoredSighting>> SightingBook::read(const SightingQuery& query) {
  return impl_->upToDate([&] { return impl_->ledger.read(query); });
}

Result<std::optional<SightingBook::Shown>> SightingBook::show(std::int64_t id) {
  return impl_->upToDate([&] { return impl_->ledger.show(id); });
}

Result<std::size_t> SightingBook::personRemoved(gallery::PersonId person, const std::string& name) {
  return impl_->upToDate([&] { return impl_->ledger.removePerson(person, name); });
}

Result<void> SightingBook::personRenamed(gallery::PersonId person, const std::string& name,
                                         const std::string& newName) {
  return impl_->upToDate([&] { return impl_->ledger.renamePerson(person, name, newName); });
}

Result<void> SightingBook::peopleReplaced(const gallery::GallerySnapshot& people) {
  return impl_->upToDate([&] { return impl_->ledger.replacePeople(people); });
}

Result<std::size_t> SightingBook::forget(gallery::PersonId person, const std::string& name) {
  return impl_->upToDate([&] { return impl_->ledger.forget(person, name); });
}

Result<std::size_t> SightingBook::forgetBefore(std::chrono::system_clock::time_point time) {
  return impl_->upToDate([&] { return impl_->ledger.forgetBefore(time); });
}

const EventRing& SightingBook::events() const {
  return impl_->ledger.ring();
}

SightingStatus SightingBook::status() const {
  SightingStatus status;
  if (const std::int64_t kept = impl_->kept; kept >= 0) status.kept = static_cast<std::size_t>(kept);
  status.days = impl_->options.days;
  status.dropped = impl_->dropped;
  status.open = impl_->open;
  return status;
}

void SightingBook::settle() {
  impl_->settle();
}

SightingStream::SightingStream(SightingBook& book, std::uint64_t number, std::string client)
    : book_(book), number_(number), client_(std::make_shared<const std::string>(std::move(client))) {}

SightingStream::~SightingStream() {
  book_.impl_->push(
      {.stream = number_, .client = client_, .at = book_.impl_->options.now(), .faces = {}, .isEnd = true});
}

bool SightingStream::wantsStrangers() const {
  return book_.impl_->options.strangers;
}

bool SightingStream::wantsPicture(std::int64_t track, double merit) {
  const SightingOptions& options = book_.impl_->options;
  if (!options.pictures || options.days <= 0) return false;
  auto known = std::ranges::find(bestMerits_, track, &std::pair<std::int64_t, double>::first);
  if (known == bestMerits_.end()) {
    if (bestMerits_.size() >= kMostTracks) bestMerits_.erase(bestMerits_.begin());
    known = bestMerits_.insert(bestMerits_.end(), {track, 0});
  }
  if (!isBetter(merit, known->second)) return false;
  known->second = merit;
  return true;
}

void SightingStream::take(std::vector<SeenFace> faces) {
  if (faces.empty()) return;
  book_.impl_->push({.stream = number_,
                     .client = client_,
                     .at = book_.impl_->options.now(),
                     .faces = std::move(faces),
                     .isEnd = false});
}

}  // namespace facewire::sightings
