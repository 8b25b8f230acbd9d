#pragma once

#include "integration/store/store_fixture.hpp"
#include "support/child_process.hpp"
#include "support/scripted_server.hpp"
#include "support/story.hpp"
#include "support/temporary_directory.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace unrip::test {

/// A control port that answers what a test tells it to, and remembers what it was asked.
class FakePort {
  public:
    FakePort();

    /// "POST /arm": status and body. What is not told is answered 404.
    void answer(const std::string& what, int status, const std::string& body);
    std::uint16_t port() const { return server_.port(); }

    struct Asked {
        std::string what;
        std::string head;
        std::string body;
    };
    std::vector<Asked> asked() const;

  private:
    void serve(ScriptedPeer& peer);

    struct Answer {
        int status = 200;
        std::string body;
    };
    mutable std::mutex guard_;
    std::map<std::string, Answer> answers_;
    std::vector<Asked> asked_;
    ScriptedServer server_;
};

/// `unripctl` as an operator runs it, with control ports that are told what to say and a history of
/// its own.
class FakeHouse : public testing::Test {
  protected:
    FakeHouse();

    FakePort& port(const std::string& service) { return *ports_.at(service); }
    void all_answer_state();
    /// Nobody listens there any more.
    void remove(const std::string& service) { ports_.erase(service); }

    /// Writes messages into the history as history-writer does.
    void write(const std::vector<Said>& story);
    /// With a database of its own from here on.
    void have_history();

    Finished ctl(const std::vector<std::string>& words, const std::string& input = "");
    std::vector<std::string> command(const std::vector<std::string>& words);

    static PostgresServer& postgres();
    const std::string& database() const { return database_; }

    std::map<std::string, std::string> environment_;

  private:
    std::map<std::string, std::unique_ptr<FakePort>> ports_;
    std::string database_;
    std::uint64_t written_ = 0;
};

/// The state of a service that is well.
std::string well(bool is_armed);

}  // namespace unrip::test
