#pragma once

namespace facewire::capture {

/// Keeps OpenCV and FFmpeg from writing to standard error of their own: what they find wrong is said by our errors,
/// once and by name. A user's own OPENCV_LOG_LEVEL and OPENCV_FFMPEG_LOGLEVEL stay. Call it before any thread is made,
/// and before anything is opened.
void silenceLibraries();

}  // namespace facewire::capture
