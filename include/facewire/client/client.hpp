#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/client/assessment.hpp"
#include "facewire/client/calibration.hpp"
#include "facewire/client/exchange.hpp"
#include "facewire/client/server_trust.hpp"
#include "facewire/client/sighting.hpp"
#include "facewire/net/endpoint.hpp"
#include "facewire/net/message_stream.hpp"
#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/protocol/request.hpp"

namespace facewire::client {

struct ConnectOptions {
  net::Endpoint server = net::TcpEndpoint{"127.0.0.1", net::kDefaultPort};
  std::string name = "facewire";  ///< how the server's log, and its sightings, call this client
  std::string token;
  std::shared_ptr<const ServerTrust> trust;  ///< for TLS; shared by connections. None: in clear
  std::vector<protocol::Reply> reply{protocol::Reply::faces};
  bool track = true;      ///< false: frames that have nothing to do with one another, each answered by itself
  bool sightings = true;  ///< the server may keep who is seen in the frames, where they are tracked
  std::chrono::milliseconds timeout{10'000};  ///< to connect, and for each answer
};

/// What one frame was answered with: the parts that `reply` asked for.
struct Answer {
  std::optional<protocol::FacesResult> faces;
  Bytes annotated;  ///< JPEG; empty where none was asked for
};

struct PersonSummary {
  std::string name;
  std::size_t samples = 0;
  std::string created;    ///< UTC
  bool stranger = false;  ///< a known stranger, not one of ours
};

struct PersonSample {
  std::int64_t id = 0;
  std::string source;
  std::string created;     ///< UTC
  bool hasPicture = true;  ///< else it came out of an OpenCV file
};

struct Person {
  std::string name;
  std::string created;
  std::vector<PersonSample> samples;
  bool stranger = false;  ///< a known stranger, not one of ours
};

/// Somebody else whom a face that was enrolled would have been taken for.
struct Resemblance {
  std::string name;
  double distance = 0;
  std::int64_t sample = 0;  ///< the nearest of theirs
};

struct Enrolled {
  std::string name;  ///< as stored
  std::int64_t sample = 0;
  std::size_t samples = 0;  ///< how many the person has now
  bool newPerson = false;
  protocol::Box box;     ///< the face that was found
  bool already = false;  ///< the person had this very picture: `sample` is that one, and nothing was added
  std::optional<Resemblance> resembles;
};

/// Whether a picture shows a person, as the server judged it.
struct Verification {
  bool verified = false;
  std::string name;                ///< as stored
  std::optional<double> distance;  ///< to the nearest of that person's samples; nothing where the face is too small
  double threshold = 0;
  double score = 0;                                    ///< 0..1, 0.5 where a yes begins
  protocol::Reason reason = protocol::Reason::tooFar;  ///< `accepted` for a yes
  std::optional<protocol::Candidate> runnerUp;         ///< the nearest other person
  std::optional<std::int64_t> sample;                  ///< the nearest of that person's samples
  protocol::Box box;                                   ///< the face that was compared
};

/// One picture's faces and why each was named or not.
struct Explanation {
  protocol::FacesResult faces;
  Bytes sheet;  ///< JPEG: each face beside those that it was compared with
};

/// A connection to a Facewire server, past its HELLO. No printing, no retries. Confined to one thread, except that one
/// thread may call sendFrame while another calls receiveAnswer or dropAnswer.
class Client {
 public:
  /// Errors: `unreachable`, `timeout`, `disconnected`, `untrusted`; what the server refused with (`busy`,
  /// `unauthorised`, ...).
  static Result<Client> connect(const ConnectOptions& options);

  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  const protocol::Welcome& welcome() const { return welcome_; }

  /// One frame, one answer. Errors: `notJpeg`, `corruptImage`, `tooManyPixels`: this frame only, the connection goes
  /// on. Any other error: see isOpen().
  Result<Answer> recognise(ByteView jpeg);

  /// Pipelining: answers come in the order of the frames, one a frame. Errors as recognise().
  Result<void> sendFrame(ByteView jpeg);
  Result<Answer> receiveAnswer();

  /// The next answer, dropped: for measuring, at the cost of reading it from the socket. Errors as recognise().
  Result<void> dropAnswer();

  /// One picture, recognised as one that stands alone, with a sheet that shows why. `faces.frame` is 0. Errors as
  /// recognise().
  Result<Explanation> explain(ByteView jpeg);

