#include "http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace facewire::events {
namespace {

/// libcurl wants to be set up before the first thread uses it.
void setUpCurl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw std::runtime_error("libcurl cannot be set up");
}

/// What the receiver writes back is of no interest.
std::size_t discard(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

/// Without how long it took (" after 12 ms"), which is another text each time.
std::string withoutTimes(std::string text) {
  constexpr std::string_view kAfter = " after ";
  const auto begin = text.find(kAfter);
  if (begin == std::string::npos) return text;
  const auto unit = text.find_first_not_of("0123456789", begin + kAfter.size());
  for (const std::string_view word : {" milliseconds", " ms"}) {
    if (unit != std::string::npos && text.compare(unit, word.size(), word) == 0) {
      return text.erase(begin, unit + word.size() - begin);
    }
  }
  return text;
}

struct List {
  explicit List(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) first = curl_slist_append(first, line.c_str());
  }
  ~List() { curl_slist_free_all(first); }
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  curl_slist* first = nullptr;
};

}  // namespace

struct HttpClient::Handles {
  Handles() {
    setUpCurl();
    easy = curl_easy_init();
    multi = curl_multi_init();
    if (!easy || !multi) throw std::runtime_error("libcurl gives no handle");
  }
  ~Handles() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;

  std::optional<CURLcode> result() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
    return std::nullopt;
  }

  /// Nothing: the queue's deadline came before an answer.
  std::optional<CURLcode> perform(const EventQueue& queue) {
    while (true) {
      int running = 0;
      if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
      if (auto done = result()) return done;
      const bool isClosed = queue.isClosed();
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(queue.deadline() - Clock::now()).count();
      if (isClosed && left <= 0) return std::nullopt;
      curl_waitfd closing{queue.closing(), CURL_WAIT_POLLIN, 0};
      curl_multi_poll(multi, &closing, isClosed ? 0 : 1, static_cast<int>(std::min<long long>(left, 1'000)), nullptr);
    }
  }

  CURL* easy = nullptr;
  CURLM* multi = nullptr;
  std::array<char, CURL_ERROR_SIZE> error{};
};

HttpClient::HttpClient(const std::string& url, const std::filesystem::path& ca, const std::string& userAgent)
    : handles_(std::make_unique<Handles>()) {
  CURL* easy = handles_->easy;
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Not to wait for a name server when the server stops.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kConnectTimeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(kTimeout.count()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &discard);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, userAgent.c_str());
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handles_->error.data());
  if (!ca.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca.c_str());
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::post(const std::string& body, const std::vector<std::string>& headers, const EventQueue& queue) {
  CURL* easy = handles_->easy;
  const List list(headers);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list.first);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.data());
  handles_->error[0] = '\0';
  curl_multi_add_handle(handles_->multi, easy);
  const auto result = handles_->perform(queue);
  HttpAnswer answer;
  if (!result) {
    answer.error = "the server stops";
  } else if (*result != CURLE_OK) {
    answer.error = withoutTimes(handles_->error[0] != '\0' ? handles_->error.data() : curl_easy_strerror(*result));
  } else {
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
      answer.retryAfter = std::chrono::seconds(seconds);
    }
  }
  curl_multi_remove_handle(handles_->multi, easy);
  // Neither outlives this call.
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, nullptr);
  return answer;
}

}  // namespace facewire::events
