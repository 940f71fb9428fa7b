#include "child_process.hpp"

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
#include <utility>

namespace facewire::events {
namespace {

constexpr std::size_t kMostSaid = 4096;

/// glibc 2.36 has a function for it, which its header keeps from C++.
int openPidfd(pid_t id) {
  return static_cast<int>(::syscall(SYS_pidfd_open, id, 0u));
}

/// What belongs to this process and not to those that it starts: settings, tokens among them, and what systemd tells a
/// service.
bool isOurs(std::string_view variable) {
  constexpr std::array<std::string_view, 7> kPrefixes{"JOURNAL_STREAM=", "FACEWIRE_",    "NOTIFY_SOCKET=", "WATCHDOG_",
                                                      "LISTEN_",         "CREDENTIALS_", "INVOCATION_ID="};
  return std::ranges::any_of(kPrefixes, [variable](std::string_view prefix) { return variable.starts_with(prefix); });
}

std::vector<char*> environmentForOthers() {
  std::vector<char*> kept;
  for (char** variable = environ; *variable; ++variable) {
    if (!isOurs(*variable)) kept.push_back(*variable);
  }
  kept.push_back(nullptr);
  return kept;
}

struct Attributes {
  Attributes() {
    posix_spawnattr_init(&native);
    posix_spawnattr_setflags(&native, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&native, 0);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&native, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&native, &signals);
  }
  ~Attributes() { posix_spawnattr_destroy(&native); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  posix_spawnattr_t native{};
};

struct FileActions {
  FileActions(int input, int output) {
    posix_spawn_file_actions_init(&native);
    posix_spawn_file_actions_adddup2(&native, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&native, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&native, output, STDERR_FILENO);
    // Not all of what the libraries open is marked to be closed here.
    posix_spawn_file_actions_addclosefrom_np(&native, STDERR_FILENO + 1);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&native); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t native{};
};

/// Both ends of a pipe; -1 where there is none to be had.
struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) ::close(end);
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int keep(std::size_t which) { return std::exchange(ends[which], -1); }
  std::array<int, 2> ends{-1, -1};
};

/// posix_spawn's descriptors 0 to 2 must not be among the pipes': dup2 onto itself would leave it marked for closing.
bool isUsable(const Pipe& pipe) {
  return pipe.ends[0] > STDERR_FILENO && pipe.ends[1] > STDERR_FILENO;
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::filesystem::path& program,
                                                          const std::vector<std::string>& arguments) {
  Pipe input;
  Pipe output;
  if (!isUsable(input) || !isUsable(output)) {
    return fail(ErrorCode::internal, "cannot be started: no descriptors are left");
  }
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> words;
  for (std::string& text : texts) words.push_back(text.data());
  words.push_back(nullptr);
  std::vector<char*> environment = environmentForOthers();
  const Attributes attributes;
  const FileActions files(input.ends[0], output.ends[1]);
  pid_t id = 0;
  const int failure =
      ::posix_spawn(&id, program.c_str(), &files.native, &attributes.native, words.data(), environment.data());
  if (failure != 0) {
    return fail(ErrorCode::internal, std::string("cannot be started: ") + std::strerror(failure));
  }
  ::fcntl(input.ends[1], F_SETFL, O_NONBLOCK);
  ::fcntl(output.ends[0], F_SETFL, O_NONBLOCK);
  std::unique_ptr<ChildProcess> child(new ChildProcess(id, openPidfd(id), input.keep(1), output.keep(0)));
  if (child->exit_.get() < 0) return fail(ErrorCode::internal, "cannot be watched: no descriptors are left");
  return child;
}

ChildProcess::~ChildProcess() {
  if (!waitStatus_) kill();
}

bool ChildProcess::feedAndWait(std::string_view input, Clock::time_point deadline, const EventQueue& queue) {
  while (!waitStatus_) {
    if (input.empty()) input_.reset();
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(std::min(deadline, queue.deadline()) - Clock::now()).count();
    if (left <= 0) return false;
    std::array<pollfd, 4> watched{{{exit_.get(), POLLIN, 0},
                                   {isOutputOpen_ ? output_.get() : -1, POLLIN, 0},
                                   {input_ ? input_->get() : -1, POLLOUT, 0},
                                   {queue.isClosed() ? -1 : queue.closing(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), static_cast<int>(std::min<long long>(left, 3'600'000)));
    if (watched[2].revents != 0) feed(input);
    if (watched[1].revents != 0) listen();
    if (watched[0].revents != 0) reap();
  }
  // What it wrote last; not what others write that it left behind.
  listen();
  return true;
}

void ChildProcess::feed(std::string_view& input) {
  const ssize_t written = ::write(input_->get(), input.data(), input.size());
  if (written > 0) {
    input.remove_prefix(static_cast<std::size_t>(written));
  } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
    input = {};  // it does not want to know, which is its own affair
  }
}

void ChildProcess::listen() {
  // As much as a pipe holds: somebody who writes without end must not keep us here.
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(output_.get(), buffer.data(), buffer.size());
  if (got > 0) {
    said_.append(buffer.data(), std::min(static_cast<std::size_t>(got), kMostSaid - said_.size()));
  } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    isOutputOpen_ = false;
  }
}

void ChildProcess::reap() {
  int status = 0;
  if (::waitpid(id_, &status, 0) == id_) waitStatus_ = status;
}

void ChildProcess::kill() {
  ::kill(-id_, SIGKILL);
  if (!waitStatus_) reap();
}

std::string ChildProcess::complaint() const {
  if (!waitStatus_ || (WIFEXITED(*waitStatus_) && WEXITSTATUS(*waitStatus_) == 0)) return {};
  if (WIFEXITED(*waitStatus_)) return "exited with status " + std::to_string(WEXITSTATUS(*waitStatus_));
  return "was ended by signal " + std::to_string(WTERMSIG(*waitStatus_));
}

}  // namespace facewire::events
