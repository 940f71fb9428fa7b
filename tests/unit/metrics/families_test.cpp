#include "facewire/metrics/families.hpp"

#include <gtest/gtest.h>

namespace facewire::metrics {
namespace {

using namespace std::chrono_literals;

TEST(Families, WriteSeriesOfOneNameTogetherWhereverTheyCameFrom) {
  Families families;
  families.counter("frames_total", "Frames.", 3, {{"result", "recognised"}});
  families.gauge("clients", "Clients.", 2);
  families.counter("frames_total", "Frames.", 1, {{"result", "busy"}});
  EXPECT_EQ(families.text(),
            "# HELP frames_total Frames.\n"
            "# TYPE frames_total counter\n"
            "frames_total{result=\"recognised\"} 3\n"
            "frames_total{result=\"busy\"} 1\n"
            "# HELP clients Clients.\n"
            "# TYPE clients gauge\n"
            "clients 2\n");
}

TEST(Families, WriteTheBucketsOfAHistogramAsSumsUpToEachBound) {
  TimeHistogram histogram;
  histogram.add(50us);
  histogram.add(4ms);
  histogram.add(4ms);
  histogram.add(1min);
  Families families;
  families.histogram("frame_seconds", "Time.", histogram.read());
  const std::string text = families.text();
  for (const char* line : {"# TYPE frame_seconds histogram\n", "\nframe_seconds_count 4\n",
                           "\nframe_seconds_bucket{le=\"0.0001\"} 1\n", "\nframe_seconds_bucket{le=\"0.003\"} 1\n",
                           "\nframe_seconds_bucket{le=\"0.005\"} 3\n", "\nframe_seconds_bucket{le=\"5\"} 3\n",
                           "\nframe_seconds_bucket{le=\"+Inf\"} 4\n", "\nframe_seconds_sum 60.00805"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
}

TEST(Families, WriteLargeCountsToTheLastDigit) {
  Families families;
  families.counter("frames_total", "Frames.", 123456789012345.0);
  EXPECT_NE(families.text().find("frames_total 123456789012345\n"), std::string::npos) << families.text();
}

TEST(Families, EscapeWhatALabelMayNotHold) {
  Families families;
  families.gauge("sink", "Sink.", 1, {{"name", "a\"b\\c\nd"}});
  EXPECT_NE(families.text().find(R"(sink{name="a\"b\\c\nd"} 1)"), std::string::npos) << families.text();
}

}  // namespace
}  // namespace facewire::metrics
