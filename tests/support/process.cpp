#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

extern char** environ;  // POSIX declares it nowhere

namespace facewire::test {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe makePipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
  return {ends[0], ends[1]};
}

std::vector<std::string> environmentWith(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!changes.contains(text.substr(0, text.find('=')))) entries.push_back(text);
  }
  for (const auto& [name, value] : changes) {
    if (!value.empty()) entries.push_back(name + "=" + value);
  }
  return entries;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void writeAll(int descriptor, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t more = ::write(descriptor, text.data() + written, text.size() - written);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) break;  // the child does not want the rest
    written += static_cast<std::size_t>(more);
  }
  ::close(descriptor);
}

}  // namespace

Process::Process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 const ProcessOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const Pipe in = makePipe();
  const Pipe out = makePipe();
  const Pipe err = makePipe();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
  // The child starts with the usual signals, whatever this program ignores.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t usual;
  sigemptyset(&usual);
  ::posix_spawnattr_setsigmask(&attributes, &usual);
  sigaddset(&usual, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environmentWith(options.environment);
  const int failed = ::posix_spawn(&child_, program.c_str(), &actions, &attributes, pointersTo(words).data(),
                                   pointersTo(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  for (const int end : {in.read, out.write, err.write}) ::close(end);
  if (failed != 0) {
    for (const int end : {in.write, out.read, err.read}) ::close(end);
    throw std::system_error(failed, std::generic_category(), program.string());
  }
  exitDescriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, child_, 0));
  outReader_ = std::jthread([this, out] { readAll(out.read, out_); });
  errReader_ = std::jthread([this, err] { readAll(err.read, err_); });
  inputWriter_ = std::jthread([in, input = options.input] { writeAll(in.write, input); });
}

Process::~Process() {
  if (!waitStatus_) {
    ::kill(child_, SIGKILL);
    reap(0);
  }
  ::close(exitDescriptor_);
}

void Process::readAll(int descriptor, Stream& stream) {
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    {
      const std::scoped_lock lock(mutex_);
      if (got > 0) stream.text.append(buffer.data(), static_cast<std::size_t>(got));
      stream.ended = got <= 0;
    }
    changed_.notify_all();
    if (got <= 0) break;
  }
  ::close(descriptor);
}

void Process::sendSignal(int signal) const {
  if (!waitStatus_) ::kill(child_, signal);
}

void Process::reap(int options) {
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(child_, &status, options);
  } while (ended < 0 && errno == EINTR);
  if (ended == child_) waitStatus_ = status;
}

bool Process::waitForEnd(std::chrono::milliseconds deadline) const {
  if (waitStatus_) return true;
  pollfd ended{exitDescriptor_, POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + deadline;
  int ready = 0;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    ready = ::poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

ProcessResult Process::wait(std::chrono::milliseconds deadline) {
  ProcessResult result;
  if (!waitStatus_) {
    result.timedOut = !waitForEnd(deadline);
    if (result.timedOut) ::kill(child_, SIGKILL);
    reap(0);
  }
  std::unique_lock lock(mutex_);
  // A grandchild may keep the pipes open; what it says later is not awaited.
  changed_.wait_for(lock, std::chrono::seconds(5), [this] { return out_.ended && err_.ended; });
  if (WIFEXITED(*waitStatus_)) result.exitStatus = WEXITSTATUS(*waitStatus_);
  if (WIFSIGNALED(*waitStatus_)) result.signal = WTERMSIG(*waitStatus_);
  result.out = out_.text;
  result.err = err_.text;
  return result;
}

std::string Process::textOf(const Stream& stream) {
  const std::scoped_lock lock(mutex_);
  return stream.text;
}

bool Process::waitForText(const Stream& stream, const std::string& text, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  const auto found = [&] { return stream.text.find(text) != std::string::npos; };
  changed_.wait_for(lock, deadline, [&] { return found() || stream.ended; });
  return found();
}

bool Process::waitForOutput(const std::string& text, std::chrono::milliseconds deadline) {
  return waitForText(out_, text, deadline);
}

bool Process::waitForError(const std::string& text, std::chrono::milliseconds deadline) {
  return waitForText(err_, text, deadline);
}

ProcessResult runProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                         const ProcessOptions& options, std::chrono::milliseconds deadline) {
  return Process(program, arguments, options).wait(deadline);
}

}  // namespace facewire::test
