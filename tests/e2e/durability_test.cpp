#include <gtest/gtest.h>

#include <iterator>
#include <latch>
#include <random>
#include <set>
#include <thread>

#include "data_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using People = std::map<std::string, std::set<std::int64_t>>;

struct Change {
  enum class Kind { enrol, remove, rename, removeSample } kind = Kind::enrol;
  std::string name;
  std::string newName;      ///< rename
  std::int64_t sample = 0;  ///< removeSample; of an enrolment that was answered
};

void apply(const Change& change, People& people) {
  switch (change.kind) {
    case Change::Kind::enrol:
      people[change.name].insert(change.sample);
      break;
    case Change::Kind::remove:
      people.erase(change.name);
      break;
    case Change::Kind::rename:
      people[change.newName] = people.extract(change.name).mapped();
      break;
    case Change::Kind::removeSample:
      people[change.name].erase(change.sample);
      break;
  }
}

/// Somebody who enrols, renames and removes people, and remembers what was answered.
class Operator {
 public:
  explicit Operator(unsigned seed) : random_(seed) {}

  /// Until the connection breaks. Counts `enough` down at so many answers, or when no more come.
  void workUntilCut(const ServerProcess& server, std::size_t enoughAnswers, std::latch& enough) {
    unanswered_.reset();
    std::size_t answers = 0;
    try {
      auto client = connectTo(server);
      while (client.isOpen()) {
        Change change = choose();
        unanswered_ = change;
        const auto error = carryOut(client, change);
        if (error && client.isOpen()) failures_.push_back(error->detail);
        if (error) continue;
        unanswered_.reset();
        remember(change);
        if (++answers == enoughAnswers) enough.count_down();
      }
    } catch (const std::exception& error) {
      failures_.emplace_back(error.what());
    }
    if (answers < enoughAnswers) enough.count_down();
  }

  std::size_t answered() const { return answered_; }
  const std::vector<std::string>& failures() const { return failures_; }

  /// Texts that were erased, and answered.
  const std::set<std::string>& gone() const { return gone_; }

  /// Whether people are as answered; what was not answered is there wholly or not at all, and is known from now on.
  bool accept(const People& found) {
    if (found == people_) return true;
    if (!unanswered_) return false;
    Change change = *unanswered_;
    if (change.kind == Change::Kind::enrol) {
      const auto person = found.find(change.name);
      if (person == found.end() || person->second.empty()) return false;
      change.sample = *person->second.rbegin();  // the newest has the highest number
    }
    remember(change);
    return found == people_;
  }

  const People& people() const { return people_; }

 private:
  std::string newName() { return "Person " + std::to_string(1000 + ++names_) + ";"; }

  Change choose() {
    const auto what = random_() % 10;
    if (people_.size() < 3 || what < 3) return {Change::Kind::enrol, newName(), {}, 0};
    const auto& [name, samples] = *std::next(people_.begin(), static_cast<std::ptrdiff_t>(random_() % people_.size()));
    if (what < 7) return {Change::Kind::enrol, name, {}, 0};
    if (what < 8) return {Change::Kind::rename, name, newName(), 0};
    if (what < 9 && samples.size() > 1) return {Change::Kind::removeSample, name, {}, *samples.begin()};
    return {Change::Kind::remove, name, {}, 0};
  }

  std::optional<Error> carryOut(client::Client& client, Change& change) {
    switch (change.kind) {
      case Change::Kind::enrol: {
        // A picture that is enrolled already would not be written again.
        const auto enrolled = client.enrol(change.name, portraitJpeg(1, ++pictures_, {160, 160}), "", true);
        if (!enrolled) return enrolled.error();
        change.sample = enrolled->sample;
        return {};
      }
      case Change::Kind::remove:
        if (const auto removed = client.removePerson(change.name); !removed) return removed.error();
        return {};
      case Change::Kind::rename:
        if (const auto renamed = client.renamePerson(change.name, change.newName); !renamed) return renamed.error();
        return {};
      case Change::Kind::removeSample:
        if (const auto removed = client.removeSample(change.sample); !removed) return removed.error();
        return {};
    }
    return {};
  }

  void remember(const Change& change) {
    apply(change, people_);
    if (change.kind == Change::Kind::remove || change.kind == Change::Kind::rename) gone_.insert(change.name);
    ++answered_;
  }

  std::mt19937 random_;
  People people_;
  std::set<std::string> gone_;
  std::optional<Change> unanswered_;
  std::vector<std::string> failures_;
  std::size_t answered_ = 0;
  unsigned names_ = 0;
  std::uint64_t pictures_ = 0;
};

People peopleOf(const ServerProcess& server) {
  auto client = connectTo(server);
  People people;
  for (const std::string& name : peopleIn(client)) {
    std::set<std::int64_t>& samples = people[name];
    const client::Person person = client.showPerson(name).value();
    for (const auto& sample : person.samples) samples.insert(sample.id);
  }
  return people;
}

/// The files of a server that was killed: none but its own, sound, nothing in them of those who were erased.
void expectSound(const ServerProcess& server, const std::set<std::string>& gone) {
  const auto files = filesIn(server.dataFolder());
  const std::set<std::string> own{"facewired.lock", "gallery.db", "gallery.db-wal", "gallery.db-shm"};
  for (const auto& [name, content] : files) {
    EXPECT_TRUE(own.contains(name)) << name;
    for (const std::string& text : gone) ASSERT_EQ(content.find(text), std::string::npos) << text << " is in " << name;
  }
  const ProcessResult check = checkData(server.dataFolder());
  ASSERT_EQ(check.exitStatus, 0) << check.out << check.err;
  ASSERT_EQ(filesIn(server.dataFolder()), files) << "the check has changed something";
}

TEST(Durability, KeepsEveryAnsweredChangeThroughKillsAtAnyMoment) {
  ServerProcess server;
  std::mt19937 random(7);
  Operator someone(11);
  for (int round = 0; round < 25 || someone.answered() < 200; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::latch enough(1);
    const std::size_t enoughAnswers = 1 + random() % 14;
    std::jthread working([&] { someone.workUntilCut(server, enoughAnswers, enough); });
    // A moment of no one's choosing, in the middle of the changes that follow, however slow they are.
    enough.wait();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    server.kill();
    working.join();
    ASSERT_EQ(someone.failures(), std::vector<std::string>{});
    expectSound(server, someone.gone());
    if (HasFatalFailure()) return;
    server.startAgain();
    const People found = peopleOf(server);
    ASSERT_TRUE(someone.accept(found)) << "of " << someone.people().size() << " people, " << found.size()
                                       << " are there, or not as they were";
  }
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0);
  EXPECT_EQ(end.err.find("error"), std::string::npos) << end.err;
  expectSound(server, someone.gone());
}

}  // namespace
}  // namespace facewire::test
