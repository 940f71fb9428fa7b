#include "ledger.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "crop.hpp"

namespace facewire::sightings {
namespace {

/// What a killed server loses of those who were there.
constexpr std::chrono::seconds kWriteEvery{10};

constexpr std::chrono::hours kPurgeEvery{1};

/// While another program keeps what was removed from being erased.
constexpr std::chrono::seconds kEraseEvery{1};

/// Sightings that wait for the disk to take them again.
constexpr std::size_t kMostUnwritten = 1000;

std::int64_t microsecondsOf(Ledger::Time time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

std::chrono::system_clock::duration daysOf(double days) {
  return std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::duration<double>(days * 86'400));
}

std::vector<std::shared_ptr<const gallery::PersonInfo>> listOf(const gallery::GallerySnapshot& people) {
  std::vector<std::shared_ptr<const gallery::PersonInfo>> list;
  for (const auto& [id, person] : people.people) list.push_back(person);
  return list;
}

}  // namespace

Ledger::Ledger(const SightingOptions& options, const gallery::GallerySnapshot& people, spdlog::logger& log)
    : options_(options),
      log_(log),
      visits_({options.cooldown, options.strangers}),
      ring_(microsecondsOf(options.now().wall)) {
  const Moment now = options_.now();
  nextWrite_ = now.steady;
  nextPurge_ = now.steady;
  try {
    store_.emplace(options_.file);
  } catch (const std::exception& error) {
    whyNoStore_.detail = error.what();
    log_.error("sightings are not kept, all else works: {}", error.what());
    return;
  }
  const auto cleared = store_->keepOnly(listOf(people));
  if (note(cleared) && *cleared > 0) {
    log_.info("forgot {} sightings of people who are not enrolled any more", *cleared);
  }
}

void Ledger::take(const Observation& observation) {
  end(visits_.endDue(observation.at.steady));
  const auto isGone = [this](const SeenFace& face) { return face.person && gone_.contains(face.person->id); };
  if (gone_.empty() || std::ranges::none_of(observation.faces, isGone)) {
    for (Visit* const visit : visits_.take(observation)) begin(*visit);
    return;
  }
  Observation rest = observation;
  std::erase_if(rest.faces, isGone);
  for (Visit* const visit : visits_.take(rest)) begin(*visit);
}

void Ledger::advance(const Moment& now) {
  end(visits_.endDue(now.steady));
  if (now.steady >= nextWrite_) {
    writeOpen();
    nextWrite_ = now.steady + kWriteEvery;
  }
  if (now.steady >= nextPurge_) {
    purge(now.wall);
    const auto often = std::chrono::duration_cast<Clock::duration>(daysOf(options_.days) / 20);
    nextPurge_ = now.steady + std::clamp<Clock::duration>(often, std::chrono::seconds(1), kPurgeEvery);
  }
  if (store_ && store_->isErasureDue()) store_->finishErasure();
}

Clock::time_point Ledger::nextWork() const {
  Clock::time_point next = nextPurge_;
  if (visits_.size() > 0 || !unwritten_.empty()) next = std::min(next, nextWrite_);
  if (const auto nextEnd = visits_.nextEnd()) next = std::min(next, *nextEnd);
  if (store_ && store_->isErasureDue()) next = std::min(next, options_.now().steady + kEraseEvery);
  return next;
}

void Ledger::close() {
  end(visits_.endAll());
  writeOpen();
}

void Ledger::begin(Visit& visit) {
  if (const auto renamed = renamed_.find(visit.person); renamed != renamed_.end()) {
    visit.sighting.person = renamed->second;
  }
  visit.sighting.id = takeId(visit);
  takePicture(visit);
  if (keeps() && write({rowOf(visit, true)})) {
    visit.isPngNew = false;
    if (kept_) ++*kept_;
  }
  tell(EventKind::entered, visit);
}

void Ledger::end(std::vector<Visit> visits) {
  for (Visit& visit : visits) {
    takePicture(visit);
    if (keeps() && store_) {
      SightingRow row = rowOf(visit, false);
      if (!write({row})) unwritten_.push_back(std::move(row));
      if (unwritten_.size() > kMostUnwritten) unwritten_.pop_front();
    }
    tell(EventKind::left, visit);
  }
}

/// Ends what is to be forgotten: those who were told that somebody came are told that they went.
void Ledger::drop(std::vector<Visit> visits) {
  for (Visit& visit : visits) {
    visit.png.reset();
    events_.push_back({EventKind::left, visit.sighting, nullptr});
  }
}

void Ledger::tell(EventKind kind, const Visit& visit) {
  events_.push_back({kind, visit.sighting, visit.png});
  ring_.add(events_.back());
}

/// Makes a PNG of the picture, where there is a better one.
void Ledger::takePicture(Visit& visit) {
  if (visit.picture.empty()) return;
  const cv::Mat picture = std::exchange(visit.picture, {});
  if (!keeps() || !options_.pictures) return;
  if (auto png = encodeCrop(picture)) {
    visit.png = std::make_shared<const Bytes>(*std::move(png));
    visit.isPngNew = true;
  } else {
    log_.error("a picture of a sighting cannot be kept: {}", png.error().detail);
  }
}

/// The time itself where the database gives none: nothing that it will give, or has given, is as large.
std::int64_t Ledger::takeId(const Visit& visit) {
  if (store_) {
    const auto id = store_->takeId();
    if (note(id)) return *id;
  }
  lastOwnId_ = std::max(lastOwnId_ + 1, microsecondsOf(visit.sighting.last));
  return lastOwnId_;
}

SightingRow Ledger::rowOf(const Visit& visit, bool isOpen) const {
  return {visit.sighting, visit.person, visit.created, isOpen, visit.isPngNew ? visit.png : nullptr};
}

/// What has changed of those who are there; and what the database has refused before.
void Ledger::writeOpen() {
  if (!keeps() || !store_) return;
  std::vector<SightingRow> rows(unwritten_.begin(), unwritten_.end());
  visits_.forEach([&](Visit& visit) {
    if (!visit.isChanged) return;
    takePicture(visit);
    rows.push_back(rowOf(visit, true));
  });
  if (rows.empty() || !write(std::move(rows))) return;
  unwritten_.clear();
  visits_.forEach([](Visit& visit) { visit.isChanged = visit.isPngNew = false; });
}

bool Ledger::write(std::vector<SightingRow> rows) {
  return store_ && note(store_->write(rows));
}

/// Tells the log when the database begins to refuse, and when it does no more.
template <typename T>
bool Ledger::note(const Result<T>& done) {
  if (!done && !isFailing_) log_.error("sightings cannot be kept, all else works: {}", done.error().detail);
  if (done && isFailing_) log_.info("sightings are kept again");
  isFailing_ = !done;
  return done.has_value();
}

Retention Ledger::retention(Time now) const {
  return {now - daysOf(options_.days), options_.strangers, options_.pictures};
}

void Ledger::purge(Time now) {
  if (!store_) return;
  const auto removed = keeps() ? store_->removeOld(retention(now)) : store_->removeOld({Time::max(), false, false});
  if (note(removed) && *removed > 0) log_.debug("sightings past their time: {} erased", *removed);
  kept_.reset();
}

Result<void> Ledger::expectStore() const {
  if (!store_) return fail(whyNoStore_);
  return {};
}

Result<std::vector<StoredSighting>> Ledger::read(const SightingQuery& query) {
  if (!keeps()) return std::vector<StoredSighting>();
  if (auto there = expectStore(); !there) return fail(there.error());
  writeOpen();
  return store_->read(query);
}

Result<std::optional<SightingBook::Shown>> Ledger::show(std::int64_t id) {
  if (!keeps()) return std::nullopt;
  if (auto there = expectStore(); !there) return fail(there.error());
  writeOpen();
  auto found = store_->find(id);
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  auto picture = store_->readPicture(id);
  if (!picture) return fail(picture.error());
  return SightingBook::Shown{*std::move(*found), *std::move(picture)};
}

Result<std::size_t> Ledger::expectErased(Result<std::size_t> removed) const {
  if (!removed || !store_->isErasureDue()) return removed;
  return fail(ErrorCode::internal,
              "\"" + options_.file.string() +
                  "\": the sightings are removed, but another program reads the file, so that bytes of them are still "
                  "there: end that program; they are erased a second later");
}

Result<std::size_t> Ledger::forget(gallery::PersonId person, const std::string& name) {
  drop(visits_.endPerson(person));
  ring_.forget(name);
  std::erase_if(unwritten_, [&](const SightingRow& row) { return row.person == person; });
  if (auto there = expectStore(); !there) return fail(there.error());
  kept_.reset();
  return expectErased(store_->removePerson(person));
}

Result<std::size_t> Ledger::forgetBefore(Time time) {
  drop(visits_.endBefore(time));
  std::erase_if(unwritten_, [&](const SightingRow& row) { return row.sighting.last < time; });
  if (auto there = expectStore(); !there) return fail(there.error());
  writeOpen();  // those who are there were seen later than the database knows
  kept_.reset();
  return expectErased(store_->removeBefore(time));
}

Result<std::size_t> Ledger::removePerson(gallery::PersonId person, const std::string& name) {
  gone_.insert(person);
  return forget(person, name);
}

Result<void> Ledger::renamePerson(gallery::PersonId person, const std::string& name, const std::string& newName) {
  renamed_[person] = newName;
  visits_.forEach([&](Visit& visit) {
    if (visit.person == person) visit.sighting.person = newName;
  });
  ring_.rename(name, newName);
  for (SightingRow& row : unwritten_) {
    if (row.person == person) row.sighting.person = newName;
  }
  if (auto there = expectStore(); !there) return there;
  if (auto renamed = store_->renamePerson(person, newName); !renamed) return renamed;
  const auto erased = expectErased(0);
  if (!erased) return fail(erased.error());
  return {};
}

Result<void> Ledger::replacePeople(const gallery::GallerySnapshot& people) {
  end(visits_.endAll());
  gone_.clear();
  renamed_.clear();
  if (auto there = expectStore(); !there) return there;
  kept_.reset();
  const auto erased = expectErased(store_->keepOnly(listOf(people)));
  if (!erased) return fail(erased.error());
  return {};
}

std::optional<std::size_t> Ledger::kept() {
  if (!keeps() || !store_) return std::nullopt;
  if (!kept_) {
    if (const auto counted = store_->count()) kept_ = *counted;
  }
  return kept_;
}

}  // namespace facewire::sightings
