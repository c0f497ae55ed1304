using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Limits;

namespace LlmProxy.Tests.Limits.Gate;

/// <summary>Any interleaving of requests that start, finish, fail, are cancelled and time out, against a model that keeps the whole history.</summary>
public class LimitModelTests
{
    private const long Limit = 1_000;

    private enum Kind
    {
        Start,
        Finish,
        Cancel,
        FinishTwice,
        Wait,
    }

    [Fact]
    public void Settle_AnyInterleaving_LimitsStayBalanced()
    {
        var step =
            from kind in Gen.Elements(Enum.GetValues<Kind>())
            from tokens in Gen.Choose(0, 700)
            from other in Gen.Choose(0, 1_000)
            select new Step(kind, tokens, other);
        var property = Prop.ForAll(step.ArrayOf().ToArbitrary(), steps => new Run().Follow(steps));
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120));
    }

    /// <param name="Kind">What happens.</param>
    /// <param name="Tokens">How many are asked.</param>
    /// <param name="Other">How many are used, which request is meant, or how many tenths of a second pass.</param>
    private sealed record Step(Kind Kind, int Tokens, int Other);

    private sealed record Taken(Reservation Reservation, long Window, long Asked);

    /// <summary>The limits beside a model of them.</summary>
    private sealed class Run
    {
        private readonly LimitFixture _all = new();
        private readonly PlaceLimit _places = LimitFixture.Places(4);
        private readonly WindowLimit _requests;
        private readonly WindowLimit _tokens;
        private readonly List<Taken> _open = [];
        // Aligned windows, so that the model needs no rule for where one begins: what each holds in the end, debt aside.
        private readonly Dictionary<long, long> _used = [];
        // What came too late for its own window: an excess counts where it arrives.
        private readonly Dictionary<long, long> _late = [];

        public Run()
        {
            _requests = new(new(LimitKind.RequestsPerMinute, LimitScopes.Key, "k"), Window(30));
            _tokens = new(new(LimitKind.TokensPerMinute, LimitScopes.Tenant, "t"), Window(Limit));
        }

        private long Now => _all.Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;

        public bool Follow(Step[] steps)
        {
            foreach (var step in steps)
            {
                Do(step);
                Check();
            }

            foreach (var taken in _open.ToArray())
                End(taken, LimitAmounts.None);
            Check();
            Assert.Equal((0, 0, 0), (_tokens.Limiter.Open, _requests.Limiter.Open, _places.Taken));
            Assert.Empty(_all.Gate.Reservations());
            return true;
        }

        private void Do(Step step)
        {
            switch (step.Kind)
            {
                case Kind.Start:
                    Start(step.Tokens);
                    break;
                case Kind.Wait:
                    _all.Clock.Advance(TimeSpan.FromSeconds(step.Other / 10.0));
                    break;
                case Kind.Finish when _open.Count > 0:
                    End(_open[step.Other % _open.Count], new(step.Tokens, null));
                    break;
                case Kind.FinishTwice when _open.Count > 0:
                    var twice = _open[step.Other % _open.Count];
                    End(twice, new(step.Tokens, null));
                    twice.Reservation.Settle(new(100_000, null));
                    twice.Reservation.Release();
                    break;
                case Kind.Cancel when _open.Count > 0:
                    End(_open[step.Other % _open.Count], LimitAmounts.None);
                    break;
            }
        }

        private void Start(long tokens)
        {
            var fits = tokens == 0 || Debt(Now) + Of(_used, Now) + Of(_late, Now) + tokens <= Limit;
            var (requests, places) = (_all.Level(_requests), _places.Taken);
            var reservation = _all.Reservation(_requests, _tokens, _places);
            var refusal = _all.Gate.TryReserve(reservation, new(tokens, null));
            if (refusal is not null)
            {
                Assert.False(fits && requests < 30 && places < 4, $"Refused: {refusal.Error.Message}");
                return;
            }

            Assert.True(fits, $"{tokens} passed.");
            _used[Now] = Of(_used, Now) + tokens;
            _open.Add(new(reservation, Now, tokens));
        }

        private void End(Taken taken, LimitAmounts used)
        {
            _open.Remove(taken);
            taken.Reservation.Settle(used);
            var change = used.Tokens - taken.Asked;
            if (taken.Window >= Now - 1)
                _used[taken.Window] += change;
            else
                _late[Now] = Of(_late, Now) + Math.Max(0, change);
        }

        /// <summary>Used and reserved are what the model says, and never more than the limit but for what turned out to be more than was reserved.</summary>
        private void Check()
        {
            Assert.Equal(Debt(Now) + Of(_used, Now) + Of(_late, Now), _all.Level(_tokens));
            Assert.Equal(_open.Sum(taken => taken.Asked), _tokens.Limiter.Open);
            Assert.Equal(_open.Where(taken => taken.Window == Now).Sum(taken => taken.Asked), _all.Gate.Read(_tokens.Limiter.Reserved));
            Assert.Equal(_open.Count, _places.Taken);
            Assert.Equal(_open.Count, _all.Gate.Held);
        }

        /// <summary>What all windows before one have left it to pay, from the whole history.</summary>
        private long Debt(long window)
        {
            var first = _used.Keys.Concat(_late.Keys).DefaultIfEmpty(window).Min();
            var debt = 0L;
            for (var at = first; at < window; at++)
                debt = Math.Max(0, debt + Of(_used, at) + Of(_late, at) - Limit);
            return debt;
        }

        private static long Of(Dictionary<long, long> sums, long window) => sums.GetValueOrDefault(window);

        private WindowLimiter Window(long limit) => new(limit, TimeSpan.FromMinutes(1), isAligned: true, _all.Gate.Lock, _all.Clock);
    }
}
