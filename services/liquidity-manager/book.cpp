#include "book.hpp"

#include "action_life.hpp"
#include "bus/typed.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/fault_point.hpp"

#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityAction;
using messages::LiquidityState;

constexpr auto kBucket = "LIQUIDITY";
constexpr Milliseconds kWriteLimit{3'000};
constexpr Milliseconds kReadLimit{5'000};
constexpr Milliseconds kSayLimit{10'000};
/// What ended longer ago was said for certain: it is in history, or no stream holds it any more.
constexpr std::chrono::hours kSaidAgainFor{24 * 7};

MessageId id_of(const std::string& action_id, std::uint32_t step) {
    return MessageId{"liq-" + action_id + "-" + std::to_string(step)};
}

/// Money rests on it: it must not be forgotten, not even when the power goes.
bool must_be_synced(const LiquidityAction& action) {
    return action.kind == messages::LiquidityKind::withdrawal &&
           action.state == LiquidityState::prepared;
}

}  // namespace

Book::Book(
    bus::Connection& bus,
    bus::TrackedPublisher& publisher,
    const Clock& clock,
    Writer writer,
    OnStep on_step
)
    : bus_{bus},
      publisher_{publisher},
      clock_{clock},
      writer_{std::move(writer)},
      on_step_{std::move(on_step)},
      bucket_{bus, kBucket},
      written_{bus.executor()} {}

Task<Result<void>> Book::load() {
    auto prefix = key_of("");
    const auto keys = co_await bucket_.keys(std::move(prefix), kReadLimit);
    if (!keys) co_return keys.failure();
    for (const auto& key : *keys) {
        const auto done = co_await read(key);
        if (!done) co_return done.failure();
    }
    is_loaded_ = true;
    co_return Result<void>{};
}

const Page* Book::find(std::string_view action_id) const {
    const auto found = pages_.find(action_id);
    return found == pages_.end() ? nullptr : &found->second;
}

std::vector<std::string> Book::unfinished() const {
    std::vector<std::string> names;
    for (const auto& [name, page] : pages_) {
        if (!page.is_said || !is_over(page.action)) names.push_back(name);
    }
    return names;
}

Task<Result<void>> Book::write(LiquidityAction next, MessageId cause) {
    const auto* known = find(next.action_id);
    const auto revision = known != nullptr ? known->revision : 0;
    const auto expected_step = known != nullptr ? known->action.step + 1 : 1;
    if (next.step != expected_step) {
        co_return fail(Error::Kind::refused, next.action_id + " has gone on in between");
    }
    auto key = key_of(next.action_id);
    const std::string word{messages::to_text(next.state)};
    auto page = page_of(std::move(next), std::move(cause));
    const auto written = co_await put(key, page.text, revision);
    runtime::fault_point("liquidity.written." + word);
    if (!written) {
        co_return co_await reread(std::move(key), std::move(page), written.error());
    }
    page.revision = *written;
    on_step_(page.action);
    keep(std::move(page));
    co_return Result<void>{};
}

Task<Result<bus::Revision>> Book::put(std::string key, std::string text, bus::Revision known) {
    if (known == 0) co_return co_await bucket_.create(key, text, kWriteLimit);
    co_return co_await bucket_.update(key, text, known, kWriteLimit);
}

/// Whatever went wrong, what the bucket holds is how it stands: it may be what was meant.
Task<Result<void>> Book::reread(std::string key, Page intended, Error why) {
    const auto again = co_await read(key);
    if (!again) co_return fail(Error::Kind::timed_out, why.detail + "; " + again.error().detail);
    const auto* stands = find(intended.action.action_id);
    if (stands != nullptr && stands->text == intended.text) {
        on_step_(intended.action);
        co_return Result<void>{};
    }
    co_return fail(why.kind, why.detail);
}

Task<Result<bool>> Book::read(std::string key) {
    const auto entry = co_await bucket_.get(key, kReadLimit);
    if (!entry) co_return entry.failure();
    if (!*entry) co_return false;
    auto message = messages::decode<LiquidityAction>((*entry)->value);
    if (!message) {
        co_return fail(
            Error::Kind::malformed,
            std::string{kBucket} + " " + key + " can't be read: " + message.error().detail
        );
    }
    Page page;
    page.id = message->id;
    page.text = (*entry)->value;
    page.since = from_unix_ms(message->sent_at_ms);
    page.revision = (*entry)->revision;
    page.action = std::move(message->body);
    page.is_said = is_over(page.action) && clock_.now() - page.since > kSaidAgainFor;
    keep(std::move(page));
    co_return true;
}

Task<Result<void>> Book::say(std::string action_id) {
    const auto* found = find(action_id);
    if (found == nullptr) co_return fail(Error::Kind::refused, "there is no action " + action_id);
    const auto page = *found;
    Milliseconds standing{0};
    if (must_be_synced(page.action)) {
        const auto settling = bus_.status().durability.settling_time();
        if (!settling) co_return fail(Error::Kind::refused, "NATS does not sync: nothing is sent");
        standing = *settling;
    }

    const auto generation = bus_.generation();
    bus::Publication publication;
    publication.subject = std::string{LiquidityAction::kSubject};
    publication.id = page.id;
    publication.body = page.text;
    const auto told = co_await publisher_.publish_and_wait(
        std::move(publication), kSayLimit + 2 * standing, standing
    );
    if (!told) co_return told.failure();
    runtime::fault_point("liquidity.said." + std::string{messages::to_text(page.action.state)});
    if (must_be_synced(page.action)) {
        // The entry was written before, on this connection or an earlier one. Read after the
        // standing, and with the connection unbroken since before it, it is on the disk as well.
        const auto again = co_await read(key_of(action_id));
        if (!again) co_return again.failure();
        if (!*again || find(action_id)->text != page.text) {
            co_return fail(Error::Kind::refused, action_id + " has gone on elsewhere");
        }
        if (bus_.generation() != generation) {
            co_return fail(Error::Kind::unavailable, "the connection broke while it was recorded");
        }
    }
    const auto now = pages_.find(action_id);
    if (now != pages_.end() && now->second.id == page.id) now->second.is_said = true;
    co_return Result<void>{};
}

Result<void> Book::repeat(std::string_view action_id) {
    const auto* page = find(action_id);
    if (page == nullptr) return {};
    bus::Outgoing outgoing;
    outgoing.subject = std::string{LiquidityAction::kSubject};
    outgoing.body = page->text;
    outgoing.headers.emplace_back("Nats-Msg-Id", page->id.text());
    return bus_.publish(outgoing);
}

Task<void> Book::wait(Milliseconds limit) {
    co_await net::first_to_end(written_.wait(), net::sleep_for(limit));
}

std::string Book::key_of(std::string_view action_id) const {
    return writer_.account_id + "/" + std::string{action_id};
}

Page Book::page_of(LiquidityAction action, MessageId cause) const {
    messages::Envelope<LiquidityAction> envelope;
    envelope.id = id_of(action.action_id, action.step);
    envelope.cause = action.step > 1 ? id_of(action.action_id, action.step - 1) : std::move(cause);
    envelope.source = writer_.source;
    envelope.sent_at_ms = to_unix_ms(clock_.now());
    envelope.body = std::move(action);
    Page page;
    page.id = envelope.id;
    page.text = messages::encode(envelope);
    page.since = from_unix_ms(envelope.sent_at_ms);
    page.action = std::move(envelope.body);
    return page;
}

void Book::keep(Page page) {
    auto name = page.action.action_id;
    pages_.insert_or_assign(std::move(name), std::move(page));
    written_.set();
}

}  // namespace unrip::liquidity_manager