  /// Management. Errors as the server gave them (docs/protocol.md), or of the connection.
  Result<std::vector<PersonSummary>> listPeople();
  Result<Person> showPerson(std::string_view name);
  /// `cropped`: the picture is a face and nothing else. `source`: what to remember of where it came from. `stranger`:
  /// somebody to be recognised as not one of ours.
  Result<Enrolled> enrol(std::string_view name, ByteView jpeg, std::string_view source, bool cropped,
                         bool stranger = false);
  /// Whether the one face in the picture is that person's.
  Result<Verification> verify(std::string_view name, ByteView jpeg);
  /// Whether the faces in a picture are good enough to be enrolled as `name`, and what they would add; changes nothing.
  Result<Assessment> assess(std::string_view name, ByteView jpeg);
  Result<std::size_t> removePerson(std::string_view name);  ///< how many samples went
  Result<void> renamePerson(std::string_view name, std::string_view newName);
  Result<void> removeSample(std::int64_t sample);
  /// Finds the threshold for a false accept rate, and applies it where asked to. The server takes up to a minute:
  /// `patience` is how long to wait.
  Result<Calibration> calibrate(double far, bool apply, std::chrono::milliseconds patience);
  Result<ThresholdReset> resetCalibration();
  /// Who was seen when; those after the sighting of that number, a page at a time.
  Result<SightingPage> listSightings(const SightingFilter& filter, std::int64_t after = 0);
  Result<ShownSighting> showSighting(std::int64_t id);
  /// Waits so long (60 s at most) for somebody to come or leave. `after`: the last page's `next`; nothing: from now on.
  Result<WatchPage> watch(std::optional<std::int64_t> after, std::chrono::seconds wait);
  /// Forgets what ended before then, or what was seen of a person. How many sightings went.
  Result<std::size_t> removeSightingsBefore(std::chrono::system_clock::time_point time);
  Result<std::size_t> removeSightingsOf(std::string_view person);
  Result<protocol::Json> status();  ///< the "status" object of docs/protocol.md

  /// The gallery as one file, in parts (docs/protocol.md); `patience`: how long the server may take to make it. One
  /// backup or upload at a time on a connection: the next one takes the last one's place.
  Result<Backup> beginBackup(std::chrono::milliseconds patience, BackupFormat format = BackupFormat::gallery);
  Result<Bytes> readBackupPart(std::uint64_t offset);
  Result<void> endBackup();

  /// A gallery on its way in: first all its parts in order, each at most protocol::kMaxDataBytes, then what is to
  /// become of it. `dryRun`: says what would, and leaves the upload where it is. Errors: `badGallery`.
  Result<void> beginUpload(std::uint64_t bytes, std::string_view sha256);
  Result<void> sendUploadPart(std::uint64_t offset, ByteView part);
  Result<Restore> restoreUpload(bool dryRun, std::chrono::milliseconds patience);
  Result<Merge> mergeUpload(bool dryRun, std::chrono::milliseconds patience);
  Result<void> endUpload();

  /// A sample as it is stored, and the way back: nothing is detected or judged, so that it is the same one again.
  Result<StoredPicture> readSample(std::int64_t sample);
  Result<StoredAgain> addSample(const StoredPicture& picture, const StoredOrigin& origin);

  /// A sample without a picture, out of a file of OpenCV's.
  Result<StoredAgain> addHistogram(const StoredHistogram& histogram);

  /// False after an error that ended the connection.
  bool isOpen() const { return open_; }

  /// Ends waits in another thread. Safe from any thread.
  void abort() { stream_.connection().abort(); }

 private:
  Client(net::MessageStream stream, const ConnectOptions& options);
  Result<protocol::Message> readMessage();
  Result<void> readMessage(protocol::Message& message);
  Result<protocol::Json> ask(std::string_view op, protocol::Json fields, ByteView attachment = {});
  Result<protocol::Json> askPatiently(std::string_view op, protocol::Json fields, std::chrono::milliseconds patience);
  Result<Bytes> readData();
  tl::unexpected<Error> close(Error error);

  net::MessageStream stream_;
  std::vector<protocol::Reply> reply_;
  protocol::Message dropped_;  ///< its buffer is reused from answer to answer
  protocol::Welcome welcome_;
  std::int64_t nextRequest_ = 1;
  std::atomic<bool> open_ = true;  ///< a sender and a receiver may both find the connection broken
};

}  // namespace facewire::client
