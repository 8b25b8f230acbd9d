#pragma once

#include "bus/key_value.hpp"
#include "bus/tracked_publisher.hpp"
#include "core/time.hpp"
#include "messages/liquidity_action.hpp"
#include "net/event.hpp"
#include "net/task.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::liquidity_manager {

/// An action as it stands: its newest step, and the message that tells it.
struct Page {
    messages::LiquidityAction action;
    MessageId id;
    std::string text;  ///< The whole message; said again it is the same, byte for byte.
    Instant since;     ///< When this step was taken.
    bus::Revision revision = 0;
    bool is_said = false;  ///< Known to be in its stream.
};

/// Every action of the account, one entry each in the bucket LIQUIDITY, changed only from the step
/// that is known to the next one. Whoever has not seen the newest step can't write: so no action
/// has two second steps, whatever crashes, and however many of us there are.
///
/// What is written here is said afterwards on ops.liquidity_action, and the next step is not taken
/// before that is in its stream. Only the newest step can be unsaid at a crash, and it is said
/// again.
class Book {
  public:
    struct Writer {
        std::string account_id;
        std::string source;  ///< "liquidity-manager/<instance>"
    };

    /// Told of every step that this process takes.
    using OnStep = std::function<void(const messages::LiquidityAction&)>;

    /// Borrows bus, publisher and clock.
    Book(
        bus::Connection& bus,
        bus::TrackedPublisher& publisher,
        const Clock& clock,
        Writer writer,
        OnStep on_step
    );

    /// Reads all there is. Until this has succeeded nothing is known, and nothing may be begun.
    Task<Result<void>> load();
    bool is_loaded() const { return is_loaded_; }

    /// Null when there is none of that name.
    const Page* find(std::string_view action_id) const;
    const std::map<std::string, Page, std::less<>>& pages() const { return pages_; }
    /// The names of those with something left to do or to say.
    std::vector<std::string> unfinished() const;

    /// Takes the next step of an action, or the first of a new one; `cause` is for a first one.
    /// Refused: it stands elsewhere by now, and the book holds how. Otherwise the outcome is
    /// unknown, and writing again is safe.
    Task<Result<void>> write(messages::LiquidityAction next, MessageId cause = {});

    /// Until the newest step is in its stream, for some seconds. A prepared withdrawal also until
    /// both records of it have stood as long as the server takes to sync them: then even a power
    /// cut can't take them back. Refused on a server that does not sync.
    Task<Result<void>> say(std::string action_id);

    /// Says the newest step once more to whoever listens now.
    Result<void> repeat(std::string_view action_id);

    /// Ends when something was written, or after the limit.
    Task<void> wait(Milliseconds limit);

  private:
    std::string key_of(std::string_view action_id) const;
    Page page_of(messages::LiquidityAction action, MessageId cause) const;
    Task<Result<bus::Revision>> put(std::string key, std::string text, bus::Revision known);
    /// Takes over what the bucket holds; false when it holds nothing.
    Task<Result<bool>> read(std::string key);
    Task<Result<void>> reread(std::string key, Page intended, Error why);
    void keep(Page page);

    bus::Connection& bus_;
    bus::TrackedPublisher& publisher_;
    const Clock& clock_;
    const Writer writer_;
    OnStep on_step_;
    bus::KeyValue bucket_;
    net::Event written_;
    bool is_loaded_ = false;
    std::map<std::string, Page, std::less<>> pages_;
};

}  // namespace unrip::liquidity_manager
