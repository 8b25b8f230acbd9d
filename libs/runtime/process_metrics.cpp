#include "runtime/process_metrics.hpp"

#include "runtime/build_info.hpp"
#include "runtime/metrics.hpp"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace unrip::runtime {
namespace {

double resident_bytes() {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{
        std::fopen("/proc/self/statm", "re"), &std::fclose};
    unsigned long size = 0;
    unsigned long resident = 0;
    // NOLINTNEXTLINE(cert-err34-c): the kernel writes numbers.
    if (!file || std::fscanf(file.get(), "%lu %lu", &size, &resident) != 2) return 0;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory{opendir("/proc/self/fd"), &closedir};
    if (!directory) return 0;
    double count = 0;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): a stream of our own.
    while (readdir(directory.get()) != nullptr)
        ++count;
    return count - 3;  // Itself, and the two names with dots.
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
    metrics.read_gauge(
        "process_resident_memory_bytes", "Memory of this process that is in RAM.", resident_bytes
    );
    metrics.read_gauge("process_open_fds", "Open file descriptors.", open_descriptors);
    metrics.read_counter(
        "process_cpu_seconds_total", "Processor time used, all threads.", cpu_seconds
    );
    metrics.info(
        "build_info",
        "What runs.",
        {{"version", std::string{build_info().version}},
         {"commit", std::string{build_info().commit}}}
    );
}

}  // namespace unrip::runtime
