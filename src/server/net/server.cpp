#include "facewire/server/server.hpp"

#include <algorithm>
#include <mutex>
#include <system_error>

#include "address_places.hpp"
#include "limits_report.hpp"
#include "listener.hpp"
#include "log_quote.hpp"
#include "memory_budget.hpp"
#include "refusal.hpp"
#include "registry.hpp"
#include "session.hpp"

namespace facewire::server {
namespace {

/// Refusals told at a time; beyond them, one client too many is closed without a word.
constexpr std::size_t kMaxRefusals = 16;

/// No HELLO or REQUEST needs so much, and what is made of JSON can be thirty times as large.
constexpr std::size_t kMaxJsonBytes = 64 * 1024;

AllLimits withLessJson(ServerLimits limits, net::StreamLimits stream) {
  stream.maxJsonBytes = std::min(stream.maxJsonBytes, kMaxJsonBytes);
  return {std::move(limits), stream};
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& serverOptions, Service& service, spdlog::logger& logger)
      : options(serverOptions),
        limits(withLessJson(options.limits, options.stream)),
        log(logger),
        context{service,
                logger,
                [this] {
                  const auto now = limits.get();
                  return Load{sessions.running(), now->server.maxClients, describeLimits(now->server, now->stream),
                              describeRefusals(counts)};
                },
                trimmer,
                abandon.get_token(),
                drain,
                options.access,
                guard,
                counts,
                frames,
                memory} {
    for (const net::Endpoint& endpoint : options.listen) {
      for (const auto& address : resolveToBind(endpoint)) {
        listeners.push_back(std::make_unique<Listener>(sockets, address, endpoint, log));
      }
    }
  }

  void admit(net::Socket socket) {
    const std::lock_guard lock(admission);
    try {
      net::Connection connection(std::move(socket), &drain);
      auto now = limits.get();
      if (sessions.running() >= now->server.maxClients) {
        const std::string all = std::to_string(now->server.maxClients);
        return refuse(std::move(connection), Limit::clients, "the server has all its " + all + " clients",
                      "all " + all + " places are taken; --max-clients sets how many there are");
      }
      AddressPlaces::Place place = places.take(connection.peer());
      if (!place) {
        const std::string all = std::to_string(places.limitFor(connection.peer()).value_or(0));
        return refuse(
            std::move(connection), Limit::clientsPerAddress,
            "the server has all the " + all + " clients it takes from one address",
            "this address has its " + all + " clients; --max-clients-per-address sets how many each may have");
      }
      sessions.start(std::make_unique<Session>(std::move(connection), std::move(place), std::move(now), context));
    } catch (const std::exception& error) {
      log.error(
          "closed a new client: no thread for it: {}; fewer --max-clients, or a higher limit of threads or memory",
          error.what());
    }
  }

  void refuse(net::Connection connection, Limit limit, const std::string& forClient, const std::string& forOperator) {
    counts.count(limit);
    log.warn("closed peer={} code=busy limit={} reason={}", connection.peer().text, toWord(limit),
             quoteForLog(forOperator));
    if (refusals.running() >= kMaxRefusals) return;
    refusals.start(
        std::make_unique<Refusal>(std::move(connection), options.access.tls, forClient + "; try again later"));
  }

  asio::io_context sockets;  // first: every socket of a session or listener refers to it
  const ServerOptions options;
  LimitsInUse limits;
  spdlog::logger& log;
  std::stop_source abandon;
  net::WakeEvent drain;
  HeapTrimmer trimmer;
  LimitCounts counts;
  FrameCounts frames;
  access::LoginGuard guard{options.limits.maxLoginFailures, options.limits.loginWindow};
  MemoryBudget memory{options.limits.maxFramesMemory};
  AddressPlaces places{options.limits.maxClients, options.limits.maxClientsPerAddress};
  const SessionContext context;
  std::mutex admission;  ///< several listeners share one count of clients
  Registry sessions;
  Registry refusals;
  std::vector<std::unique_ptr<Listener>> listeners;  // last: they end first
};

Server::Server(const ServerOptions& options, Service& service, spdlog::logger& log)
    : impl_(std::make_unique<Impl>(options, service, log)) {}

Server::~Server() {
  stop();
}

std::vector<net::Endpoint> Server::addresses() const {
  std::vector<net::Endpoint> addresses;
  for (const auto& listener : impl_->listeners) addresses.push_back(listener->address());
  return addresses;
}

std::size_t Server::clients() const {
  return impl_->sessions.running();
}

std::size_t Server::maxClients() const {
  return impl_->options.limits.maxClients;
}

const LimitCounts& Server::limitCounts() const {
  return impl_->counts;
}

const FrameCounts& Server::frameCounts() const {
  return impl_->frames;
}

std::optional<std::string> Server::whyNotAccepting() const {
  for (const auto& listener : impl_->listeners) {
    if (auto why = listener->whyNotAccepting())
      return "cannot accept on " + net::toText(listener->address()) + ": " + *why;
  }
  return std::nullopt;
}

bool Server::acceptLoopsRun() const {
  return std::ranges::all_of(impl_->listeners, [](const auto& listener) { return listener->isRunning(); });
}

void Server::start() {
  for (const auto& listener : impl_->listeners) {
    listener->start([this](net::Socket socket) { impl_->admit(std::move(socket)); });
  }
  impl_->trimmer.request();  // of what starting took: the service is made by now
}

void Server::setLimits(const ServerLimits& limits, const net::StreamLimits& stream) {
  impl_->limits.replace(withLessJson(limits, stream));
  impl_->guard.setMaxFailures(limits.maxLoginFailures);
  impl_->memory.setSize(limits.maxFramesMemory);
  impl_->places.setLimits(limits.maxClients, limits.maxClientsPerAddress);
}

void Server::stop() {
  for (const auto& listener : impl_->listeners) listener->stop();
  impl_->drain.set();
  const auto deadline = Clock::now() + impl_->options.grace;
  if (!impl_->sessions.waitUntilEmpty(deadline)) {
    impl_->log.warn("{} clients were still busy when the grace time was over", impl_->sessions.running());
    impl_->abandon.request_stop();
    impl_->sessions.abortAll();
  }
  impl_->refusals.abortAll();
  impl_->sessions.waitUntilEmpty(Clock::time_point::max());
  impl_->refusals.waitUntilEmpty(Clock::time_point::max());
}

}  // namespace facewire::server
